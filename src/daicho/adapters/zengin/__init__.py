# SPDX-License-Identifier: Apache-2.0
"""全銀フォーマット: direct debits (口座振替), transfers (総合振込), kana, codes."""
