# SPDX-License-Identifier: Apache-2.0
"""給与支払報告書 (form 315), 統一CSV of 144 columns since 令和2年分, CP932 without a header line.

The column order is known at second hand (facts/specs.md §2.2); later additions (定額減税 of 令和6,
特定親族特別控除 of 令和7) are in no public text and are not read.
"""

from __future__ import annotations

from functools import partial

import numpy as np

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

_PAY = (
    ("役職名", "title", Kind.TEXT, 15),
    ("種別", "pay_class", Kind.TEXT, 10),
    ("支払金額", "salary_revenue", Kind.YEN, 10, Need.REQUIRED),
    ("未払金額", "unpaid", Kind.YEN, 10),
    ("給与所得控除後の給与等の金額", "salary_income_stated", Kind.YEN, 10),
    ("所得控除の額の合計額", "deductions_total_stated", Kind.YEN, 10),
    ("源泉徴収税額", "income_tax_withheld", Kind.YEN, 10),
    ("未徴収税額", "income_tax_not_withheld", Kind.YEN, 10),
)
_RELATIVES = (
    (
        "控除対象配偶者の有無",
        "spouse_class",
        Kind.COUNT,
        1,
        ("1", "2", "3", "4"),
        "1 有 2 無 3 従有 4 従無",
    ),
    ("老人控除対象配偶者", "is_spouse_elderly", Kind.FLAG, 1),
    ("配偶者特別控除の額", "spouse_deduction_stated", Kind.YEN, 10),
    ("特定扶養親族 主", "specified_dependants", Kind.COUNT, 2),
    ("特定扶養親族 従", "specified_dependants_second", Kind.COUNT, 2),
    ("老人扶養親族 主", "elderly_dependants", Kind.COUNT, 2),
    ("老人扶養親族 同居 内訳", "elderly_cohabiting_dependants", Kind.COUNT, 2),
    ("老人扶養親族 従", "elderly_dependants_second", Kind.COUNT, 2),
    ("その他扶養親族 主", "other_dependants", Kind.COUNT, 2),
    ("その他扶養親族 従", "other_dependants_second", Kind.COUNT, 2),
    ("障害者 特別", "disabled_special", Kind.COUNT, 2),
    ("障害者 特別 同居 内訳", "disabled_special_cohabiting", Kind.COUNT, 2),
    ("障害者 その他", "disabled_other", Kind.COUNT, 2),
)
_DEDUCTIONS = (
    ("社会保険料等の金額", "social_insurance", Kind.YEN, 10),
    ("社会保険料等の内書", "small_enterprise_mutual_aid", Kind.YEN, 10, "小規模企業共済等掛金"),
    ("生命保険料の控除額", "life_deduction_stated", Kind.YEN, 10),
    ("地震保険料の控除額", "earthquake_deduction", Kind.YEN, 10),
    ("住宅借入金等特別控除の額", "housing_credit_stated", Kind.YEN, 10),
    ("旧個人年金保険料", "life_old_pension", Kind.YEN, 10),
    ("配偶者の合計所得", "spouse_income", Kind.YEN, 10),
    ("旧長期損害保険料", "old_long_term_casualty", Kind.YEN, 10),
)
_PERSON = (
    ("夫あり", "has_husband", Kind.UNUSED, 1),
    ("未成年者", "minor", Kind.FLAG, 1),
    ("乙欄適用", "is_second_employer", Kind.FLAG, 1),
    ("本人が特別障害者", "is_disabled_special", Kind.FLAG, 1),
    ("本人がその他の障害者", "is_disabled_other", Kind.FLAG, 1),
    ("老年者", "is_elderly", Kind.UNUSED, 1),
    ("寡婦", "widow_class", Kind.COUNT, 1, ("0", "1", "2")),
    ("寡夫", "widower", Kind.UNUSED, 1),
    ("勤労学生", "working_student", Kind.FLAG, 1),
    ("死亡退職", "left_by_death", Kind.FLAG, 1),
    ("災害者", "disaster_victim", Kind.FLAG, 1),
    ("外国人", "is_foreign", Kind.FLAG, 1),
    ("中途就・退職区分", "part_year_class", Kind.COUNT, 1, ("0", "1", "2"), "1 就職 2 退職"),
    ("中途就・退職 年", "part_year_year", Kind.COUNT, 2),
    ("中途就・退職 月", "part_year_month", Kind.COUNT, 2),
    ("中途就・退職 日", "part_year_day", Kind.COUNT, 2),
)
_OTHER_PAYER = (
    ("他の支払者 住所", "other_payer_address", Kind.TEXT, 60),
    ("他の支払者 国外住所表示", "is_other_payer_abroad", Kind.FLAG, 1),
    ("他の支払者 氏名又は名称", "other_payer_name", Kind.TEXT, 30),
    ("他の支払者 給与等の金額", "previous_salary", Kind.YEN, 10, "支払金額の内数"),
    ("他の支払者 徴収した額", "other_payer_tax_withheld", Kind.YEN, 10),
    ("他の支払者 控除した社会保険料", "other_payer_social_insurance", Kind.YEN, 10),
    ("災害者の徴収猶予税額", "postponed_tax", Kind.YEN, 10),
    ("他の支払者 退職 年", "other_payer_left_year", Kind.COUNT, 2),
    ("他の支払者 退職 月", "other_payer_left_month", Kind.COUNT, 2),
    ("他の支払者 退職 日", "other_payer_left_day", Kind.COUNT, 2),
)
_HOUSING = (
    ("居住開始1 年", "move_in_1_year", Kind.COUNT, 2),
    ("居住開始1 月", "move_in_1_month", Kind.COUNT, 2),
    ("居住開始1 日", "move_in_1_day", Kind.COUNT, 2),
    ("住宅借入金等特別控除適用数", "housing_count", Kind.COUNT, 2),
    ("住宅借入金等特別控除可能額", "housing_credit_available", Kind.YEN, 10),
    ("住宅借入金等特別控除区分1", "housing_class_1", Kind.CODE, 4),
    ("住宅借入金等年末残高1", "housing_balance_1", Kind.YEN, 8),
    ("居住開始2 年", "move_in_2_year", Kind.COUNT, 2),
    ("居住開始2 月", "move_in_2_month", Kind.COUNT, 2),
    ("居住開始2 日", "move_in_2_day", Kind.COUNT, 2),
    ("住宅借入金等特別控除区分2", "housing_class_2", Kind.CODE, 4),
    ("住宅借入金等年末残高2", "housing_balance_2", Kind.YEN, 8),
)
_REMARKS = (
    ("摘要", "remarks", Kind.TEXT, 65),
    ("新生命保険料", "life_new_general", Kind.YEN, 10),
    ("旧生命保険料", "life_old_general", Kind.YEN, 10),
    ("介護医療保険料", "life_care_medical", Kind.YEN, 10),
    ("新個人年金保険料", "life_new_pension", Kind.YEN, 10),
    ("16歳未満扶養親族の数", "under_16", Kind.COUNT, 2),
    ("国民年金保険料等の金額", "national_pension_premium", Kind.YEN, 10),
    ("非居住者である親族の数", "non_resident_relatives", Kind.COUNT, 2),
    ("支払者の法人番号", "payer_corporate_number", Kind.CORPORATE_NUMBER, 13, "個人事業主は空欄"),
    ("受給者の個人番号", "individual_number", Kind.INDIVIDUAL_NUMBER, 12, Need.WANTED),
)
_LAST = (
    ("5人目以降の控除対象扶養親族", "more_dependants", Kind.TEXT, 300),
    ("5人目以降の16歳未満扶養親族", "more_under_16", Kind.TEXT, 300),
    ("普通徴収", "wants_ordinary_collection", Kind.FLAG, 1),
    ("青色専従者", "is_blue_family_employee", Kind.FLAG, 1),
    ("条約免除", "treaty_exemption", Kind.FLAG, 1),
)
_SINCE_2020 = (
    ("基礎控除の額", "basic_deduction_stated", Kind.YEN, 10),
    ("所得金額調整控除額", "income_adjustment_stated", Kind.YEN, 10),
    ("ひとり親", "single_parent", Kind.FLAG, 1),
    ("作成区分", "made_for", Kind.CODE, 1, ("0", "1", "2"), "0 国税のみ 1 地方税のみ 2 両方"),
)
_DEPENDANTS = tuple(
    row
    for number in range(1, 5)
    for row in person_rows(f"控除対象扶養親族{number}", f"dependant_{number}")
)
_UNDER_16 = tuple(
    row
    for number in range(1, 5)
    for row in person_rows(f"16歳未満扶養親族{number}", f"under_16_{number}")
)


