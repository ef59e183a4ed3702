# SPDX-License-Identifier: Apache-2.0
"""`daicho db migrate`: bring the database's tables to those of this program."""

from __future__ import annotations

import argparse

NAME = ("db", "migrate")
HELP = "データベースの表を作る・新しい版に合わせる"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: everything that is missing is applied."""


def run(args: argparse.Namespace) -> int:
    """Apply what is missing and say how many."""
    from daicho.config.bootstrap import setup

    setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from daicho.foundation.database.roles import work_as_owner

    work_as_owner()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0)
    print(f"{len(plan)}件の移行を適用しました。")
    return 0
