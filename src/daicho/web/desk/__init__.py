# SPDX-License-Identifier: Apache-2.0
"""The desk of the staff: what crosses domains — sign-in, purpose of use, first page, log."""
