# SPDX-License-Identifier: Apache-2.0
"""Finding persons and households (検索, 標準 2.1), over present and former spellings."""
