# SPDX-License-Identifier: Apache-2.0
"""Actions: one change each, with permission, purpose, lock and audit."""
