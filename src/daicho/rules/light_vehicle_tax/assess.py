# SPDX-License-Identifier: Apache-2.0
"""種別割: the tax of one vehicle for one fiscal year.

Who owns it on April 1 owes the whole year; there are no monthly parts, neither for what is bought
on April 2 nor for what is scrapped in May.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.findings import Finding, Severity
from daicho.kernel.law import Citation, cite
from daicho.kernel.yen import Rate, floor_rate, floor_to, positive
from daicho.rules.light_vehicle_tax.parameters import LightVehicleRules, WheeledRate
from daicho.rules.light_vehicle_tax.vehicle import Vehicle, VehicleKind

CITATION = cite("地方税法463条の15第1項")
LIMIT_CITATION = cite("地方税法463条の15第4項")
ASSESSMENT_DAY_CITATION = cite("地方税法463条の16")
_UNIT = 100
_STANDARD = Rate(1, 1)


class RateClass(StrEnum):
    """Which of a kind's rates holds."""

    FIXED = "fixed"
    OLD = "old"
    NEW = "new"
    AGED = "aged"
    GREEN_75 = "green_75"
    GREEN_50 = "green_50"
    GREEN_25 = "green_25"

    @property
    def label_ja(self) -> str:
        """As the notice explains it."""
        return _CLASSES[self][0]

    @property
    def citation(self) -> Citation:
        """Where the rate stands."""
        return cite(_CLASSES[self][1])


_CLASSES = {
    RateClass.FIXED: ("標準税率", "地方税法463条の15第1項"),
    RateClass.OLD: ("旧税率(平成27年3月以前の初度検査)", "地方税法463条の15第1項"),
    RateClass.NEW: ("標準税率(平成27年4月以後の初度検査)", "地方税法463条の15第1項"),
    RateClass.AGED: ("重課(13年超)", "地方税法附則30条"),
    RateClass.GREEN_75: ("軽課(おおむね75%軽減)", "地方税法附則30条"),
    RateClass.GREEN_50: ("軽課(おおむね50%軽減)", "地方税法附則30条"),
    RateClass.GREEN_25: ("軽課(おおむね25%軽減)", "地方税法附則30条"),
}
_GREEN = {75: RateClass.GREEN_75, 50: RateClass.GREEN_50, 25: RateClass.GREEN_25}


@dataclass(frozen=True, slots=True)
class VehicleTax:
    """A year's tax with the class it came from; None where the year knows no such kind."""

    amount: int | None
    rate_class: RateClass
    standard: int | None
    findings: tuple[Finding, ...]


def vehicle_tax(
    p: LightVehicleRules, vehicle: Vehicle, *, fiscal_year: int, excess: Rate = _STANDARD
) -> VehicleTax:
    """The tax of a vehicle that is owned on April 1.

    `excess`: the ordinance's rate as a multiple of the standard; 100-yen fractions are dropped.
    """
    chosen = rate_class(p, vehicle, fiscal_year=fiscal_year)
    standard = standard_rate(p, vehicle.kind, chosen)
    amount = None if standard is None else floor_to(floor_rate(standard, excess), _UNIT)
    found = (
        *_unknown_kind(vehicle.kind, standard, fiscal_year),
        *check_excess(p, excess),
        *_check_first_inspection(p, vehicle),
        *_check_green(p, vehicle, chosen),
    )
    return VehicleTax(amount, chosen, standard, found)


def rate_class(p: LightVehicleRules, vehicle: Vehicle, *, fiscal_year: int) -> RateClass:
    """Fixed, or of three and four wheels: aged, green, new, old, in this order."""
    if not vehicle.kind.is_wheeled:
        return RateClass.FIXED
    if is_aged(p, vehicle, fiscal_year=fiscal_year):
        return RateClass.AGED
    percent = green_percent(p, vehicle, fiscal_year=fiscal_year)
    if percent:
        return _GREEN[percent]
    is_new = inspected_in(vehicle) >= p.new_rate_from
    return RateClass.NEW if is_new else RateClass.OLD


def is_aged(p: LightVehicleRules, vehicle: Vehicle, *, fiscal_year: int) -> bool:
    """重課: from the fourteenth fiscal year after that of the first inspection (附則30条)."""
    if vehicle.fuel.is_never_aged or vehicle.is_towed or not vehicle.first_inspection:
        return False
    if fiscal_year < p.aged_from_year:
        return False
    return fiscal_year >= fiscal_year_of_month(inspected_in(vehicle)) + p.aged_after


def green_percent(p: LightVehicleRules, vehicle: Vehicle, *, fiscal_year: int) -> int:
    """軽課 in percent: only in the fiscal year after the first inspection, within its window."""
    month = inspected_in(vehicle)
    if not vehicle.green_percent or fiscal_year != fiscal_year_of_month(month) + 1:
        return 0
    for window in p.green_windows:
        fits = window.first_from <= month <= window.first_to
        allowed = not window.business_only or vehicle.for_business_passengers
        if window.percent == vehicle.green_percent and fits and allowed:
            return window.percent
    return 0


