# SPDX-License-Identifier: Apache-2.0
"""Files of the municipality itself, in our own layouts: residents, inhabitants tax returns."""
