# SPDX-License-Identifier: Apache-2.0
"""What others may use of the statistics."""

from daicho.domains.statistics.actions import StartStatistics
from daicho.domains.statistics.run import carry_out, find_statistics
from daicho.domains.statistics.suppression import Limits
from daicho.domains.statistics.tables import TABLES, Table, open_data
from daicho.domains.statistics.workbook import workbook

__all__ = [
    "TABLES", "Limits", "StartStatistics", "Table", "carry_out", "find_statistics", "open_data",
    "workbook",
]  # fmt: skip
