# SPDX-License-Identifier: Apache-2.0
"""Register of residents (住民記録): who lived here, when, and since when we knew."""
