# SPDX-License-Identifier: Apache-2.0
"""The kinds of slips of seal registration."""
