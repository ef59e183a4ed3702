# SPDX-License-Identifier: Apache-2.0
"""Receivables (調定) by instalment: an append-only table that the money ledger will take over."""
