# SPDX-License-Identifier: Apache-2.0
"""個人住民税: assessment, stop check, release, reassessment."""
