# SPDX-License-Identifier: Apache-2.0
"""軽自動車税種別割: rates by kind, age and cleanness; who owes; limits."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.fields.parameters import load_light_vehicle
from daicho.kernel.yen import Rate
from daicho.rules.light_vehicle_tax.assess import (
    RateClass,
    check_disability_relief,
    check_excess,
    fiscal_year_of_month,
    is_owed,
    reduce,
    vehicle_tax,
)
from daicho.rules.light_vehicle_tax.vehicle import Fuel, Vehicle, VehicleKind

K = VehicleKind


def tax(fiscal_year: int, vehicle: Vehicle) -> int | None:
    return vehicle_tax(load_light_vehicle(fiscal_year), vehicle, fiscal_year=fiscal_year).amount


def chosen(fiscal_year: int, vehicle: Vehicle) -> RateClass:
    rules = load_light_vehicle(fiscal_year)
    return vehicle_tax(rules, vehicle, fiscal_year=fiscal_year).rate_class


@pytest.mark.parametrize(
    ("kind", "before_2016", "since"),
    [
        (K.MOPED_50, 1_000, 2_000),
        (K.MOPED_90, 1_200, 2_000),
        (K.MOPED_125, 1_600, 2_400),
        (K.MINI_CAR, 2_500, 3_700),
        (K.LIGHT_MOTORCYCLE, 2_400, 3_600),
        (K.SNOW_VEHICLE, 2_400, 3_600),
        (K.SMALL_SPECIAL_FARM, 1_600, 2_400),
        (K.SMALL_SPECIAL_OTHER, 4_700, 5_900),
        (K.SMALL_MOTORCYCLE, 4_000, 6_000),
    ],
)
def test_kinds_with_one_rate(kind: VehicleKind, before_2016: int, since: int) -> None:
    assert (tax(2015, Vehicle(kind)), tax(2016, Vehicle(kind))) == (before_2016, since)
    assert (tax(2026, Vehicle(kind)), tax(2027, Vehicle(kind))) == (since, since)


@pytest.mark.parametrize(
    ("kind", "first"), [(K.MOPED_SPECIFIED_SMALL, 2024), (K.MOPED_NEW_STANDARD, 2025)]
)
def test_young_kinds_have_no_rate_before(kind: VehicleKind, first: int) -> None:
    rules = load_light_vehicle(first - 1)
    found = vehicle_tax(rules, Vehicle(kind), fiscal_year=first - 1)
    assert found.amount is None
    assert [finding.code for finding in found.findings] == ["light_vehicle_tax.kind_unknown"]
    assert tax(first, Vehicle(kind)) == 2_000


WHEELED = [
    (K.THREE_WHEELED, 3_100, 3_900, 4_600, 1_000),
    (K.PASSENGER_PRIVATE, 7_200, 10_800, 12_900, 2_700),
    (K.PASSENGER_BUSINESS, 5_500, 6_900, 8_200, 1_800),
    (K.CARGO_PRIVATE, 4_000, 5_000, 6_000, 1_300),
    (K.CARGO_BUSINESS, 3_000, 3_800, 4_500, 1_000),
]


@pytest.mark.parametrize(("kind", "old", "new", "aged", "green"), WHEELED)
def test_three_and_four_wheels(
    kind: VehicleKind, old: int, new: int, aged: int, green: int
) -> None:
    assert tax(2026, Vehicle(kind, 201503)) == old
    assert tax(2026, Vehicle(kind, 201504)) == new
    assert tax(2026, Vehicle(kind, 201204)) == aged
    assert tax(2026, Vehicle(kind, 202506, Fuel.ELECTRIC, green_percent=75)) == green
    assert aged == new * 12 // 10 // 100 * 100
    assert green == -(-new // 4 // 100) * 100 or new % 400 == 0


@pytest.mark.parametrize(
    ("month", "first_year"),
    [
        (200704, 2021),
        (200803, 2021),
        (201103, 2024),
        (201203, 2025),
        (201204, 2026),
        (201303, 2026),
        (201403, 2027),
    ],
)
def test_surcharge_begins_fourteen_fiscal_years_after(month: int, first_year: int) -> None:
    vehicle = Vehicle(K.PASSENGER_PRIVATE, month)
    assert chosen(first_year - 1, vehicle) is RateClass.OLD
    assert chosen(first_year, vehicle) is RateClass.AGED


@pytest.mark.parametrize("fuel", [each for each in Fuel if each.is_never_aged])
def test_clean_fuels_never_age(fuel: Fuel) -> None:
    assert chosen(2026, Vehicle(K.PASSENGER_PRIVATE, 200501, fuel)) is RateClass.OLD


def test_towed_vehicles_never_age_and_petrol_does() -> None:
    assert chosen(2026, Vehicle(K.CARGO_PRIVATE, 200501, is_towed=True)) is RateClass.OLD
    assert chosen(2026, Vehicle(K.CARGO_PRIVATE, 200501)) is RateClass.AGED


def test_no_surcharge_before_2016() -> None:
    assert chosen(2015, Vehicle(K.CARGO_PRIVATE, 199001)) is RateClass.OLD


def test_only_the_year_is_known_of_old_vehicles() -> None:
    assert tax(2026, Vehicle(K.CARGO_PRIVATE, 200200)) == 6_000
    rules = load_light_vehicle(2026)
    found = vehicle_tax(rules, Vehicle(K.CARGO_PRIVATE, 201000), fiscal_year=2026)
    assert [each.code for each in found.findings] == [
        "light_vehicle_tax.first_inspection_month_missing"
    ]


def test_reductions_hold_for_the_next_fiscal_year_only() -> None:
    vehicle = Vehicle(K.PASSENGER_PRIVATE, 202404, Fuel.ELECTRIC, green_percent=75)
    years = (2024, 2025, 2026)
    assert [tax(year, vehicle) for year in years] == [10_800, 2_700, 10_800]


def test_half_and_quarter_are_for_business_passengers_and_have_ended() -> None:
    def of(percent: int, month: int, kind: VehicleKind, *, business: bool = False) -> int | None:
        year = fiscal_year_of_month(month) + 1
        return tax(year, Vehicle(kind, month, green_percent=percent, is_business=business))

    assert of(50, 202505, K.PASSENGER_BUSINESS) == 3_500
    assert of(50, 202604, K.PASSENGER_BUSINESS) == 6_900
    assert of(25, 202503, K.PASSENGER_BUSINESS) == 5_200
    assert of(25, 202504, K.PASSENGER_BUSINESS) == 6_900
    assert of(50, 202505, K.PASSENGER_PRIVATE) == 10_800
    assert of(50, 202103, K.PASSENGER_PRIVATE) == 5_400
    assert of(50, 202505, K.THREE_WHEELED) == 3_900
    assert of(50, 202505, K.THREE_WHEELED, business=True) == 2_000
    assert of(25, 202403, K.THREE_WHEELED, business=True) == 3_000


def test_a_reduction_that_no_official_page_confirms_is_told() -> None:
    vehicle = Vehicle(K.PASSENGER_PRIVATE, 202606, Fuel.ELECTRIC, green_percent=75)
    found = vehicle_tax(load_light_vehicle(2027), vehicle, fiscal_year=2027)
    assert (found.amount, found.rate_class) == (2_700, RateClass.GREEN_75)
    assert [each.code for each in found.findings] == ["light_vehicle_tax.green_unconfirmed"]


def test_without_a_first_inspection_the_mildest_rate_and_a_warning() -> None:
    found = vehicle_tax(load_light_vehicle(2026), Vehicle(K.CARGO_PRIVATE), fiscal_year=2026)
    assert found.amount == 4_000
    assert [each.code for each in found.findings] == ["light_vehicle_tax.first_inspection_unknown"]


@pytest.mark.parametrize(
    ("acquired", "disposed", "owed"),
    [
        ("2026-04-01", "", True),
        ("2026-04-02", "", False),
        ("2020-01-01", "2026-04-01", False),
        ("2020-01-01", "2026-04-02", True),
        ("2020-01-01", "2026-03-31", False),
    ],
)
def test_who_owns_it_on_the_first_of_april(acquired: str, disposed: str, owed: bool) -> None:
    found = is_owed(
        load_light_vehicle(2026),
        fiscal_year=2026,
        acquired=dt.date.fromisoformat(acquired),
        disposed=dt.date.fromisoformat(disposed) if disposed else None,
    )
    assert found is owed


def test_an_ordinance_may_go_up_to_one_and_a_half() -> None:
    rules = load_light_vehicle(2026)
    assert check_excess(rules, Rate(3, 2)) == ()
    assert [each.code for each in check_excess(rules, Rate(151, 100))] == [
        "light_vehicle_tax.above_limit"
    ]
    vehicle = Vehicle(K.PASSENGER_PRIVATE, 202001)
    assert vehicle_tax(rules, vehicle, fiscal_year=2026, excess=Rate(6, 5)).amount == 12_900


def test_relief_is_for_one_vehicle_and_gives_nothing_back() -> None:
    assert reduce(10_800, reduction=10_800) == 0
    assert reduce(4_000, reduction=5_000) == 0
    assert check_disability_relief(other_vehicles=0) == ()
    assert [each.code for each in check_disability_relief(other_vehicles=1)] == [
        "light_vehicle_tax.second_relief"
    ]


MONTHS = st.builds(
    lambda year, month: year * 100 + month, st.integers(1985, 2026), st.integers(1, 12)
)
VEHICLES = st.builds(
    Vehicle,
    st.sampled_from([kind for kind in VehicleKind if kind.is_wheeled]),
    MONTHS,
    st.sampled_from(Fuel),
    st.sampled_from((0, 25, 50, 75)),
    st.booleans(),
    st.booleans(),
)


@given(VEHICLES, st.integers(2016, 2026))
def test_a_clean_vehicle_never_pays_more_and_an_aged_one_never_less(
    vehicle: Vehicle, fiscal_year: int
) -> None:
    plain = Vehicle(vehicle.kind, vehicle.first_inspection, Fuel.ELECTRIC)
    amount, untouched = tax(fiscal_year, vehicle), tax(fiscal_year, plain)
    assert amount
    assert untouched
    found = chosen(fiscal_year, vehicle)
    if found is RateClass.AGED:
        assert amount > untouched
    elif found in (RateClass.OLD, RateClass.NEW):
        assert amount == untouched
    else:
        assert amount < untouched
