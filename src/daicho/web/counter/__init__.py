# SPDX-License-Identifier: Apache-2.0
"""The counter (窓口総合支援): who stands before a clerk, and what they still have to do."""
