# SPDX-License-Identifier: Apache-2.0
"""One mutation with permission, purpose, lock and log."""
