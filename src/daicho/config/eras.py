# SPDX-License-Identifier: Apache-2.0
"""New eras (元号) from a file, so that no program has to be changed for them (1.3.6).

[[era]]
name = "…"          # two characters
letter = "…"        # as clerks type it: R for 令和
sign = "…"          # the one-character ligature, empty until there is one
digit = "6"         # as clerks type it: 5 for 令和
report_digit = "6"  # in the files of the tax reports
first = 2040-01-01  # its first day; the era before it ends the day before
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from daicho.kernel.dates import BUILT_IN, Era, EraError, with_added

KEYS = frozenset({"name", "letter", "sign", "digit", "report_digit", "first"})
NO_END = dt.date(2999, 12, 31)


def read_eras(path: Path) -> tuple[Era, ...]:
    """Every era, those of the file last; an `EraError` says what is wrong with the file."""
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EraError(f"{path}: 読めません（{error}）") from None
    lines = written.get("era")
    if set(written) != {"era"} or not isinstance(lines, list):
        raise EraError(f"{path}: [[era]] の並びだけを書いてください。")
    eras: tuple[Era, ...] = BUILT_IN
    for number, line in enumerate(lines, start=1):
        eras = with_added(eras, _era(path, number, line))
    return eras


def _era(path: Path, number: int, line: dict[str, object]) -> Era:
    if set(line) != KEYS:
        raise EraError(f"{path}: {number}番目の元号の項目は {'、'.join(sorted(KEYS))} です。")
    first = line["first"]
    texts = {name: line[name] for name in KEYS - {"first"}}
    if type(first) is not dt.date or not all(isinstance(one, str) for one in texts.values()):
        raise EraError(f"{path}: {number}番目の元号の first は日付、ほかは文字列です。")
    return Era(**_strings(texts), first=first, last=NO_END)


def _strings(texts: dict[str, object]) -> dict[str, str]:
    return {name: str(text) for name, text in texts.items()}
