# SPDX-License-Identifier: Apache-2.0
"""`daicho db stop`: stop the private PostgreSQL, before its folder is deleted or copied."""

from __future__ import annotations

import argparse

from daicho.config.commands import db_server

NAME = ("db", "stop")
HELP = "内蔵の PostgreSQL を停止する"


def configure(parser: argparse.ArgumentParser) -> None:
    """Data in the home stay; with --delete-data they go, also those kept elsewhere."""
    parser.add_argument("--delete-data", action="store_true", help="データも削除する")


def run(args: argparse.Namespace) -> int:
    """Stop it."""
    return db_server.run(argparse.Namespace(do="delete" if args.delete_data else "stop"))
