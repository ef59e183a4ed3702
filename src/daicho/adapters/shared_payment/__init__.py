# SPDX-License-Identifier: Apache-2.0
"""eLTAX 共通納税: what employers paid in one sum, and whose tax is inside."""
