# SPDX-License-Identifier: Apache-2.0
"""Statistics of the register (統計)."""
