# SPDX-License-Identifier: Apache-2.0
"""The money ledger: what is owed (調定), the journal of what happened to it, and its balances."""
