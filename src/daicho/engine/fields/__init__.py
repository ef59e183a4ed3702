# SPDX-License-Identifier: Apache-2.0
"""Fields of rules beside the inhabitants tax: JSON cases in, results out (daicho rules compute)."""
