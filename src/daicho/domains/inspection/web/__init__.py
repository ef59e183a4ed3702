# SPDX-License-Identifier: Apache-2.0
"""Inspection of the register (閲覧), and notice to the person (本人通知)."""
