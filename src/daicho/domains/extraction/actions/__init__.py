# SPDX-License-Identifier: Apache-2.0
"""What extraction does that is logged."""
