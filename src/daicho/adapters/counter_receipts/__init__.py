# SPDX-License-Identifier: Apache-2.0
"""済通 (receipts of counters, read by machine or typed): batches with their totals."""
