# SPDX-License-Identifier: Apache-2.0
"""Entry by one person, check by another (仮登録 → 審査 → 本登録)."""
