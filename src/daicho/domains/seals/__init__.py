# SPDX-License-Identifier: Apache-2.0
"""Seal registration (印鑑登録)."""
