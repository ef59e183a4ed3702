# SPDX-License-Identifier: Apache-2.0
"""Who may do what, for which purpose (権限・利用目的)."""
