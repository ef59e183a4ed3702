# SPDX-License-Identifier: Apache-2.0
"""Files from the national tax agency (国税連携)."""
