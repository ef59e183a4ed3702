# SPDX-License-Identifier: Apache-2.0
"""MPN: payments of slips at machines and pages of banks."""
