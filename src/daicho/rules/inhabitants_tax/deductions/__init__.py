# SPDX-License-Identifier: Apache-2.0
"""Deductions from income (所得控除), one file a deduction."""
