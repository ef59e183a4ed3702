# SPDX-License-Identifier: Apache-2.0
"""What must hold in the live database. An application adds its own in a module `checks`:

@holds("調定の明細は合計と一致する")
def postings_balance() -> list[Finding]: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from daicho.foundation.database.fitness import why_unfit
from daicho.foundation.database.query import row, rows
from daicho.kernel.findings import Finding, Severity

Check = Callable[[], list[Finding]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A statement that holds, and the check that says where it does not."""

    statement_ja: str
    check: Check
    others_need_it: bool  # where it is broken, the rest cannot be asked


INVARIANTS: list[Invariant] = []


def holds(statement_ja: str, *, others_need_it: bool = False) -> Callable[[Check], Check]:
    """Declare that a statement holds."""

    def declare(check: Check) -> Check:
        INVARIANTS.append(Invariant(statement_ja, check, others_need_it))
        return check

    return declare


def broken(code: str, message: str, subject: str = "") -> Finding:
    """A statement that does not hold."""
    return Finding(code, Severity.ERROR, message, subject)


@holds("PostgreSQL は 18 以上で、文字コードは UTF-8 である", others_need_it=True)
def database_is_fit() -> list[Finding]:
    """The schema uses what 18 brought, the search needs letters."""
    return [broken("db.unfit", why) for why in why_unfit(connection.cursor().connection)]


@holds("移行はすべて適用されている", others_need_it=True)
def migrations_are_applied() -> list[Finding]:
    """The tables are those of this program."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        broken("db.migration", "未適用の移行があります。", f"{item.app_label}.{item.name}")
        for item, _ in plan
    ]


@holds("制約と索引はすべて有効である")
def constraints_are_valid() -> list[Finding]:
    """NOT VALID constraints and indexes of a failed build enforce nothing."""
    found = rows(
        "SELECT conrelid::regclass || '.' || conname FROM pg_constraint"
        " WHERE NOT convalidated OR NOT conenforced"
        " UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    )
    return [broken("db.constraint", "制約または索引が無効です。", name) for (name,) in found]


@holds("追記専用の表を守るトリガーは外されていない")
def triggers_are_enabled() -> list[Finding]:
    """Somebody may have switched them off and forgotten, or not forgotten."""
    found = rows(
        "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger"
        " WHERE tgenabled IN ('D', 'R') AND NOT tgisinternal"
    )
    return [broken("db.trigger", "トリガーが無効にされています。", name) for (name,) in found]


@holds("履歴のある表は同じ日に二つの真実を持たない")
def histories_are_guarded() -> list[Finding]:
    """A table with both times has the exclusion constraint over them."""
    found = rows(
        "SELECT c.oid::regclass::text FROM pg_class c"
        " JOIN pg_attribute v ON v.attrelid = c.oid AND v.attname = 'valid' AND v.attnum > 0"
        " JOIN pg_attribute r ON r.attrelid = c.oid AND r.attname = 'recorded'"
        " WHERE c.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_constraint x"
        " WHERE x.conrelid = c.oid AND x.contype = 'x'"
        " AND v.attnum = ANY(x.conkey) AND r.attnum = ANY(x.conkey))"
    )
    return [broken("db.history", "期間の重複を禁じる制約がありません。", name) for (name,) in found]


@holds("アプリケーションの役割は個人番号と操作ログに手を出せない")
def roles_are_apart() -> list[Finding]:
    """Neither a superuser nor a direct right reaches the vault or changes the log."""
    rights = row(
        "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
        " has_schema_privilege(current_user, 'vault', 'USAGE'),"
        " has_table_privilege(current_user, 'audit.entry', 'UPDATE, DELETE, TRUNCATE'),"
        " pg_has_role('daicho_app', 'daicho_audit', 'MEMBER'),"
        " EXISTS (SELECT FROM pg_class WHERE relowner = 'daicho_app'::regrole)"
    )
    messages = (
        "アプリケーションがスーパーユーザーで接続しています。",
        "アプリケーションの役割が個人番号のスキーマを使えます。",
        "アプリケーションの役割が操作ログを書き換えられます。",
        "役割 daicho_app が操作ログの所有者になれます。",
        "役割 daicho_app が表を所有しています。",
    )
    return [
        broken("db.role", message)
        for has, message in zip(rights or (), messages, strict=True)
        if has
    ]


@holds("バックアップへの変更の書き出し(WAL)は滞っていない")
def archiving_goes_on() -> list[Finding]:
    """A full or unmounted disk: from then on, what happens is in no backup."""
    found = row(
        "SELECT failed_count, last_failed_time::text FROM pg_stat_archiver"
        " WHERE failed_count > 0 AND last_failed_time > coalesce(last_archived_time, '-infinity')"
    )
    if not found:
        return []
    message = f"{found[0]}回続けて失敗しています。書き出し先の空きと権限を確かめてください。"
    return [broken("db.archive", message, f"最後の失敗 {found[1]}")]
