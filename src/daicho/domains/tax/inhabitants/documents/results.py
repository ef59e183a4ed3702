# SPDX-License-Identifier: Apache-2.0
"""From the result of the contract (`daicho tax compute`) to the figures of the papers.

On paper a kind of income, deduction or credit that comes to nothing stays blank; the totals and the
levies always show, 0 included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daicho.domains.tax.inhabitants.documents.amounts import Item, Split, TaxBase
from daicho.domains.tax.inhabitants.documents.certificate import DEDUCTIONS
from daicho.domains.tax.inhabitants.documents.figures import TaxFigures

Result = Mapping[str, Any]
_DONATIONS = ("donation_basic", "donation_special", "donation_one_stop")
# In the order of CREDIT_LABELS; several keys stand in one row.
_CREDIT_ROWS = (
    ("adjustment",),
    ("dividend",),
    ("housing_loan",),
    _DONATIONS,
    ("foreign_tax",),
    ("nontaxable_adjustment",),
    ("withheld_levies",),
    ("fixed_amount",),
)
_INCOME_LABELS = {
    "salary_income_after_adjustment": "給与所得",
    "pension_income": "公的年金等に係る雑所得",
    "business": "営業等所得",
    "agriculture": "農業所得",
    "real_estate": "不動産所得",
    "interest": "利子所得",
    "dividend": "配当所得",
    "misc": "その他の雑所得",
    "capital_gain_short": "総合短期譲渡所得",
    "capital_gain_long": "総合長期譲渡所得",
    "occasional": "一時所得",
    "forestry": "山林所得",
    "retirement": "退職所得",
    "separate_land_short": "分離短期譲渡（一般）",
    "separate_land_short_reduced": "分離短期譲渡（軽減）",
    "separate_land_long": "分離長期譲渡（一般）",
    "separate_land_long_excellent": "分離長期譲渡（優良）",
    "separate_land_long_residence": "分離長期譲渡（居住用）",
    "unlisted_shares": "一般株式等の譲渡",
    "listed_shares": "上場株式等の譲渡",
    "listed_dividend_separate": "上場株式等の配当",
    "futures": "先物取引",
}
_CERTIFIED_AS_GIVEN = (
    *("pension_income", "business", "agriculture", "real_estate", "interest", "dividend", "misc"),
    *("occasional", "forestry", "retirement", "unlisted_shares", "listed_shares"),
    *("listed_dividend_separate", "futures"),
)
_BASE_LABELS = {"general": "総所得", **_INCOME_LABELS}


@dataclass(frozen=True, slots=True)
class CertificateAmounts:
    """The amounts of a certificate, by the keys it prints; pass them on by name."""

    incomes: dict[str, int]
    deductions: dict[str, int]
    credits: dict[str, Split]


def read_figures(result: Result, *, rates: Mapping[str, tuple[str, str]]) -> TaxFigures:
    """The figures of a notice. `rates` gives the two rates as text by kind of tax base."""
    return TaxFigures(
        incomes=_items(result["income"], _INCOME_LABELS),
        total_income=result["total_income"],
        total_income_etc=result["total_income_etc"],
        deductions=_items(result["deductions"], DEDUCTIONS),
        deductions_total=result["deductions_total"],
        tax_bases=tuple(
            TaxBase(label, result["tax_base"][kind], *rates.get(kind, ("", "")))
            for kind, label in _BASE_LABELS.items()
            if result["tax_base"].get(kind)
        ),
        before_credits=_split(result["income_levy_before_credits"]),
        credits=tuple(_credit(result["credits"], keys) for keys in _CREDIT_ROWS),
        income_levy=_split(result["income_levy"]),
        per_capita=_split(result["per_capita_levy"]),
        forest_environment_tax=result["forest_environment_tax"],
        annual_tax=result["annual_tax"],
    )


def read_certificate_amounts(
    result: Result, *, salary_revenue: int, pension_revenue: int, loss_carried_forward: int
) -> CertificateAmounts:
    """The amounts of a certificate: the revenues and losses come from the basis of the tax."""
    income = result["income"]
    incomes = {
        "salary_revenue": salary_revenue,
        "salary_income": income["salary_income_after_adjustment"],
        "pension_revenue": pension_revenue,
        "capital_gain": income["capital_gain_short"] + income["capital_gain_long"],
        "separate_land_short": _sum(income, "separate_land_short"),
        "separate_land_long": _sum(income, "separate_land_long"),
        "loss_carried_forward": loss_carried_forward,
    }
    incomes.update((key, income[key]) for key in _CERTIFIED_AS_GIVEN)
    rows = {keys[0]: _credit(result["credits"], keys) for keys in _CREDIT_ROWS}
    rows["donation"] = rows.pop(_DONATIONS[0])
    del rows["nontaxable_adjustment"]  # has no row on the certificate: the levies show it
    return CertificateAmounts(
        incomes={key: amount for key, amount in incomes.items() if amount},
        deductions={key: amount for key, amount in result["deductions"].items() if amount},
        credits={key: split for key, split in rows.items() if split.municipal is not None},
    )


def _items(amounts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Item, ...]:
    return tuple(Item(label, amounts[key]) for key, label in labels.items() if amounts.get(key))


def _split(parts: Mapping[str, int]) -> Split:
    return Split("", parts["municipal"], parts["prefectural"])


def _credit(credits: Mapping[str, Mapping[str, int]], keys: tuple[str, ...]) -> Split:
    """One row of the credits; blank when neither part comes to anything."""
    parts = [credits[key] for key in keys if key in credits]
    municipal = sum(part["municipal"] for part in parts)
    prefectural = sum(part["prefectural"] for part in parts)
    return Split("", municipal, prefectural) if municipal or prefectural else Split("", None, None)


def _sum(amounts: Mapping[str, int], prefix: str) -> int:
    """All kinds whose name begins so: 一般, 軽減, 優良, 居住用."""
    return sum(amount for key, amount in amounts.items() if key.startswith(prefix))
