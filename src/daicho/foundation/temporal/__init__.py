# SPDX-License-Identifier: Apache-2.0
"""Full-row history: valid time × recorded time."""
