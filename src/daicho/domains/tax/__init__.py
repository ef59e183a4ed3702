# SPDX-License-Identifier: Apache-2.0
"""Taxes (税): the documents they are decided from, and one slice a tax."""
