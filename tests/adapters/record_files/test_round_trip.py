# SPDX-License-Identifier: Apache-2.0
"""What is composed in any layout is read back to the byte, and no mutation makes a yen appear."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.adapters.layout import Certainty
from daicho.adapters.money_files import RECORD_FILE_KINDS
from daicho.adapters.record_files.characters import EBCDIC_TO_JIS, JIS_TO_EBCDIC, Encoding
from daicho.adapters.record_files.layout import FieldKind
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records
from daicho.kernel.dates import is_calendar_day

KINDS = sorted(RECORD_FILE_KINDS)
SEEDS = st.integers(0, 2**32)
SLOW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _compose(layout, batches, **options):
    outgoing = [OutgoingBatch(header, rows) for header, rows in batches]
    return compose_records(layout, outgoing, name="x", **options)


def _read(layout, data, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        return read_records(layout, path, **options)


def _codes(layout):
    is_wide = any(f.kind is FieldKind.WIDE for f in layout.data.fields)
    return [Encoding.JIS] if is_wide or not layout.code_field else list(Encoding)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@SLOW
def test_reads_back_what_was_composed(kind, data, good_batches):
    layout = RECORD_FILE_KINDS[kind]
    batches = good_batches(layout, data.draw(SEEDS))
    encoding = data.draw(st.sampled_from(_codes(layout)))
    line_end = data.draw(st.sampled_from(layout.line_ends))
    composed = _compose(layout, batches, encoding=encoding, line_end=line_end)
    assert composed.problems == ()
    received = _read(layout, composed.data, encoding=encoding)
    assert received.problems == ()
    assert received.sha256 == composed.sha256
    assert received.accepted_count == composed.count
    assert len(received.batches) == len(batches)
    for number, (batch, (header, rows)) in enumerate(
        zip(received.batches, batches, strict=True), 1
    ):
        assert {**batch.header, layout.code_field: ""} == {**header, layout.code_field: ""}
        found = [row for row in received.table.to_pylist() if row["batch_number"] == number]
        kept = [{name: row[name] for name in rows.column_names} for row in found]
        assert kept == rows.to_pylist()
    again = _compose(
        layout,
        [(b.header, rows) for b, (_, rows) in zip(received.batches, batches, strict=True)],
        encoding=encoding,
        line_end=line_end,
    )
    assert again.data == composed.data


def _mutate(data, draw):
    """One of the things that happen to files on their way."""
    at = draw(st.integers(0, len(data)))
    match draw(st.sampled_from(["cut", "byte", "insert", "drop", "swap", "join", "code"])):
        case "cut":
            return data[:at]
        case "byte":
            return data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]
        case "insert":
            return data[:at] + draw(st.binary(min_size=1, max_size=3)) + data[at:]
        case "drop":
            return data[:at] + data[at + draw(st.integers(1, 130)) :]
        case "swap":
            first, second = data[: len(data) // 240 * 120], data[len(data) // 240 * 120 :]
            return second + first
        case "join":
            return data + data
    return data.translate(JIS_TO_EBCDIC)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@SLOW
def test_no_mutation_is_taken_for_something_else(kind, data, good_batches):
    layout = RECORD_FILE_KINDS[kind]
    composed = _compose(layout, good_batches(layout, data.draw(SEEDS)))
    received = _read(layout, _mutate(composed.data, data.draw))
    assert received.read_count == received.accepted_count + received.refused_count
    if received.refusal:
        assert received.errors
        assert received.read_count == 0
        return
    assert {r.record for r in received.refused} == {p.record for p in received.errors}
    said = sum(batch.count for batch in received.batches)
    assert said == received.read_count == composed.count
    for field in layout.data.fields:
        if field.kind is not FieldKind.FILLER:
            _assert_cells(field, received.table[field.name].to_pylist())
    for total in layout.totals:
        if total.of and total.where is None and not received.refused:
            trailers = [batch.trailer[total.field] for batch in received.batches]
            assert sum(trailers) == sum(received.table[total.of].to_pylist())


def _assert_cells(field, cells):
    if field.kind is FieldKind.DATE:
        assert all(cell == 0 or is_calendar_day(cell) for cell in cells)
    if field.kind is FieldKind.TEXT and field.characters:
        assert all(set(cell) <= set(field.characters.characters) for cell in cells)
    if field.required:
        assert all(cells)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.binary(max_size=1500))
@SLOW
def test_no_bytes_make_a_reader_raise(kind, data):
    received = _read(RECORD_FILE_KINDS[kind], data)
    assert received.refusal
    assert received.read_count == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_layout_is_whole(kind):
    layout = RECORD_FILE_KINDS[kind]
    assert layout.source_ja
    for record in layout.records:
        assert record.fields[0].fixed == record.class_byte
        assert sum(field.length for field in record.fields) == layout.record_bytes
        assert all(isinstance(field.certainty, Certainty) for field in record.fields)


def test_ebcdic_is_the_code_page_that_it_is_named_after():
    """A few places of code page 290, by hand, and every byte of JIS there and back."""
    for char, ebcdic in {"ｱ": 0x81, "ｿ": 0x90, "ﾝ": 0xBD, "ﾞ": 0xBE, "ﾟ": 0xBF, "A": 0xC1,
                         "Z": 0xE9, "0": 0xF0, "-": 0x60, "(": 0x4D, ".": 0x4B, " ": 0x40,
                         "ｦ": 0x46, "ｰ": 0x58, "¥": 0x5B}.items():  # fmt: skip
        jis = 0x5C if char == "¥" else char.encode("cp932")[0]
        assert JIS_TO_EBCDIC[jis] == ebcdic
        assert EBCDIC_TO_JIS[ebcdic] == jis
    known = [byte for byte in range(256) if EBCDIC_TO_JIS[byte]]
    assert len({EBCDIC_TO_JIS[byte] for byte in known}) == len(known) - 1  # LF and NL
