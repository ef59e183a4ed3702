# SPDX-License-Identifier: Apache-2.0
"""Measurements: each module measures one thing and writes bench/results/<name>.json."""
