# SPDX-License-Identifier: Apache-2.0
"""Personnel orders (人事異動) from a file: read, planned without a change, applied as a whole."""
