# SPDX-License-Identifier: Apache-2.0
"""コンビニ収納: what the bars of a slip say, and the notices 速報, 確報 and 速報取消."""
