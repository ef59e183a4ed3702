# SPDX-License-Identifier: Apache-2.0
"""Extraction by the users themselves (EUC, 標準 10.1): choose, narrow, take out; all logged."""
