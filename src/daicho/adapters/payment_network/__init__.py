# SPDX-License-Identifier: Apache-2.0
"""MPN (Pay-easy): the numbers that a payer types, and the file of what was paid."""
