# SPDX-License-Identifier: Apache-2.0
"""A new era comes from a file: read, written, worded everywhere; a wrong file stops the start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from daicho.config.environment import SettingsError, read_environment
from daicho.config.eras import read_eras
from daicho.kernel.dates import (
    BUILT_IN,
    ERAS,
    EraError,
    format_fiscal_year,
    format_japanese,
    format_japanese_short,
    parse_date,
)
from daicho.kernel.uncertain_date import UncertainDate, format_western, parse_uncertain

LINE = """
[[era]]
name = "試作"
letter = "Z"
sign = ""
digit = "6"
report_digit = "6"
first = 2040-04-01
"""


@pytest.fixture
def era_file(tmp_path: Path) -> Path:
    path = tmp_path / "eras.toml"
    path.write_text(LINE, encoding="utf-8")
    return path


@pytest.fixture
def with_new_era(era_file: Path) -> Iterator[None]:
    ERAS.replace(read_eras(era_file))
    yield
    ERAS.replace(BUILT_IN)


@pytest.mark.usefixtures("with_new_era")
def test_a_new_era_is_read_and_written() -> None:
    first = dt.date(2040, 4, 1)
    for text in ("Z1.4.1", "試作元年4月1日", "試1年4月1日", "6010401", "Z010401", "2040/4/1"):
        assert parse_date(text).value == first, text
    assert format_japanese(first) == "試作元年4月1日"
    assert format_japanese_short(dt.date(2041, 12, 31)) == "Z2.12.31"
    assert format_fiscal_year(2040) == "試作元年度"
    assert parse_date("R22.3.31").value == dt.date(2040, 3, 31)
    assert (
        parse_date("R22.4.1").reason
        == "令和22年4月1日は令和の期間にありません（試作元年4月1日では？）"
    )


@pytest.mark.usefixtures("with_new_era")
def test_an_uncertain_date_is_worded_with_it() -> None:
    found = parse_uncertain("試作2年5月頃").value
    assert found == UncertainDate(dt.date(2041, 5, 1), "試作2年5月頃")
    assert format_western(found) == "2041年5月頃"
    assert found.is_uncertain
    assert parse_uncertain("Z3年頃").value == UncertainDate(dt.date(2042, 1, 1), "試作3年頃")


def test_without_the_file_the_word_is_unknown() -> None:
    assert parse_date("試作元年4月1日").value is None
    assert [era.name for era in ERAS] == ["明治", "大正", "昭和", "平成", "令和"]
    assert ERAS[-1].last == dt.date(2999, 12, 31)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2040-04-01", "2019-05-01", "始まりの日が令和の始まりの日より後ではありません。"),
        ('"Z"', '"R"', "字か略号が令和と同じです。"),
        ('"試作"', '"平野"', "字か略号が平成と同じです。"),
        ('digit = "6"\nreport', 'digit = "5"\nreport', "番号が令和と同じです。"),
        ('"試作"', '"試"', "元号は2字、略号は英大文字1字です。"),
        ("2040-04-01", '"2040-04-01"', "first は日付"),
        ('sign = ""', "", "項目は"),
        ("[[era]]", "[era]", "[[era]] の並びだけ"),
        ("[[era]]", "[[era", "読めません"),
    ],
)
def test_a_wrong_file_is_refused(era_file: Path, old: str, new: str, told: str) -> None:
    era_file.write_text(LINE.replace(old, new), encoding="utf-8")
    with pytest.raises(EraError, match=told.replace("[", r"\[")):
        read_eras(era_file)


def test_the_setting_names_the_file_and_a_wrong_one_stops_the_start(
    era_file: Path, tmp_path: Path
) -> None:
    given = {"DAICHO_HOME": str(tmp_path), "DAICHO_ERAS": str(era_file)}
    assert [era.name for era in read_environment(given).eras][-1] == "試作"
    era_file.write_text("x", encoding="utf-8")
    with pytest.raises(SettingsError, match="DAICHO_ERAS"):
        read_environment(given)
    assert read_environment({"DAICHO_HOME": str(tmp_path)}).eras == BUILT_IN
