# SPDX-License-Identifier: Apache-2.0
"""The whole register as CSV with its history, out and back in; docs/reference/register-csv.md."""
