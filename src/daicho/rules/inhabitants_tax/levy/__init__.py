# SPDX-License-Identifier: Apache-2.0
"""The levy: rates, credits in the order of the law, rounding."""
