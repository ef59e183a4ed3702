# SPDX-License-Identifier: Apache-2.0
"""納付書: its OCR lines and its eL-QR, both by layouts that a municipality configures."""
