# SPDX-License-Identifier: Apache-2.0
"""What stands on each certificate, and how it is laid out."""
