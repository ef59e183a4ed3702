# SPDX-License-Identifier: Apache-2.0
"""What a clerk should know about a case that was computed: relatives that do not count, and why."""

from __future__ import annotations

from collections.abc import Iterator

from daicho.engine.case import Case
from daicho.engine.municipalities import has_ordinance, prefecture_name
from daicho.engine.wording import percent
from daicho.kernel.findings import Finding, Severity
from daicho.rules.inhabitants_tax.assess import Assessment
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.relatives import (
    EMPTY_RELATIVES,
    add_dependant,
    age_on_december_31,
)

_LIMIT_ARTICLE = "地方税法292条1項9号"


def findings_of(
    case: Case, parameters: InhabitantsTaxParameters, found: Assessment
) -> Iterator[Finding]:
    """Every remark on a case, in the order of the case."""
    yield from _of_spouse(case, parameters, found)
    yield from _of_dependants(case, parameters)
    yield from _of_municipality(case, parameters)
    yield from _of_figures(case, found)


def _of_spouse(
    case: Case, parameters: InhabitantsTaxParameters, found: Assessment
) -> Iterator[Finding]:
    person = case.person
    if not person.has_spouse:
        return
    if person.spouse_family_employee:
        message = "配偶者は専従者のため、配偶者控除などの対象になりません。"
        yield _warn("spouse_is_family_employee", message, "spouse", "地方税法292条1項7号")
    elif person.spouse_income > parameters.relatives.spouse_special_limit:
        limit = parameters.relatives.spouse_special_limit
        message = (
            f"配偶者の合計所得金額が {limit:,} 円を超えるため、"
            "配偶者控除も配偶者特別控除もありません。"
        )
        yield _warn("spouse_income_over_limit", message, "spouse", "地方税法314条の2第1項10号の2")
    elif found.deductions.spouse + found.deductions.spouse_special == 0:
        message = "本人の合計所得金額が限度を超えるため、配偶者控除・配偶者特別控除がありません。"
        citation = "地方税法314条の2第1項10号"
        yield _tell("own_income_over_spouse_limit", message, "spouse", citation)


def _of_dependants(case: Case, parameters: InhabitantsTaxParameters) -> Iterator[Finding]:
    limit = parameters.relatives.income_limit
    for index, dependant in enumerate(case.dependants):
        place = f"dependants[{index}]"
        alone = add_dependant(parameters, case.person, EMPTY_RELATIVES, dependant)
        if dependant.family_employee:
            message = "専従者のため、扶養親族になりません。"
            yield _warn("dependant_is_family_employee", message, place, _LIMIT_ARTICLE)
        elif dependant.birth_date > case.fiscal_year * 10000:
            message = "所得の年の後に生まれたため、この年度の扶養親族になりません。"
            yield _warn("dependant_born_later", message, place, _LIMIT_ARTICLE)
        elif dependant.income > limit and not alone.special_relatives:
            message = f"合計所得金額が {limit:,} 円を超えるため、扶養親族になりません。"
            yield _warn("dependant_income_over_limit", message, place, _LIMIT_ARTICLE)
        elif dependant.overseas and not alone.nontaxable_count:
            age = age_on_december_31(case.fiscal_year, dependant.birth_date)
            message = (
                f"国外に住む {age} 歳の親族は、留学生・障害者・38万円以上の送金を受ける人のほかは"
                "控除対象になりません。これらに当たるかは事例に無いため、対象外として計算しました。"
            )
            yield _warn("dependant_overseas", message, place, "地方税法314条の2第1項11号")


def _of_municipality(case: Case, parameters: InhabitantsTaxParameters) -> Iterator[Finding]:
    if not has_ordinance(case.municipality):
        yield _warn("ordinance_unknown", _assumed(case, parameters), "municipality", "条例")
    if not case.nontaxable_class and not parameters.municipality.nontaxable_class:
        message = (
            "この団体の級地が確認できていないため、均等割の非課税限度額は3級地のものを使いました。"
        )
        yield _warn("nontaxable_class_unknown", message, "nontaxable_class", "地方税法295条3項")


def _assumed(case: Case, parameters: InhabitantsTaxParameters) -> str:
    """The figures that stand in for an ordinance that is not on file."""
    m = parameters.municipality
    return (
        f"この団体 ({prefecture_name(case.municipality)}) の条例を持っていないため、次の値を"
        f"仮定しました: 所得割の税率 市区町村 {percent(m.income_levy_municipal)}・都道府県 "
        f"{percent(m.income_levy_prefectural)}、均等割の上乗せ 市区町村 "
        f"{m.per_capita_municipal_supplement:,} 円・都道府県 "
        f"{m.per_capita_prefectural_supplement:,} 円。条例で確かめてください。"
    )


def _of_figures(case: Case, found: Assessment) -> Iterator[Finding]:
    if case.fiscal_year > 2026:
        message = "令和9年度以後の数値には、公式の頁で確認できていないものがあります。"
        yield _tell("figures_unverified", message, "fiscal_year", "")
    if found.levy.refund_or_appropriation > 0:
        amount = found.levy.refund_or_appropriation
        message = f"配当割額・株式等譲渡所得割額の控除不足額 {amount:,} 円を充当または還付します。"
        yield _tell("refund_or_appropriation", message, "credits", "地方税法314条の9第2項")
    if found.levy.fixed_amount_not_deducted > 0:
        amount = found.levy.fixed_amount_not_deducted
        message = f"定額減税のうち {amount:,} 円は所得割から引ききれません。"
        yield _tell("fixed_amount_not_deducted", message, "", "地方税法附則5条の8")


def _warn(code: str, message: str, subject: str, citation: str) -> Finding:
    return Finding(f"tax.{code}", Severity.WARNING, message, subject, citation)


def _tell(code: str, message: str, subject: str, citation: str) -> Finding:
    return Finding(f"tax.{code}", Severity.INFO, message, subject, citation)