def inspected_in(vehicle: Vehicle) -> int:
    """The month of the first inspection; December where only the year is known."""
    month = vehicle.first_inspection
    return month + 12 if month and month % 100 == 0 else month


def fiscal_year_of_month(month: int) -> int:
    """The fiscal year of a month written yyyymm."""
    return month // 100 if month % 100 >= 4 else month // 100 - 1


def standard_rate(p: LightVehicleRules, kind: VehicleKind, chosen: RateClass) -> int | None:
    """The act's amount; None where it states none for the year."""
    if chosen is RateClass.FIXED:
        return next((row.amount for row in p.fixed_rates if row.kind == kind), None)
    row = next((each for each in p.wheeled_rates if each.kind == kind), None)
    return _amount_of(row, chosen) if row else None


def _amount_of(row: WheeledRate, chosen: RateClass) -> int:
    amounts = {
        RateClass.OLD: row.old,
        RateClass.NEW: row.new,
        RateClass.AGED: row.aged,
        RateClass.GREEN_75: row.cut75,
        RateClass.GREEN_50: row.cut50,
        RateClass.GREEN_25: row.cut25,
    }
    return amounts[chosen]


def is_owed(
    p: LightVehicleRules,
    *,
    fiscal_year: int,
    acquired: dt.date,
    disposed: dt.date | None = None,
) -> bool:
    """Whether who owned the vehicle between two days owes the year.

    Acquired on April 1: yes. Given up on April 1: no (the reading milder for the owner; offices
    differ, unverified).
    """
    month, day = divmod(p.assessment_day, 100)
    on = dt.date(fiscal_year, month, day)
    return acquired <= on and (disposed is None or disposed > on)


def check_excess(p: LightVehicleRules, excess: Rate) -> tuple[Finding, ...]:
    """An ordinance may go up to one and a half times the standard rate."""
    limit = p.excess_limit
    if excess.numerator * limit.denominator <= limit.numerator * excess.denominator:
        return ()
    return (
        Finding(
            "light_vehicle_tax.above_limit",
            Severity.ERROR,
            "税率が制限税率(標準税率の1.5倍)を超えています。",
            citation=str(LIMIT_CITATION),
        ),
    )


def reduce(tax: int, *, reduction: int) -> int:
    """減免: what is left; a reduction never gives money back."""
    return positive(tax - reduction)


def check_disability_relief(*, other_vehicles: int) -> tuple[Finding, ...]:
    """障害者の減免 is for one vehicle a person, cars of the prefecture's tax included."""
    if other_vehicles == 0:
        return ()
    return (
        Finding(
            "light_vehicle_tax.second_relief",
            Severity.ERROR,
            "障害者1人につき減免できるのは、普通自動車を含めて1台です。",
            citation="条例",
        ),
    )


def _unknown_kind(kind: VehicleKind, standard: int | None, fiscal_year: int) -> tuple[Finding, ...]:
    if standard is not None:
        return ()
    return (
        Finding(
            "light_vehicle_tax.kind_unknown",
            Severity.ERROR,
            f"{fiscal_year}年度には「{kind.label_ja}」の税率がありません。",
            citation=str(CITATION),
        ),
    )


def _check_first_inspection(p: LightVehicleRules, vehicle: Vehicle) -> tuple[Finding, ...]:
    """Three and four wheels need the month of the first inspection; old papers state the year."""
    month = vehicle.first_inspection
    if not vehicle.kind.is_wheeled or (month and (month % 100 or month <= p.year_only_before)):
        return ()
    if month:
        return (
            Finding(
                "light_vehicle_tax.first_inspection_month_missing",
                Severity.ERROR,
                "初度検査の月がありません。年だけでよいのは平成15年10月より前の車両です。",
                citation="地方税法附則30条",
            ),
        )
    return (
        Finding(
            "light_vehicle_tax.first_inspection_unknown",
            Severity.WARNING,
            "初度検査年月がないため、旧税率としました。重課・軽課は判定していません。",
            citation=str(CITATION),
        ),
    )


def _check_green(p: LightVehicleRules, vehicle: Vehicle, chosen: RateClass) -> tuple[Finding, ...]:
    """Reductions that rest on an extension which no official page has confirmed yet."""
    if chosen not in _GREEN.values() or inspected_in(vehicle) <= p.green_confirmed_to:
        return ()
    return (
        Finding(
            "light_vehicle_tax.green_unconfirmed",
            Severity.WARNING,
            "軽課の期間の延長は公式の資料で確かめていません。確かめてから通知してください。",
            citation=str(chosen.citation),
        ),
    )
