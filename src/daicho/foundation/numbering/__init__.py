# SPDX-License-Identifier: Apache-2.0
"""Numbers that are given once (採番)."""
