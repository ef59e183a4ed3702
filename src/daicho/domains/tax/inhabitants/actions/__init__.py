# SPDX-License-Identifier: Apache-2.0
"""Actions of the inhabitants tax."""
