# SPDX-License-Identifier: Apache-2.0
"""Every municipality of Japan has figures: its ordinance's, or those of kind, prefecture, law."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import daicho
from daicho.engine.case import CaseRefused
from daicho.engine.compute import compute_case
from daicho.engine.municipalities import (
    MUNICIPAL,
    designated_cities,
    has_ordinance,
    layers_of,
    refusal_of,
)
from daicho.engine.statute_files import STATUTES, StatuteError
from daicho.engine.statutes import load_parameters, municipal_tables
from daicho.kernel.numbers import local_government_check_digit
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.parameters.municipality import (
    CITY_OR_TOWN,
    DESIGNATED_CITY,
    SPECIAL_WARD,
    Municipality,
)

LIST = Path(daicho.__file__).parent / "domains/tax/documents/municipalities.csv"


@cache
def municipalities() -> dict[str, tuple[str, str]]:
    """Prefecture and name by code, every municipality of Japan."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["prefecture"], row["city"]) for row in csv.DictReader(file)}


def ordinance(code: str, fiscal_year: int = 2026) -> Municipality:
    return load_parameters(fiscal_year, code).municipality


def with_check_digit(base: str) -> str:
    return f"{base}{local_government_check_digit(base)}"


def case(code: str) -> dict[str, Any]:
    person = {"birth_date": "1980-03-01"}
    income = {"salary_revenue": 5_000_000}
    return {
        **{"id": code, "fiscal_year": 2026, "municipality": code},
        **{"person": person, "income": income},
    }


def findings(code: str) -> dict[str, str]:
    return {f["code"]: f["message_ja"] for f in compute_case(case(code))["findings"]}


def test_every_municipality_has_figures_every_year() -> None:
    assert len(municipalities()) == 1741
    for code in municipalities():
        assert refusal_of(code) == ""
        for fiscal_year in (2019, 2024, 2026, 2027):
            assert ordinance(code, fiscal_year).income_levy_municipal.numerator > 0


def test_every_municipality_is_assessed() -> None:
    totals = {compute_case(case(code))["per_capita_levy"]["total"] for code in municipalities()}
    # 4,000 yen and the supplements: none, of a prefecture, of 名古屋, 横浜 and 神戸.
    assert totals == {
        *(4_000, 4_300, 4_400, 4_500, 4_600, 4_700, 4_800, 5_000, 5_200),
        *(4_000 - 200 + 500, 4_000 + 900 + 300, 4_000 + 400 + 800),
    }


def test_twenty_designated_cities_levy_eight_and_two_percent() -> None:
    rates = {code: ordinance(code) for code in designated_cities()}
    assert len(rates) == 20
    assert all(municipalities()[code][1].endswith("市") for code in rates)
    assert {m.kind for m in rates.values()} == {DESIGNATED_CITY}
    kanagawa = {"141003", "141305", "141500"}
    assert {
        code for code, m in rates.items() if m.income_levy_prefectural == Rate(2025, 100_000)
    } == kanagawa
    assert {m.income_levy_prefectural for code, m in rates.items() if code not in kanagawa} == {
        Rate(2, 100)
    }
    assert {m.income_levy_municipal for c, m in rates.items() if c != "231002"} == {Rate(8, 100)}


def test_special_wards_are_the_twenty_three_of_tokyo() -> None:
    wards = [code for code in municipalities() if ordinance(code).kind == SPECIAL_WARD]
    assert [municipalities()[code][1] for code in (wards[0], wards[-1])] == ["千代田区", "江戸川区"]
    assert len(wards) == 23
    assert {ordinance(code).nontaxable_class for code in wards} == {1}


def test_surcharge_of_kanagawa_reaches_its_towns() -> None:
    hayama = "143014"
    assert municipalities()[hayama] == ("神奈川県", "三浦郡葉山町")
    assert ordinance(hayama).income_levy_prefectural == Rate(4025, 100_000)
    assert ordinance(hayama, 2027).income_levy_prefectural == Rate(4018, 100_000)
    assert ordinance(hayama).per_capita_prefectural_supplement == 300
    assert ordinance(hayama).kind == CITY_OR_TOWN


@pytest.mark.parametrize(
    ("code", "supplement"), [("012025", 0), ("032018", 1_000), ("432024", 500), ("062014", 1_000)]
)
def test_supplement_of_the_prefecture_holds(code: str, supplement: int) -> None:
    assert not has_ordinance(code)
    assert ordinance(code).per_capita_prefectural_supplement == supplement


@pytest.mark.parametrize("code", [code for code in municipalities() if has_ordinance(code)])
def test_ordinance_on_file_and_its_prefecture_agree(code: str) -> None:
    """Two sources of the same prefecture's levy; where they differ, one of them is wrong."""
    own = ordinance(code)
    _, *others = layers_of(code)
    for field in ("per_capita_prefectural_supplement", "income_levy_prefectural", "kind"):
        tables = next(t for t in map(municipal_tables, others) if field in t)
        text = tables[field].value_of(2026)
        said = getattr(own, field)
        assert text == (str(said) if isinstance(said, int) else text)
        if isinstance(said, Rate):
            numerator, denominator = map(int, text.split("/"))
            assert numerator * said.denominator == denominator * said.numerator


def test_assumed_figures_are_told() -> None:
    assert "tax.ordinance_unknown" not in findings("131032")
    message = findings("141500")["tax.ordinance_unknown"]
    assert "所得割の税率 市区町村 8%・都道府県 2.025%" in message
    assert "均等割の上乗せ 市区町村 0 円・都道府県 300 円" in message
    assert "tax.nontaxable_class_unknown" in findings("141500")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("13103", "6桁"),
        ("１３１０３２", "6桁"),
        ("123456789012", "6桁"),
        ("../../", "6桁"),
        ("131033", "検査数字"),
        (with_check_digit("00201"), "都道府県の番号"),
        (with_check_digit("48201"), "都道府県の番号"),
        (with_check_digit("13000"), "都道府県のコード"),
        (with_check_digit("14103"), "市のコード (141003)"),
        (with_check_digit("14131"), "市のコード (141305)"),
        (with_check_digit("40133"), "市のコード (401307)"),
        (with_check_digit("13100"), "市区町村のコードではありません"),
        (with_check_digit("13124"), "市区町村のコードではありません"),
        (with_check_digit("02101"), "市区町村のコードではありません"),
        (with_check_digit("13801"), "市区町村のコードではありません"),
    ],
)
def test_refuses_codes_that_name_no_municipality(code: str, reason: str) -> None:
    with pytest.raises(CaseRefused) as refusal:
        compute_case(case(code))
    (fault,) = refusal.value.faults
    assert fault.path == "municipality"
    assert reason in fault.reason_ja
    assert code not in fault.reason_ja
    with pytest.raises(StatuteError, match="コード"):
        load_parameters(2026, code)


def test_every_prefecture_has_its_file() -> None:
    folders = {path.name for path in (STATUTES / MUNICIPAL / "prefectures").iterdir()}
    assert folders == {code[:2] for code in municipalities()}
