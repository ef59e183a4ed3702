# SPDX-License-Identifier: Apache-2.0
"""Runs of steps with checkpoints and control totals (一括処理)."""
