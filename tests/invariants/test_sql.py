# SPDX-License-Identifier: Apache-2.0
"""The database itself refuses: what is append-only stays, the vault and the log stay apart."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from pytest_django import DjangoDbBlocker, Settings
from tests.ward_fixture import create_database, database, drop_database, ward_database

from daicho.foundation.audit.verify import verify
from daicho.foundation.database.server import PrivateServer

__all__ = ["ward_database"]
SOURCE = Path(__file__).parents[2] / "src" / "daicho"
ASKING = {"execute", "executemany", "copy", "raw", "extra", "RawSQL", "row", "rows"}
APPEND_ONLY = (
    "audit.entry", "audit.block", "audit.checkpoint", "audit.chain",
    "tax_inhabitants_assessment", "collection_receivable", "collection_duedatechange",
    "collection_journalentry", "collection_posting",
)  # fmt: skip
# A statement put together with what came in through a form, an address or a file.
INCOMING = {"request", "cleaned_data", "POST", "GET", "criteria", "sent", "typed"}
Superuser = Callable[[str], None]


@pytest.fixture
def copied_ward(
    ward_database: str, django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> Iterator[Superuser]:
    """A copy of the assessed ward that may be spoilt, and a superuser who goes round everything."""
    name = f"{ward_database}_copy"
    settings.AUDIT_CHECKPOINT_DIR = tmp_path
    with django_db_blocker.unblock():
        create_database(name, template=ward_database)
        server = PrivateServer(Path(settings.DATABASES["default"]["OPTIONS"]["home"]))
        with database(name), server.connect(name) as superuser:

            def tamper(statement: str) -> None:
                superuser.execute("SET session_replication_role = replica")
                superuser.execute(statement.encode())

            yield tamper
        drop_database(name)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE", "DELETE", "TRUNCATE"])
def test_append_only_tables_refuse_change(
    copied_ward: Superuser, table: str, statement: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " ORDER BY attnum DESC LIMIT 1", [table],
        )  # fmt: skip
        (column,) = cursor.fetchone()
    words = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }
    with (
        pytest.raises(Error, match=r"append-only|permission denied|追記"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(words[statement])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM vault.individual_number",
        "INSERT INTO vault.individual_number (addressee_no) VALUES (1)",
        "DELETE FROM vault.individual_number",
        "DROP SCHEMA vault CASCADE",
        "ALTER TABLE audit.entry DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only ON audit.entry",
        "ALTER FUNCTION audit.refuse_change() RENAME TO x",
        "CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "SET session_replication_role = replica",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_plain_statements_reach_neither_vault_nor_log(
    copied_ward: Superuser, statement: str
) -> None:
    with (
        pytest.raises(Error, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("SELECT 1", ""),
        ("UPDATE audit.entry SET login = 'x' WHERE id = 5", "audit.entry_changed"),
        ("UPDATE audit.entry SET subjects = '{1}' WHERE id = 5", "audit.entry_changed"),
        ("DELETE FROM audit.entry WHERE id = 5", "audit.entry_removed"),
        ("DELETE FROM audit.block WHERE number = 2", "audit.block_removed"),
        (
            "UPDATE audit.block b SET entry_ids = o.entry_ids FROM audit.block o"
            " WHERE b.number IN (1, 2) AND o.number = 3 - b.number",
            "audit.chain_broken",
        ),
        (
            "INSERT INTO audit.entry (at, kind, login, name, section, terminal, function, screen,"
            " purpose, subjects, individual_number_shown, result, detail, digest)"
            " SELECT at, kind, 'y', name, section, terminal, function, screen, purpose, subjects,"
            " individual_number_shown, result, detail, digest FROM audit.entry LIMIT 1",
            "audit.entry_unsealed",
        ),
    ],
)
def test_verify_finds_what_a_superuser_did(
    copied_ward: Superuser, statement: str, code: str
) -> None:
    assert verify().findings == ()
    copied_ward("UPDATE audit.block SET hash = hash")
    copied_ward(statement)
    codes = {finding.code for finding in verify().findings}
    assert codes == set() if not code else code in codes


def test_verify_finds_a_log_cut_off_at_a_checkpoint(copied_ward: Superuser) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(block_number) FROM audit.checkpoint")
        (block,) = cursor.fetchone()
    copied_ward(
        "DELETE FROM audit.entry WHERE id IN"
        f" (SELECT unnest(entry_ids) FROM audit.block WHERE number >= {block})"
    )
    copied_ward(f"DELETE FROM audit.block WHERE number >= {block}")
    assert "audit.truncated" in {finding.code for finding in verify().findings}


def test_no_statement_is_put_together_from_what_came_in() -> None:
    """Formatted SQL takes constants of the module; values go as parameters."""
    suspects = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            if name not in ASKING:
                continue
            words = {
                getattr(part, "id", None) or getattr(part, "attr", None)
                for part in ast.walk(node.args[0])
            }
            if words & INCOMING:
                suspects.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert suspects == []
