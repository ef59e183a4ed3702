# SPDX-License-Identifier: Apache-2.0
"""Rules of the resident register (住民基本台帳法, 住民記録システム標準仕様書), as plain functions.

Nothing here reads a clock or a database; facts come as arguments, refusals go out as Findings.
"""
