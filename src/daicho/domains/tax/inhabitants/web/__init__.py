# SPDX-License-Identifier: Apache-2.0
"""Pages of the inhabitants tax: a taxpayer, the runs, reassessment, papers."""
