# SPDX-License-Identifier: Apache-2.0
"""Pages of seal registration."""
