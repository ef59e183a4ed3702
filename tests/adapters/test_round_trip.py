# SPDX-License-Identifier: Apache-2.0
"""What is written in a layout is read back to the yen, with its control totals."""

import pytest

from daicho.adapters.layout import Certainty, Kind
from daicho.adapters.registry import FILE_KINDS

KINDS = sorted(FILE_KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_reads_back_what_was_written(kind, sample_tables, write_sample):
    parsed = FILE_KINDS[kind].read(write_sample(kind), fiscal_year=2025)
    assert parsed.refusal == ""
    assert parsed.errors == ()
    sample = sample_tables[kind]
    first = 1 if not FILE_KINDS[kind].LAYOUT.header else 2
    first = 2 if kind == "pension-collection" else first
    assert parsed.line_numbers.to_pylist() == [first, first + 1, first + 2]
    assert parsed.read_count == parsed.accepted_count == 3
    for name in sample.column_names:
        assert parsed.table[name].to_pylist() == sample[name].to_pylist(), name


@pytest.mark.parametrize("kind", KINDS)
def test_is_stable_when_written_again(kind, write_sample, tmp_path):
    module = FILE_KINDS[kind]
    path = write_sample(kind)
    again = tmp_path / "again.csv"
    module.write(module.read(path, fiscal_year=2025).table, again)
    assert again.read_bytes() == path.read_bytes()


def test_control_sums_are_exact(write_sample):
    parsed = FILE_KINDS["salary-report"].read(write_sample("salary-report"), fiscal_year=2025)
    assert parsed.sums["salary_revenue"] == 5_000_000 + 1_030_000 + 9_999_999_999
    assert parsed.sums["secondary_salary"] == 1_030_000
    assert parsed.table["left_on"].to_pylist() == [0, 20240930, 0]
    pension = FILE_KINDS["pension-report"].read(write_sample("pension-report"), fiscal_year=2025)
    assert pension.table["pension_revenue"].to_pylist() == [0, 1_200_300, 7]


def test_the_official_positions_of_the_salary_report(write_sample):
    cells = write_sample("salary-report").read_bytes().decode("cp932").split("\r\n")[0].split(",")
    assert len(cells) == 144
    assert cells[0] == "315"
    assert cells[10] == "06"
    assert cells[13] == "港　太郎"
    assert cells[16] == "5000000"
    assert cells[43:47] == ["1", "55", "3", "1"]
    assert cells[73:76] == ["28", "4", "1"]
    assert cells[94] == "123456789018"
    assert cells[136] == "ﾐﾅﾄ ﾀﾛｳ"
    assert cells[138] == "131032"
    assert cells[143] == "2"


def test_routing_words_before_each_line_are_dropped(write_sample):
    path = write_sample("salary-report")
    lines = path.read_bytes().split(b"\r\n")[:-1]
    path.write_bytes(b"".join(b"KYUHO 20250131@" + line + b"\r\n" for line in lines))
    assert FILE_KINDS["salary-report"].read(path, fiscal_year=2025).accepted_count == 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_layout_is_whole(kind):
    layout = FILE_KINDS[kind].LAYOUT
    assert [c.number for c in layout.columns] == list(range(1, len(layout.columns) + 1))
    for attribute in ("name", "name_ja"):
        values = [getattr(c, attribute) for c in layout.columns]
        assert len(values) == len(set(values))
    assert all(c.length > 0 for c in layout.columns)
    assert all(isinstance(c.certainty, Certainty) for c in layout.columns)
    assert layout.source_ja
    assert any(c.kind is Kind.TEXT for c in layout.columns)
