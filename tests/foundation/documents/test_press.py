# SPDX-License-Identifier: Apache-2.0
"""The press sets templates, lays forms under pages, and leaves nothing behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
import typst

from daicho.foundation.documents.press import Press

MADE_AT = datetime(2025, 6, 10, tzinfo=UTC)
PAGE = """
#import "/base.typ": *
#let d = json(bytes(sys.inputs.data))
#set page(width: 100mm, height: 50mm, margin: 0mm)
#show: paper
#if "form" in d { place(image(d.form, width: 100mm)) }
#put(10, 10, d.name)
"""


@pytest.fixture
def press(tmp_path: Path) -> Press:
    (tmp_path / "page.typ").write_text(PAGE, encoding="utf-8")
    return Press(tmp_path)


def text_of(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_form_lies_under_the_page(press: Press) -> None:
    form = press.make_form(template="page.typ", data={"name": "様式"})
    data = {"name": "　　　花子", "form": form}
    made = press.set_document(template="page.typ", data=data, made_at=MADE_AT)
    assert text_of(made).split() == ["様式", "花子"]
    assert made == press.set_document(template="page.typ", data=data, made_at=MADE_AT)


def test_two_forms_do_not_take_each_others_place(press: Press) -> None:
    forms = [press.make_form(template="page.typ", data={"name": name}) for name in "甲乙"]
    made = [
        press.set_document(template="page.typ", data={"name": "", "form": form}, made_at=MADE_AT)
        for form in forms
    ]
    assert made[0] != made[1]


def test_threads_share_one_press(press: Press) -> None:
    def set_one(number: int) -> str:
        data = {"name": f"番号{number}"}
        return text_of(press.set_document(template="page.typ", data=data, made_at=MADE_AT)).strip()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(set_one, range(20))) == [f"番号{n}" for n in range(20)]


def test_text_is_data_and_never_markup(press: Press) -> None:
    name = '#panic("x") *強* $1$ \\ ]'
    made = press.set_document(template="page.typ", data={"name": name}, made_at=MADE_AT)
    assert text_of(made).strip() == name


def test_time_needs_a_zone_and_a_missing_field_is_a_defect(press: Press) -> None:
    naive = MADE_AT.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        press.set_document(template="page.typ", data={"name": ""}, made_at=naive)
    with pytest.raises(typst.TypstError, match="name"):
        press.set_document(template="page.typ", data={}, made_at=MADE_AT)


def test_folder_is_gone_after_use(tmp_path: Path) -> None:
    (tmp_path / "page.typ").write_text(PAGE, encoding="utf-8")
    with Press(tmp_path) as press:
        folder = press.folder
        press.set_document(template="page.typ", data={"name": "山田"}, made_at=MADE_AT)
        kept = b"".join(file.read_bytes() for file in folder.rglob("*.*") if file.is_file())
        assert "山田".encode() not in kept
    assert not folder.exists()
