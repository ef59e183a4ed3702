# SPDX-License-Identifier: Apache-2.0
"""Certificates of the resident register (証明): requests, issue, fees, paper, seals of office."""
