# SPDX-License-Identifier: Apache-2.0
"""Files of fixed records in batches (header, data, trailer, end): layouts are data."""
