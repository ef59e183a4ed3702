# SPDX-License-Identifier: Apache-2.0
"""公的年金等支払報告書 (form 331), CSV, CP932 without a header line.

Columns 1 to 49 are those of 平成25年 (second hand). The numbers of payer, payee and relatives came
later; columns 50 to 71 follow the pattern of form 315 and are unverified.
"""

from __future__ import annotations

from functools import partial

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.eltax.shared_columns import (
    birth_rows,
    head_rows,
    income_year_cell,
    person_rows,
    tail_rows,
)
from daicho.adapters.layout import (
    Certainty,
    CompositeDate,
    Derived,
    Kind,
    Layout,
    Need,
    build_columns,
)

_PARTS = tuple(
    row
    for number in (1, 2, 3)
    for row in (
        (f"第{number}号適用分 支払金額", f"pension_part_{number}", Kind.YEN, 10),
        (f"第{number}号適用分 未払金額", f"unpaid_part_{number}", Kind.YEN, 10),
        (f"第{number}号適用分 源泉徴収税額", f"tax_withheld_part_{number}", Kind.YEN, 10),
        (f"第{number}号適用分 未徴収税額", f"tax_not_withheld_part_{number}", Kind.YEN, 10),
    )
)
_PERSON = (
    ("本人が特別障害者", "is_disabled_special", Kind.FLAG, 1),
    ("本人がその他の障害者", "is_disabled_other", Kind.FLAG, 1),
    ("老年者", "is_elderly", Kind.UNUSED, 1),
    ("控除対象配偶者の有無", "spouse_class", Kind.COUNT, 1, ("1", "2", "3"), "1 一般 2 老人 3 無"),
    ("老人扶養親族", "elderly_dependants", Kind.COUNT, 2),
    ("その他扶養親族", "other_dependants", Kind.COUNT, 2),
    ("障害者 特別", "disabled_special", Kind.COUNT, 2),
    ("障害者 その他", "disabled_other", Kind.COUNT, 2),
    ("社会保険料の額", "social_insurance", Kind.YEN, 10),
    ("特定扶養親族", "specified_dependants", Kind.COUNT, 2),
    ("摘要", "remarks", Kind.TEXT, 100),
    ("特別障害者のうち同居", "disabled_special_cohabiting", Kind.COUNT, 2),
    ("特別寡婦", "special_widow", Kind.FLAG, 1),
    ("寡婦・寡夫", "widow_class", Kind.COUNT, 1, ("0", "1", "2")),
    ("16歳未満扶養親族の数", "under_16", Kind.COUNT, 2),
)
_NUMBERS = (
    ("支払者の法人番号", "payer_corporate_number", Kind.CORPORATE_NUMBER, 13),
    ("受給者の個人番号", "individual_number", Kind.INDIVIDUAL_NUMBER, 12, Need.WANTED),
    *person_rows("源泉控除対象配偶者", "spouse"),
    *person_rows("控除対象扶養親族1", "dependant_1"),
    *person_rows("控除対象扶養親族2", "dependant_2"),
    *person_rows("16歳未満扶養親族1", "under_16_1"),
    *person_rows("16歳未満扶養親族2", "under_16_2"),
)
_FIRST = (*head_rows("331"), *birth_rows(), *_PARTS, *_PERSON, *tail_rows())

LAYOUT = Layout(
    kind="pension-report",
    name_ja="公的年金等支払報告書",
    columns=(
        *build_columns(_FIRST, certainty=Certainty.SECOND_HAND),
        *build_columns(_NUMBERS, certainty=Certainty.UNVERIFIED, first=len(_FIRST) + 1),
    ),
    encoding="cp932",
    header=False,
    composite_dates=(
        CompositeDate(
            "birth_date", "生年月日", "birth_era", "birth_year", "birth_month", "birth_day", True
        ),
    ),
    derived=(
        Derived(
            "pension_revenue", "公的年金等の収入金額",
            ("pension_part_1", "pension_part_2", "pension_part_3"), lambda a, b, c: a + b + c,
        ),
    ),
    year_column="income_year",
    year_text=income_year_cell,
    fixed_cells={"form": "331"},
    source_ja="平成25年の49列（公開された第三者の実装）に番号の列を足したもの。50列目以後は未確認",
)  # fmt: skip

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
