# SPDX-License-Identifier: Apache-2.0
"""A generated ward through the adapters: the totals of control.json, each mistake in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.staff_room import StaffRoom

from daicho.config.commands.import_file import KIND_WORDS
from daicho.config.imports import KINDS, read_file
from daicho.counterparts.ward.generate import generate_ward
from daicho.domains.addressee.models import Addressee, Employer
from daicho.domains.tax.documents.models import Document, ImportFile, JoinState
from daicho.domains.tax.documents.public import ImportTaxFile
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform

YEAR = 2026


@pytest.fixture
def control(staff_room: StaffRoom, tmp_path: Path, settings: Any) -> dict[str, Any]:
    """A ward of 1,500, all its files taken in."""
    settings.DAICHO_HOME = tmp_path
    generate_ward(residents=1_500, seed=11, fiscal_year=YEAR, out=tmp_path)
    made = json.loads((tmp_path / "control.json").read_text("utf-8"))
    context = staff_room.context("documents.import")
    for one in made["files"]:
        _take_in(tmp_path / one["file"], one["kind"], context)
    return dict(made)


def _take_in(path: Path, word: str, context: Context) -> None:
    file = read_file(word=word, path=path, fiscal_year=YEAR)
    action = ImportTaxFile(file=file, home_code="131032", source=path)
    assert not perform(action, context=context).is_refused


def test_words_of_the_command_are_those_of_the_wiring() -> None:
    assert sorted(KIND_WORDS) == sorted(KINDS)


def test_ward_ends_where_control_says(control: dict[str, Any]) -> None:
    for one in control["files"]:
        record = ImportFile.objects.get(name=one["file"])
        assert (record.rows_read, record.sha256) == (one["rows"], one["sha256"]), one["file"]
        stored = {name: record.totals.get(name, 0) for name in one["sums"]}
        shown = {
            name: total for name, total in one["sums"].items()
            if name in record.totals or record.kind in ("residents", "employers")
        }  # fmt: skip
        assert {name: stored[name] for name in shown} == shown, one["file"]
    assert Addressee.objects.filter(kind=1).count() == control["residents"]
    assert Addressee.objects.filter(kind=2).count() == control["non_residents"]
    assert Employer.objects.count() > 0
    _check_mistakes(control["mistakes"])
    _check_owners(control["mistakes"])


def _check_mistakes(mistakes: dict[str, Any]) -> None:
    doubted = ("number_of_another_person", "wrong_birth_date")
    for kind, mistake in mistakes.items():
        for line, owner in zip(mistake["lines"], mistake["addressee_numbers"], strict=True):
            document = Document.objects.get(file__name=mistake["file"], line_no=line)
            if kind == "person_of_another_city":
                assert document.join_state == JoinState.FORWARDED, (kind, line)
            elif kind in doubted:
                assert document.join_state == JoinState.DOUBTFUL, (kind, line)
                candidates = set(document.candidates.values_list("addressee_no", flat=True))
                assert int(owner) in candidates, (kind, line)
            elif document.join_state == JoinState.JOINED and "claimed" not in kind:
                # Mistakes about a spouse or child name the relative, not the taxpayer.
                assert kind.startswith(("spouse_", "dependant_")) or (
                    document.addressee_no == int(owner)
                ), (kind, line)


def _check_owners(mistakes: dict[str, Any]) -> None:
    """Nothing but the doubted, and few of those, waits for a person."""
    waiting = Document.objects.exclude(join_state__in=(JoinState.JOINED, JoinState.FORWARDED))
    kinds = (
        "number_of_another_person", "wrong_birth_date", "missing_individual_number",
        "wrong_check_digit",
    )  # fmt: skip
    noted = {line for kind in kinds for line in mistakes[kind]["lines"]}
    assert {one.line_no for one in waiting} <= noted
    duplicates = [
        one for record in ImportFile.objects.all() for one in record.findings
        if one["code"] == "import.duplicate_document"
    ]  # fmt: skip
    assert len(duplicates) == mistakes["duplicate_report"]["count"]
