# SPDX-License-Identifier: Apache-2.0
"""Forms as inputs and back: nested rows, choices, and a secret that is never shown again."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.http import QueryDict
from pydantic import Field

from daicho.foundation.entries.fields import EntryDate, OptionalNumber
from daicho.foundation.entries.kinds import Form
from daicho.foundation.ui.slip_form import Input, inputs_of, typed_of
from daicho.kernel.findings import Finding, Severity

NUMBER = "983205673214"


class Colour(StrEnum):
    RED = "赤"
    BLUE = "青"


class Member(Form):
    name: str = Field(title="氏名")
    individual_number: str = Field("", title="個人番号", repr=False)


class Slip(Form):
    day: EntryDate = Field(title="異動日")
    colour: Colour = Field(Colour.BLUE, title="色")
    is_new: bool = Field(False, title="新規")
    household: OptionalNumber = Field(None, title="世帯番号")
    note: str = Field("", title="備考", max_length=1000)
    people: tuple[int, ...] = Field((), title="異動者")
    members: tuple[Member, ...] = Field((), title="世帯員")
    table: dict[str, str] = Field(default_factory=dict, title="資格")


def sent(**values: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return data


def by_path(made: list[Input]) -> dict[str, Input]:
    found: dict[str, Input] = {}
    for one in made:
        found[one.path] = one
        found |= by_path([*one.children, *(cell for row in one.rows for cell in row)])
    return found


def test_kinds_of_inputs() -> None:
    made = by_path(inputs_of(Slip, {}))
    assert {path: one.kind for path, one in made.items()} == {
        "day": "date", "colour": "choice", "is_new": "check", "household": "number",
        "note": "area", "people": "people", "members": "rows", "members.0.name": "text",
        "members.0.individual_number": "secret",
    }  # fmt: skip
    assert made["colour"].value == "青"
    assert made["colour"].choices == [("赤", "赤"), ("青", "青")]
    assert made["day"].is_required
    assert not made["note"].is_required


def test_what_was_typed_comes_back_in_the_shape_of_the_form() -> None:
    typed = typed_of(
        Slip,
        sent(
            day="R8.11.1", colour="赤", is_new="1", people=["18", "26"], members__0__name="",
            members__1__name="試作 太郎", other="x",
        ),
    )  # fmt: skip
    assert typed == {
        "day": "R8.11.1", "colour": "赤", "is_new": True, "people": ["18", "26"],
        "members": [{"name": "試作 太郎"}],
    }  # fmt: skip


def test_a_secret_is_carried_sealed() -> None:
    first = typed_of(Slip, sent(members__0__name="太郎", members__0__individual_number=NUMBER))
    assert first["members"][0]["individual_number"] == NUMBER
    shown = by_path(inputs_of(Slip, first))["members.0.individual_number"]
    assert NUMBER not in str(shown)
    assert shown.hint == "入力済みです。変えるときだけ入力してください。"
    # Another row, so that a number can never end up with somebody else.
    again = typed_of(
        Slip,
        sent(members__3__name="太郎", members__3__individual_number__sealed=shown.value),
    )
    assert again == {"members": [{"name": "太郎", "individual_number": NUMBER}]}
    broken = sent(members__0__name="太郎", members__0__individual_number__sealed="QUJD")
    assert typed_of(Slip, broken) == {"members": [{"name": "太郎"}]}


def test_one_more_row_and_errors_at_their_place() -> None:
    findings = [Finding("x", Severity.ERROR, "入力してください。", subject="世帯員 1件目 氏名")]
    typed = {"members": [{"name": ""}]}
    made = by_path(inputs_of(Slip, typed, findings=findings, more_rows="members"))
    assert made["members.0.name"].errors == ["入力してください。"]
    assert made["members.1.name"].errors == []
