# SPDX-License-Identifier: Apache-2.0
"""daicho (台帳): one open system for the registers of a Japanese municipality."""

__version__ = "0.1.0"
