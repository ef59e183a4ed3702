# SPDX-License-Identifier: Apache-2.0
"""Actions on documents: one change each, with permission, purpose, lock and audit."""
