# SPDX-License-Identifier: Apache-2.0
"""Every action names its function and its text, and a refusal of any of them is logged once."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
from tests.staff_room import StaffRoom

import daicho.domains
import daicho.foundation
from daicho.domains.extraction.definition import Definition
from daicho.domains.extraction.output import Form
from daicho.domains.tax.documents.facts import IncomingFile
from daicho.domains.tax.documents.models import FileKind, RefusedState
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.actions.action import ACTIONS, Action, perform
from daicho.foundation.audit.models import Entry

SOURCE = Path(__file__).parents[2] / "src" / "daicho"
# Values for the fields of an action that is refused before it looks at them.
EXAMPLES: dict[str, object] = {
    "int": 1, "str": "x", "bool": False, "date": date(2026, 4, 1), "bytes": b"", "Path": Path("x"),
    "Mapping": {}, "dt.date": date(2026, 4, 1), "datetime": datetime(2026, 4, 1, tzinfo=UTC),
    "IncomingFile": IncomingFile(
        kind=FileKind.values[0], fiscal_year=2026, name="x.csv", sha256="", size=0,
        table=pa.table({}),
    ),
    "Definition": Definition(source="residents", columns=(), day=date(2026, 4, 1)),
    "Form": Form.CSV,
}  # fmt: skip

# Fields whose text is one of a few.
CHOSEN: dict[str, object] = {"SettleRefusedRows.state": RefusedState.values[0]}


def all_actions() -> list[type[Action[Any]]]:
    """Everything registered once every module of foundation and domains is loaded."""
    for package in (daicho.foundation, daicho.domains):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    return [action for action in ACTIONS if action.__module__.startswith("daicho.")]


def test_every_action_is_declared_in_full() -> None:
    actions = all_actions()
    assert len(actions) >= 5
    for action in actions:
        assert action.function in catalogue().functions, action
        assert action.audit_text, action
        assert not action.audit_text.isascii(), f"{action} has no Japanese text for the log"
        assert dataclasses.is_dataclass(action), action
        assert action.__dataclass_params__.frozen, action
        assert all(field.kw_only for field in dataclasses.fields(action)), action


def test_every_action_is_refused_without_its_function_and_logged_once(
    staff_room: StaffRoom,
) -> None:
    context = staff_room.context()
    for action in all_actions():
        before = Entry.objects.count()
        outcome = perform(example(action), context=context)
        assert [finding.code for finding in outcome.findings] == ["access.not_granted"], action
        assert Entry.objects.count() == before + 1, action
        entry = Entry.objects.latest("id")
        assert (entry.function, entry.screen) == (action.function, action.audit_text)
        assert entry.result == "refused"


def example(action: type[Action[Any]]) -> Action[Any]:
    """An instance with any values."""
    values = {}
    for field in dataclasses.fields(cast(Any, action)):
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            name = str(field.type).split("[")[0]
            if name not in EXAMPLES and name not in ("tuple", "Sequence"):
                pytest.fail(f"{action.__name__}.{field.name}: add an example for {field.type}")
            chosen = CHOSEN.get(f"{action.__name__}.{field.name}")
            values[field.name] = chosen or EXAMPLES.get(name, ())
    return action(**values)


@pytest.mark.parametrize(
    ("called", "allowed"),
    [
        # A number leaves the vault through the logged action only.
        ("open_number", {"foundation/vault/actions.py"}),
    ],
)
def test_only_the_logged_way_is_used(called: str, allowed: set[str]) -> None:
    users = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "attr", None) or getattr(node, "id", None)
            if name == called:
                users.add(str(path.relative_to(SOURCE)))
    assert users == allowed
