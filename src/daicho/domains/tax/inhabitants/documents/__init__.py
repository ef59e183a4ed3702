# SPDX-License-Identifier: Apache-2.0
"""Papers of the inhabitants tax (個人住民税): what each shows, and its template.

Knows no table and no Django. The caller fills the view classes; what a view does not hold cannot be
printed. No class here has a field for the 個人番号.
"""
