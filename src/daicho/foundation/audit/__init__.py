# SPDX-License-Identifier: Apache-2.0
"""The tamper-evident log (操作ログ)."""
