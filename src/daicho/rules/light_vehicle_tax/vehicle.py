# SPDX-License-Identifier: Apache-2.0
"""Kinds of light vehicles and what of one vehicle decides its tax."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class VehicleKind(IntEnum):
    """車種; the number is ours and names the rate in the statute files."""

    MOPED_50 = 11
    MOPED_NEW_STANDARD = 12
    MOPED_SPECIFIED_SMALL = 13
    MOPED_90 = 14
    MOPED_125 = 15
    MINI_CAR = 16
    LIGHT_MOTORCYCLE = 21
    SNOW_VEHICLE = 22
    SMALL_SPECIAL_FARM = 31
    SMALL_SPECIAL_OTHER = 32
    SMALL_MOTORCYCLE = 41
    THREE_WHEELED = 51
    PASSENGER_PRIVATE = 52
    PASSENGER_BUSINESS = 53
    CARGO_PRIVATE = 54
    CARGO_BUSINESS = 55

    @property
    def label_ja(self) -> str:
        """As the tax notice says it."""
        return _KINDS[self]

    @property
    def is_wheeled(self) -> bool:
        """Three or four wheels: the tax depends on age and cleanness."""
        return self >= VehicleKind.THREE_WHEELED

    @property
    def key(self) -> str:
        """The name in JSON."""
        return self.name.lower()


_KINDS = {
    VehicleKind.MOPED_50: "原動機付自転車 50cc以下(0.6kW以下)",
    VehicleKind.MOPED_NEW_STANDARD: "原動機付自転車 125cc以下で4.0kW以下(新基準原付)",
    VehicleKind.MOPED_SPECIFIED_SMALL: "特定小型原動機付自転車",
    VehicleKind.MOPED_90: "原動機付自転車 50cc超90cc以下(0.8kW以下)",
    VehicleKind.MOPED_125: "原動機付自転車 90cc超125cc以下(1.0kW以下)",
    VehicleKind.MINI_CAR: "ミニカー",
    VehicleKind.LIGHT_MOTORCYCLE: "軽二輪 125cc超250cc以下",
    VehicleKind.SNOW_VEHICLE: "専ら雪上を走行するもの",
    VehicleKind.SMALL_SPECIAL_FARM: "小型特殊 農耕作業用",
    VehicleKind.SMALL_SPECIAL_OTHER: "小型特殊 その他",
    VehicleKind.SMALL_MOTORCYCLE: "二輪の小型自動車 250cc超",
    VehicleKind.THREE_WHEELED: "三輪",
    VehicleKind.PASSENGER_PRIVATE: "四輪乗用自家用",
    VehicleKind.PASSENGER_BUSINESS: "四輪乗用営業用",
    VehicleKind.CARGO_PRIVATE: "四輪貨物自家用",
    VehicleKind.CARGO_BUSINESS: "四輪貨物営業用",
}


class Fuel(StrEnum):
    """What drives it, as far as the surcharge for age asks."""

    PETROL = "petrol"
    DIESEL = "diesel"
    LPG = "lpg"
    ELECTRIC = "electric"
    FUEL_CELL = "fuel_cell"
    NATURAL_GAS = "natural_gas"
    METHANOL = "methanol"
    MIXED_METHANOL = "mixed_methanol"
    PETROL_HYBRID = "petrol_hybrid"

    @property
    def is_never_aged(self) -> bool:
        """Kinds that the surcharge for age leaves out."""
        return self not in (Fuel.PETROL, Fuel.DIESEL, Fuel.LPG)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle.

    `first_inspection`: yyyymm of 初度検査年月, yyyy00 where only the year is known, 0 for kinds
    without it. `green_percent`: the reduction its certified cleanness would give (0, 25, 50, 75).
    """

    kind: VehicleKind
    first_inspection: int = 0
    fuel: Fuel = Fuel.PETROL
    green_percent: int = 0
    is_towed: bool = False
    is_business: bool = False  # asked of three-wheeled vehicles only; the others say it themselves

    @property
    def for_business_passengers(self) -> bool:
        """乗用営業用: since April 2021 the only ones with 50 and 25 %."""
        return self.kind is VehicleKind.PASSENGER_BUSINESS or (
            self.kind is VehicleKind.THREE_WHEELED and self.is_business
        )
