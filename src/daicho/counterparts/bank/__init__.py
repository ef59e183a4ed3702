# SPDX-License-Identifier: Apache-2.0
"""A bank that debits accounts and pays refunds."""
