# SPDX-License-Identifier: Apache-2.0
"""Income by kind (所得) and its totals."""
