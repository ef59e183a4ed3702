# SPDX-License-Identifier: Apache-2.0
"""特別区民税・都民税申告書 (住民税申告) as entered or received online: our own layout."""

from __future__ import annotations

from functools import partial

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns
from daicho.adapters.return_columns import DONATIONS, INCOME, PAID, PERSON, RELATIVES, STATUS

_HEAD = (
    ("年度", "fiscal_year", Kind.DIGITS, 4, Need.REQUIRED, "西暦4桁"),
    ("受付番号", "reference", Kind.CODE, 20, Need.REQUIRED),
    ("受付日", "filed_on", Kind.DATE, 8, Need.REQUIRED),
    ("収入がなかった", "has_no_income", Kind.FLAG, 1),
)
_TAIL = (
    ("配当割額控除額", "dividend_levy_withheld", Kind.YEN, 10),
    ("株式等譲渡所得割額控除額", "share_levy_withheld", Kind.YEN, 10),
    ("給与・公的年金等以外の徴収方法", "other_income_collection", Kind.CODE, 1, ("1", "2"),
     "1 特別徴収 2 自分で納付"),
)  # fmt: skip

LAYOUT = Layout(
    kind="inhabitants-tax-return",
    name_ja="住民税申告",
    columns=build_columns(
        (*_HEAD, *PERSON, *INCOME, *PAID, *STATUS, *DONATIONS, *RELATIVES, *_TAIL),
        certainty=Certainty.OURS,
    ),
    year_column="fiscal_year",
    source_ja="台帳の定め（申告書の項目による）",
)

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
