# SPDX-License-Identifier: Apache-2.0
"""What changes something: requests, issue, fees, paper, settings."""
