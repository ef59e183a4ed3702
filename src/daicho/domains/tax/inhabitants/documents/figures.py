# SPDX-License-Identifier: Apache-2.0
"""How the tax of a year came about, as notices show it: incomes, deductions, bases, credits."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.domains.tax.inhabitants.documents.amounts import (
    Item,
    Split,
    TaxBase,
    join_columns,
    yen,
)
from daicho.domains.tax.inhabitants.documents.letters import View
from daicho.foundation.documents.fitting import POINT_MM, fit_text
from daicho.foundation.documents.fonts import FontSet

CREDIT_LABELS = (
    "調整控除",
    "配当控除",
    "住宅借入金等特別税額控除",
    "寄附金税額控除",
    "外国税額控除",
    "税額調整額（非課税）",
    "配当割額・株式等譲渡所得割額控除",
    "特別税額控除（定額減税）",
)


@dataclass(frozen=True, slots=True)
class TaxFigures:
    """The figures of one assessment. The credits stand in the order of `CREDIT_LABELS`."""

    incomes: tuple[Item, ...]
    total_income: int  # 合計所得金額
    total_income_etc: int  # 総所得金額等
    deductions: tuple[Item, ...]
    deductions_total: int
    tax_bases: tuple[TaxBase, ...]
    before_credits: Split  # 算出所得割額
    credits: tuple[Split, ...]
    income_levy: Split
    per_capita: Split
    forest_environment_tax: int
    annual_tax: int


@dataclass(frozen=True, slots=True)
class FigureSpace:
    """What a form has for the figures: rows, and millimetres for labels at a size in points."""

    rows: int
    size: float
    item_width: float  # beside the amount
    base_width: float  # beside the amount and the two rates


def show_figures(figures: TaxFigures, space: FigureSpace, fonts: FontSet) -> View:
    """Columns as texts of lines: labels, amounts, and the size at which the labels fit."""
    rows = space.rows
    bases = figures.tax_bases
    if len(bases) > rows:
        raise ValueError(f"more than {rows} kinds of tax base do not fit the form")
    return {
        "levies": _levies(figures),
        "forest": yen(figures.forest_environment_tax),
        "annual": yen(figures.annual_tax),
        "incomes": _item_columns(figures.incomes, rows - 2, space, fonts),
        "incomes_total": join_columns((yen(figures.total_income), yen(figures.total_income_etc))),
        "deductions": _item_columns(figures.deductions, rows - 1, space, fonts),
        "deductions_total": yen(figures.deductions_total),
        "bases": [
            join_columns(tuple(base.label for base in bases)),
            join_columns(tuple(yen(base.amount) for base in bases)),
            join_columns(tuple(base.municipal_rate for base in bases)),
            join_columns(tuple(base.prefectural_rate for base in bases)),
            _label_size([base.label for base in bases], space.base_width, space.size, fonts),
        ],
    }


def _levies(figures: TaxFigures) -> list[str]:
    """The two columns of the tax table: municipal, prefectural."""
    if len(figures.credits) != len(CREDIT_LABELS):
        raise ValueError(f"a notice has {len(CREDIT_LABELS)} credits, in the order of the form")
    income, per_capita = figures.income_levy, figures.per_capita
    subtotal = Split(
        "小計",
        (income.municipal or 0) + (per_capita.municipal or 0),
        (income.prefectural or 0) + (per_capita.prefectural or 0),
    )
    rows = (figures.before_credits, *figures.credits, income, per_capita, subtotal)
    return [
        join_columns(tuple(yen(row.municipal) for row in rows)),
        join_columns(tuple(yen(row.prefectural) for row in rows)),
    ]


def _item_columns(
    items: tuple[Item, ...], rows: int, space: FigureSpace, fonts: FontSet
) -> list[str | float]:
    """Labels and amounts; what exceeds the rows is summed up as その他 so that nothing is lost."""
    if len(items) > rows:
        rest = items[rows - 1 :]
        items = (*items[: rows - 1], Item("その他", sum(item.amount or 0 for item in rest)))
    labels = [item.label for item in items]
    return [
        join_columns(tuple(labels)),
        join_columns(tuple(yen(item.amount) for item in items)),
        _label_size(labels, space.item_width, space.size, fonts),
    ]


def _label_size(labels: list[str], width: float, size: float, fonts: FontSet) -> float:
    """The size at which the widest label of a column stays in its room."""
    if max(map(len, labels), default=0) * size * POINT_MM <= width:  # no character exceeds 1 em
        return size
    return min(
        fit_text(label, width=width, height=size * POINT_MM, size=size, fonts=fonts).size
        for label in labels
    )