def _left_on(part_year_class: np.ndarray, part_year_on: np.ndarray) -> np.ndarray:
    return np.where(part_year_class == 2, part_year_on, 0)


LAYOUT = Layout(
    kind="salary-report",
    name_ja="給与支払報告書",
    columns=build_columns(
        (
            *head_rows("315"), *_PAY, *_RELATIVES, *_DEDUCTIONS, *birth_rows(), *_PERSON,
            *_OTHER_PAYER, *_HOUSING, *_REMARKS, *person_rows("控除対象配偶者", "spouse"),
            *_DEPENDANTS, *_UNDER_16, *_LAST, *tail_rows(), *_SINCE_2020,
        ),
        certainty=Certainty.SECOND_HAND,
    ),
    encoding="cp932",
    header=False,
    composite_dates=(
        CompositeDate(
            "birth_date", "生年月日", "birth_era", "birth_year", "birth_month", "birth_day", True
        ),
        CompositeDate(
            "part_year_on", "中途就・退職年月日", "",
            "part_year_year", "part_year_month", "part_year_day",
        ),
        CompositeDate(
            "other_payer_left_on", "他の支払者 退職年月日", "",
            "other_payer_left_year", "other_payer_left_month", "other_payer_left_day",
        ),
        CompositeDate(
            "housing_move_in_date", "居住開始年月日1", "",
            "move_in_1_year", "move_in_1_month", "move_in_1_day",
        ),
        CompositeDate(
            "housing_move_in_2_date", "居住開始年月日2", "",
            "move_in_2_year", "move_in_2_month", "move_in_2_day",
        ),
    ),
    derived=(
        Derived("left_on", "退職年月日", ("part_year_class", "part_year_on"), _left_on),
        Derived(
            "secondary_salary", "乙欄の支払金額",
            ("is_second_employer", "salary_revenue"), np.multiply,
        ),
    ),
    year_column="income_year",
    year_text=income_year_cell,
    fixed_cells={"form": "315"},
    source_ja="統一CSV（令和2年分以後）。列の順は公開された第三者の実装による",
)  # fmt: skip

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
