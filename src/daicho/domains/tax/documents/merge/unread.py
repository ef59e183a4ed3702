# SPDX-License-Identifier: Apache-2.0
"""Figures of documents that the merging leaves alone, each with its reason, by kind of document.

A figure that is neither read nor listed here fails a test: no column is forgotten. GAP marks what
the tax should look at one day.
"""

from __future__ import annotations

from daicho.domains.tax.documents.merge.papers import (
    ONE_STOP,
    PENSION_COLLECTION,
    PENSION_REPORT,
    RESIDENT_RETURN,
    SALARY_REPORT,
    TAX_RETURN,
)

_NATIONAL = "国税の額であり、住民税の計算に用いない"
_STATED = "支払者・申告者の計算結果であり、収入と控除の元の額から計算し直す"
_REVENUE = "所得の額を用いる(収入は確認用)"
_INCLUDED = "支払金額の計に含まれている"
_ATTRIBUTE = "税額に影響しない表示"
_SECOND = "従たる給与の扶養は主たる給与の側で数える"
_DAY = "区分の欄で判断し、日付は画面の表示に用いる"
_FIRST_HOUSE = "住宅借入金等特別控除は控除可能額と1回目の居住開始日で計算する"
GAP = "未対応: "

_RETURN = {
    "filed_on": "受付順は資料番号で判断する",
    "business_revenue": _REVENUE,
    "agriculture_revenue": _REVENUE,
    "real_estate_revenue": _REVENUE,
    "dividend_revenue": _REVENUE,
    "pension_income_stated": _STATED,
    "total_income_stated": _STATED,
}
UNREAD: dict[str, dict[str, str]] = {
    SALARY_REPORT: {
        "is_address_abroad": _ATTRIBUTE,
        "is_foreign": _ATTRIBUTE,
        "is_other_payer_abroad": _ATTRIBUTE,
        "unpaid": "支払金額の内書",
        "income_tax_withheld": _NATIONAL,
        "income_tax_not_withheld": _NATIONAL,
        "other_payer_tax_withheld": _NATIONAL,
        "postponed_tax": _NATIONAL,
        "specified_dependants_second": _SECOND,
        "elderly_dependants_second": _SECOND,
        "other_dependants_second": _SECOND,
        "life_deduction_stated": "支払った保険料から住民税の控除額を計算する",
        "basic_deduction_stated": _STATED,
        "income_adjustment_stated": _STATED,
        "previous_salary": "前職分は他の支払者の給与等の金額の欄で照合する",
        "other_payer_social_insurance": "社会保険料等の金額に含まれている",
        "national_pension_premium": "社会保険料等の金額の内書",
        "disaster_victim": "減免は申請により決める",
        "housing_count": _FIRST_HOUSE,
        "housing_balance_1": _FIRST_HOUSE,
        "housing_balance_2": _FIRST_HOUSE,
        "housing_move_in_2_date": _FIRST_HOUSE,
        "part_year_on": _DAY,
        "left_on": _DAY,
        "other_payer_left_on": _DAY,
        "secondary_salary": "支払金額に含まれ、乙欄の表示で主従を判断する",
        "non_resident_relatives": GAP + "国外居住親族は資料の扶養親族ごとの区分だけを見る",
        "is_blue_family_employee": GAP + "本人が青色専従者であることを他の人の扶養の確認に使わない",
        "treaty_exemption": GAP + "租税条約による免除は届出により職権で更正する",
    },
    PENSION_REPORT: {
        "is_address_abroad": _ATTRIBUTE,
        **{f"pension_part_{number}": _INCLUDED for number in (1, 2, 3)},
        **{f"unpaid_part_{number}": "支払金額の内書" for number in (1, 2, 3)},
        **{f"tax_withheld_part_{number}": _NATIONAL for number in (1, 2, 3)},
        **{f"tax_not_withheld_part_{number}": _NATIONAL for number in (1, 2, 3)},
    },
    TAX_RETURN: {
        **_RETURN,
        "is_blue": "青色申告特別控除は所得の額に反映済み",
        "income_tax_withheld": _NATIONAL,
    },
    RESIDENT_RETURN: {
        **_RETURN,
        "has_no_income": "申告書があること自体で申告ありとする(所得は0円)",
    },
    ONE_STOP: {"gift_date": "年分は通知書の年で判断する"},
    PENSION_COLLECTION: {
        "made_on": _ATTRIBUTE,
        "event_on": _ATTRIBUTE,
        "pension_amount": GAP + "天引きできる年金額の確認は年金保険者の通知による",
        "amount_2": GAP + "徴収額は台帳の計算による",
        "amount_3": GAP + "徴収額は台帳の計算による",
    },
}
