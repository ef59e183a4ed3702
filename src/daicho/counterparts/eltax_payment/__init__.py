# SPDX-License-Identifier: Apache-2.0
"""eLTAX 共通納税: employers pay what they withheld."""
