# SPDX-License-Identifier: Apache-2.0
"""The command line: finds the command modules, parses the words, runs one.

Exit codes (contracts/cli.md): 0 done, 1 refused or found something, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from daicho.config import commands
from daicho.config.faults import explain


def load_commands() -> list[ModuleType]:
    """Every module of daicho.config.commands, by name; heavy imports belong inside their run()."""
    return [
        importlib.import_module(f"{commands.__name__}.{found.name}")
        for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda found: found.name)
    ]


def build_parser() -> argparse.ArgumentParser:
    """One parser a word of a command's NAME: ("tax", "compute") becomes `daicho tax compute`."""
    root = argparse.ArgumentParser(prog="daicho", description="台帳: 自治体の台帳システム")
    groups: dict[tuple[str, ...], argparse._SubParsersAction[argparse.ArgumentParser]] = {
        (): root.add_subparsers(dest="word0", required=True, metavar="コマンド")
    }
    for module in load_commands():
        words: tuple[str, ...] = module.NAME
        for depth in range(1, len(words)):
            if words[:depth] not in groups:
                group = groups[words[: depth - 1]].add_parser(words[depth - 1])
                groups[words[:depth]] = group.add_subparsers(
                    dest=f"word{depth}", required=True, metavar="コマンド"
                )
        parser = groups[words[:-1]].add_parser(words[-1], help=module.HELP, description=module.HELP)
        module.configure(parser)
        parser.set_defaults(run=module.run)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; argparse itself exits with 2 on wrong usage."""
    args = build_parser().parse_args(argv)
    try:
        code: int = args.run(args)
    except Exception as error:
        said = explain(error)
        if said is None:
            raise
        print(said, file=sys.stderr)
        return 1
    return code
