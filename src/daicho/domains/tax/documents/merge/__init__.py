# SPDX-License-Identifier: Apache-2.0
"""資料併合: one basis of taxation out of many documents. Pure: no database, no clock."""
