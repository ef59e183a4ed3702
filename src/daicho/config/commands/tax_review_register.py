# SPDX-License-Identifier: Apache-2.0
"""`daicho tax review-register`: later-known changes of January 1, with their effect on the tax."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from daicho.domains.tax.inhabitants.public import Effect

NAME = ("tax", "review-register")
HELP = "確定した年度の1月1日の記載が後から変わった人と、税額への影響を一覧にする"
PIECE = 500


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("--fiscal-year", type=int, help="年度(西暦)。省略すると全年度")


def run(args: argparse.Namespace) -> int:
    """One line a person and year, then the sum; 1 when something waits."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    count = total = 0
    for one in _effects(args.fiscal_year, timezone.now()):
        count += 1
        total += one.difference or 0
        print(_line(one))
    print(f"確認を待つもの {count:,}件、税額の差の計 {total:,}円")
    return 1 if count else 0


def _effects(fiscal_year: int | None, at: datetime) -> Iterator[Effect]:
    from daicho.domains.tax.inhabitants.public import effects_of, open_effects

    numbers = list(open_effects(fiscal_year=fiscal_year).values_list("pk", flat=True))
    for start in range(0, len(numbers), PIECE):
        piece = numbers[start : start + PIECE]
        yield from effects_of(open_effects().filter(pk__in=piece), at=at)


def _line(one: Effect) -> str:
    noted = one.noted
    items = "、".join(f"{label} {before}→{after}" for label, before, after in noted.items)
    tax = one.reason if one.tax_after is None else f"{one.tax_before or 0:,}円→{one.tax_after:,}円"
    return f"{noted.fiscal_year}年度 宛名番号{noted.addressee_no} {items} {tax}"
