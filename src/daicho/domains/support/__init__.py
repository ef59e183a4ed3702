# SPDX-License-Identifier: Apache-2.0
"""Protective measures (支援措置) and restraints (抑止): who is hidden, what is stopped, by whom."""
