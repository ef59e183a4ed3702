# SPDX-License-Identifier: Apache-2.0
"""Pages of the tax documents: imports, doubtful joins, documents sent on."""
