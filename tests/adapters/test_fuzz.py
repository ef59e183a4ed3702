# SPDX-License-Identifier: Apache-2.0
"""No bytes make a reader raise, and what it accepts keeps every promise of its layout."""

import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.adapters.layout import Kind, Need
from daicho.adapters.registry import FILE_KINDS
from daicho.kernel.dates import is_calendar_day
from daicho.kernel.numbers import is_individual_number
from daicho.kernel.text import is_formula_like

KINDS = sorted(FILE_KINDS)
CELLS = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "12345678901", "=1", "20250230", "x", "あ", '"', ",", "\r", "\x00"]
    ),
    st.text(max_size=8),
    st.integers(-(10**12), 10**12).map(str),
)


def _assert_promises(kind, path):
    module = FILE_KINDS[kind]
    parsed = module.read(path, fiscal_year=2025)
    assert parsed.read_count == parsed.accepted_count + parsed.refused_count
    assert len(parsed.line_numbers) == parsed.accepted_count
    if parsed.refusal:
        assert parsed.accepted_count == 0
        return parsed
    assert parsed.refused_count <= len(parsed.errors)
    assert {row.line for row in parsed.refused} == {p.line for p in parsed.errors}
    for column in module.LAYOUT.columns:
        if column.name in parsed.table.column_names:
            _assert_column(column, parsed.table[column.name])
    return parsed


def _assert_column(column, values):
    cells = values.to_pylist()
    if column.kind in (Kind.YEN, Kind.COUNT, Kind.FLAG):
        assert pa.types.is_int64(values.type)
        assert all(0 <= cell < 10**column.length for cell in cells)
    elif column.kind is Kind.DATE:
        assert all(cell == 0 or is_calendar_day(cell) for cell in cells)
    elif column.kind is Kind.INDIVIDUAL_NUMBER:
        assert all(cell == "" or is_individual_number(cell) for cell in cells)
    elif column.kind is Kind.TEXT:
        assert all(len(cell) <= column.length and not is_formula_like(cell) for cell in cells)
    if column.need is Need.REQUIRED and column.kind is Kind.TEXT:
        assert all(cells)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.binary(max_size=3000))
@settings(max_examples=30, deadline=None)
def test_never_raises_on_any_bytes(kind, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "f")
        path.write_bytes(data)
        _assert_promises(kind, path)


@pytest.mark.parametrize("kind", KINDS)
@given(changes=st.lists(st.tuples(st.integers(0, 5000), CELLS), max_size=6))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_never_accepts_nonsense_in_a_good_file(kind, changes, write_sample):
    path = write_sample(kind)
    encoding = FILE_KINDS[kind].LAYOUT.encoding
    text = path.read_bytes().decode(encoding)
    for place, cell in changes:
        at = place % len(text)
        text = text[:at] + cell + text[at + len(cell) :]
    path.write_bytes(text.encode(encoding, errors="replace"))
    _assert_promises(kind, path)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pension-collection"])
@given(cells=st.dictionaries(st.integers(0, 200), CELLS, max_size=10))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_row_is_accounted_for(kind, cells, write_sample):
    path = write_sample(kind)
    layout = FILE_KINDS[kind].LAYOUT
    lines = path.read_bytes().decode(layout.encoding).split("\r\n")
    row = lines[-2].split(",")
    for place, cell in cells.items():
        row[place % len(row)] = cell
    lines[-2] = ",".join(row).replace("\n", "")
    path.write_bytes("\r\n".join(lines).encode(layout.encoding, errors="replace"))
    parsed = _assert_promises(kind, path)
    if not parsed.refusal:
        assert parsed.read_count == 3
