# SPDX-License-Identifier: Apache-2.0
"""Resident codes (住民票コード): the stock received from the network, and giving them out."""
