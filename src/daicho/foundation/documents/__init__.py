# SPDX-License-Identifier: Apache-2.0
"""Documents on paper and as PDF: fonts, bars, text that fits, and the press (Typst).

Knows no Django and no tax.
"""
