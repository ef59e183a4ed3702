# SPDX-License-Identifier: Apache-2.0
"""Tax documents (課税資料): files taken in, joined to people, decided on where doubtful."""
