# SPDX-License-Identifier: Apache-2.0
"""The role of the running application adds to the log and reads it; it has no other way to it.

These tests connect as `daicho_app`, as the pages do, and try what an injected statement could.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from daicho.foundation.audit import chain
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Block, Entry, Kind
from daicho.foundation.audit.verify import verify
from daicho.foundation.database.query import execute
from daicho.foundation.database.roles import work_as_application, work_as_owner
from daicho.foundation.database.server import APPLICATION, PrivateServer

Connection = psycopg.Connection[tuple[object, ...]]
INSERT = (
    "INSERT INTO {table} (at, kind, login, name, section, terminal, function, screen, purpose,"
    " subjects, individual_number_shown, result, detail, digest) VALUES (now(), 'x', 'x', 'x',"
    " 'x', 'x', 'x', 'x', 'x', '{{}}', false, 'done', '{{}}', sha256('x'))"
)


@pytest.fixture
def application(db: None) -> Iterator[Connection]:
    """A connection of the application's role to the test's database."""
    server = PrivateServer(Path(settings.DATABASES["default"]["OPTIONS"]["home"]))
    with server.connect(connection.settings_dict["NAME"], user=APPLICATION) as opened:
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE audit.entry",
        "DROP TABLE audit.entry_2026",
        "DROP TABLE audit.block CASCADE",
        "DROP SCHEMA audit CASCADE",
        "ALTER SCHEMA audit RENAME TO gone",
        "ALTER SCHEMA audit OWNER TO daicho_app",
        "ALTER TABLE audit.entry DISABLE TRIGGER ALL",
        "ALTER TABLE audit.entry_2026 DISABLE TRIGGER USER",
        "ALTER TABLE audit.entry DETACH PARTITION audit.entry_2026",
        "ALTER TABLE audit.entry ADD COLUMN x int",
        "DROP TRIGGER append_only ON audit.entry",
        "DROP TRIGGER entry_pending ON audit.entry",
        "CREATE TRIGGER x BEFORE INSERT ON audit.entry FOR EACH STATEMENT"
        " EXECUTE FUNCTION audit.refuse_change()",
        "CREATE RULE x AS ON INSERT TO audit.entry DO INSTEAD NOTHING",
        "TRUNCATE audit.entry",
        "TRUNCATE audit.entry_2026",
        "UPDATE audit.entry SET purpose = ''",
        "UPDATE audit.entry_2026 SET purpose = ''",
        "DELETE FROM audit.entry",
        "DELETE FROM audit.entry_2026",
        INSERT.format(table="audit.entry_2026"),
        "DELETE FROM audit.block",
        "UPDATE audit.block SET hash = hash",
        "INSERT INTO audit.block VALUES (9, now(), '{1}', 1, sha256('x'))",
        "DELETE FROM audit.pending",
        "INSERT INTO audit.pending VALUES (1, sha256('x'))",
        "DELETE FROM audit.checkpoint",
        "UPDATE audit.chain SET name = gen_random_uuid()",
        "INSERT INTO audit.tombstone (fiscal_year) VALUES (2018)",
        "UPDATE audit.monthly_review SET result = 'fine'",
        "DELETE FROM audit.monthly_review",
        "CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "CREATE OR REPLACE FUNCTION audit.note_pending() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "ALTER FUNCTION audit.seal RENAME TO x",
        "DROP FUNCTION audit.seal",
        "CREATE TABLE audit.mine (x int)",
        "CREATE TABLE public.mine (x int)",
        "SET ROLE daicho_audit",
        "SET ROLE daicho",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION daicho",
        "SET session_replication_role = replica",
        "GRANT daicho_audit TO daicho_app",
        "ALTER ROLE daicho_app SUPERUSER",
        "CREATE ROLE friend IN ROLE daicho_audit",
        "ALTER TABLE public.identity_staff DISABLE TRIGGER ALL",
        "DROP TABLE public.identity_staff",
        "DELETE FROM django_migrations",
        "SELECT * FROM vault.individual_number",
        "DROP SCHEMA vault CASCADE",
    ],
)
def test_refuses(application: Connection, statement: str) -> None:
    before = application.execute("SELECT count(*) FROM audit.entry").fetchone()
    with pytest.raises(psycopg.Error, match=r"permission denied|must be owner|must have"):
        application.execute(statement.encode())
    assert application.execute("SELECT count(*) FROM audit.entry").fetchone() == before


def test_gives_itself_nothing(application: Connection) -> None:
    application.execute("GRANT DELETE ON audit.entry TO daicho_app")  # only a warning
    question = "SELECT has_table_privilege('audit.entry', 'UPDATE, DELETE, TRUNCATE')"
    assert application.execute(question).fetchone() == (False,)


def test_entry_added_past_the_program_is_found_by_its_digest(db: None) -> None:
    execute(INSERT.format(table="audit.entry"))
    assert [finding.code for finding in verify().findings] == ["audit.entry_changed"]


@pytest.mark.django_db(transaction=True)
def test_program_runs_under_the_role(now: datetime) -> None:
    entries, blocks = Entry.objects.count(), Block.objects.count()
    work_as_application()
    try:
        append(
            NewEntry(
                at=now, kind=Kind.ENTRY, who=Who("z1", "台帳 花子", "税務課"), terminal="t",
                function="x", screen="異動", purpose="", detail={"年度": 2026},
            )
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user")
            assert cursor.fetchone() == ("daicho_app",)
        chain.checkpoint(at=now)
        assert (Entry.objects.count(), Block.objects.count()) == (entries + 1, blocks + 1)
        assert verify().findings == ()
    finally:
        work_as_owner()
