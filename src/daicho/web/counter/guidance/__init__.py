# SPDX-License-Identifier: Apache-2.0
"""What somebody still has to do today (窓口総合支援): dated data, and the rule that reads them."""
