# SPDX-License-Identifier: Apache-2.0
"""A made-up ward: everything that employers, insurers, the tax office and other cities send to it.

Every draw is a function of (seed, who, what) and not of order, so the same seed gives the same
bytes, and another fiscal year finds the same people one year apart. All people are made up;
postcodes and town names are public data.
"""
