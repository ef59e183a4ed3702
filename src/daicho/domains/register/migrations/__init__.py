# SPDX-License-Identifier: Apache-2.0
"""Migrations, numbered and linear."""
