# SPDX-License-Identifier: Apache-2.0
"""The statute loader is strict; the files and the parameter classes cover each other exactly."""

from pathlib import Path
from typing import NamedTuple, get_type_hints

import pytest

from daicho.engine.fields.parameters import GROUPS, load_national
from daicho.engine.municipalities import MUNICIPAL
from daicho.engine.statute_files import STATUTES, Statute, StatuteError, check_statute, read_statute
from daicho.engine.statutes import (
    groups_of,
    load_group,
    load_parameters,
    municipal_tables,
    parse,
)
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

YEARS = range(2019, 2028)
SOURCE = {"law": "地方税法", "article": "314条の2第2項", "reference": "e-Gov 325AC0000000226"}


def value(first: int, text: object, **more: object) -> dict[str, object]:
    return {
        "fiscal_year_from": first,
        "value": text,
        "status": "enacted",
        "promulgated": "2018-03-31",
        "effective": "2021-01-01",
        "source": SOURCE,
        **more,
    }


def table(*values: dict[str, object], **more: object) -> dict[str, object]:
    return {"label_ja": "基礎控除", "unit": "yen", "values": list(values), **more}


def test_value_of_the_year_is_found() -> None:
    values = (value(2019, "330000", fiscal_year_to=2020), value(2021, "430000"))
    statute = check_statute(table(*values), "x")
    assert [statute.value_of(year) for year in (2019, 2020, 2021, 2027)] == [
        "330000",
        "330000",
        "430000",
        "430000",
    ]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (table(value(2019, "1"), rounding="x"), "知らない項目 rounding"),
        (table(value(2019, 330000)), "値は文字列で書きます"),
        (table(value(2019, "1", source={})), "source: law, article, reference がありません"),
        (table(value(2019, "1", source={**SOURCE, "article": " "})), "article が空です"),
        (table(value(2019, "1", effective="0000-00-00")), "effective: 日付ではありません"),
        (table(value(2019, "1", promulgated="unknown")), "certainty"),
        (table(value(2019, "1"), value(2021, "2")), "期間と重なります"),
        (table(value(2021, "1", fiscal_year_to=2020)), "年度の範囲"),
        (table(value(2019, "1", status="planned")), "status"),
        (table(value(2027, "1")), "announced"),
        (table(value(2019, "1"), certainty="maybe"), "certainty"),
        (table(value(2019, "1"), certainty="unverified"), "note"),
        (table(value(2019, "1"), unit="money"), "unit"),
        (table(), "values がありません"),
        ({"unit": "yen"}, "label_ja, values がありません"),
    ],
)
def test_refuses_with_place_and_reason(broken: dict[str, object], told: str) -> None:
    with pytest.raises(StatuteError, match=r"^basic\.toml") as refusal:
        check_statute(broken, "basic.toml")
    assert told in str(refusal.value)


def test_year_without_value_is_an_error() -> None:
    values = (value(2019, "1", fiscal_year_to=2020), value(2022, "2"))
    statute = check_statute(table(*values), "basic.toml")
    with pytest.raises(StatuteError, match="2021年度の値がありません"):
        statute.value_of(2021)


def test_files_that_are_missing_or_not_toml_are_named(tmp_path: Path) -> None:
    with pytest.raises(StatuteError, match=r"absent\.toml: ファイルがありません"):
        read_statute(tmp_path / "absent.toml")
    (tmp_path / "broken.toml").write_text("label_ja = ")
    with pytest.raises(StatuteError, match=r"broken\.toml: TOMLとして読めません"):
        read_statute(tmp_path / "broken.toml")


class Band(NamedTuple):
    up_to: int
    rate: Rate


class Example(NamedTuple):
    basic: int
    municipal_rate: Rate
    limits: tuple[int, ...]
    bands: tuple[Band, ...]


def statute_of(unit: str, raw: object, columns: tuple[str, ...] = ()) -> Statute:
    return check_statute(table(value(2019, raw), unit=unit, columns=list(columns)), "x.toml")


def test_annotation_decides_the_type() -> None:
    found = {
        "basic": statute_of("yen", "430000"),
        "municipal_rate": statute_of("rate", "6/100"),
        "limits": statute_of("table", ["1", "-2"]),
        "bands": statute_of("table", [["10", "1/2"], ["20", "0/1"]], ("up_to", "rate")),
    }
    assert load_group(Example, 2025, found.__getitem__) == Example(
        430_000, Rate(6, 100), (1, -2), (Band(10, Rate(1, 2)), Band(20, Rate(0, 1)))
    )


@pytest.mark.parametrize(
    ("annotation", "statute"),
    [
        (int, statute_of("yen", "4.3")),
        (int, statute_of("yen", "430,000")),
        (int, statute_of("flag", "2")),
        (int, statute_of("yen", ["1"])),
        (Rate, statute_of("rate", "0.06")),
        (Rate, statute_of("rate", "6/0")),
        (tuple[int, ...], statute_of("table", "1")),
        (tuple[tuple[int, ...], ...], statute_of("table", [["1"]], ("a", "b"))),
        (tuple[Band, ...], statute_of("table", [["10", "1/2"]], ("rate", "up_to"))),
        (tuple[Band, ...], statute_of("table", [["10"]], ("up_to", "rate"))),
    ],
)
def test_text_that_does_not_fit_is_refused(annotation: object, statute: Statute) -> None:
    with pytest.raises(StatuteError, match=r"x\.toml"):
        parse(annotation, statute.value_of(2025), statute)


def test_date_is_read_as_eight_digits() -> None:
    statute = statute_of("date", "2022-01-01")
    assert parse(int, statute.value_of(2025), statute) == 20220101


def expected_files() -> set[str]:
    groups = [group for _, group in groups_of(InhabitantsTaxParameters)] + list(GROUPS)
    return {
        f"{group.STATUTE}/{field}.toml"
        for group in groups
        if group.STATUTE != MUNICIPAL
        for field in get_type_hints(group)
    }


def shipped_files() -> set[str]:
    found = {path.relative_to(STATUTES).as_posix() for path in STATUTES.rglob("*.toml")}
    return {path for path in found if not path.startswith("municipal/")}


def test_every_field_has_a_file_and_every_file_a_field() -> None:
    assert shipped_files() == expected_files()


@pytest.mark.parametrize("fiscal_year", YEARS)
def test_every_year_loads(fiscal_year: int) -> None:
    assert load_parameters(fiscal_year).fiscal_year == fiscal_year


@pytest.mark.parametrize("fiscal_year", YEARS)
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_every_year_of_the_other_fields_loads(group: type, fiscal_year: int) -> None:
    assert isinstance(load_national(group, fiscal_year), group)


def municipal_layers() -> list[str]:
    folder = STATUTES / MUNICIPAL
    return sorted(path.parent.relative_to(folder).as_posix() for path in folder.rglob("*.toml"))


@pytest.mark.parametrize("layer", municipal_layers())
def test_every_municipal_file_states_only_fields_that_exist(layer: str) -> None:
    fields = {
        field
        for _, group in groups_of(InhabitantsTaxParameters)
        if group.STATUTE == MUNICIPAL
        for field in get_type_hints(group)
    }
    assert set(municipal_tables(layer)) <= fields
