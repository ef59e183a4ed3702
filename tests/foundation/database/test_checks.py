# SPDX-License-Identifier: Apache-2.0
"""The checks of the live database hold on a fresh one and find what is broken."""

from __future__ import annotations

import pytest

from daicho.foundation.database import checks
from daicho.foundation.database.checks import INVARIANTS
from daicho.foundation.database.query import execute

pytestmark = pytest.mark.django_db


def test_everything_holds_on_a_fresh_database() -> None:
    findings = [finding for invariant in INVARIANTS for finding in invariant.check()]
    assert findings == []


def test_finds_trigger_switched_off() -> None:
    execute("SET LOCAL ROLE daicho_audit")
    execute("ALTER TABLE audit.entry DISABLE TRIGGER append_only")
    execute("RESET ROLE")
    (finding,) = checks.triggers_are_enabled()
    assert finding.subject == "audit.entry.append_only"


def test_finds_history_without_constraint() -> None:
    execute("CREATE TABLE loose (key int, valid daterange, recorded tstzrange)")
    assert [finding.subject for finding in checks.histories_are_guarded()] == ["loose"]


def test_finds_constraint_that_is_not_valid() -> None:
    execute("CREATE TABLE loose (n int)")
    execute("ALTER TABLE loose ADD CONSTRAINT positive CHECK (n > 0) NOT VALID")
    assert [finding.subject for finding in checks.constraints_are_valid()] == ["loose.positive"]


def test_finds_rights_that_reach_too_far() -> None:
    execute("SET LOCAL ROLE daicho_audit")
    execute("GRANT DELETE ON audit.entry TO daicho")
    execute("RESET ROLE")
    assert [finding.code for finding in checks.roles_are_apart()] == ["db.role"]


def test_finds_migration_not_applied() -> None:
    execute("DELETE FROM django_migrations WHERE app = 'numbering'")
    assert [finding.subject for finding in checks.migrations_are_applied()] == [
        "numbering.0001_series"
    ]
