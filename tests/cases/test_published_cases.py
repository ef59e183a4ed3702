# SPDX-License-Identifier: Apache-2.0
"""Published worked examples come out to the yen; printed figures that are wrong or unsure differ.

The files are copies of the published cases (their README tells the format). Our own cases stand in
own_*.yaml, in the same format.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from daicho.engine.compute import compute_case

FOLDER = Path(__file__).parent / "inhabitants_tax"
Entry = dict[str, Any]

# Printed figures that our reading also gives, though the source is not confirmed (see `reason`).
UNCONFIRMED_BUT_SAME = {"kei3-jinteki-sa-18", "verifyjs-kurikoshi"}


def entries() -> list[Entry]:
    return [
        entry
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    ]


ENTRIES = entries()
VERIFIED = [entry for entry in ENTRIES if entry["verified"]]
UNCONFIRMED = [entry for entry in ENTRIES if not entry["verified"]]


def at(result: Any, path: str) -> Any:
    for key in path.split("."):
        result = result[int(key)] if isinstance(result, list) else result[key]
    return result


def ours(entry: Entry) -> dict[str, Any]:
    result = compute_case(entry["case"])
    return {path: at(result, path) for path in entry["expected"]}


@pytest.mark.parametrize("entry", VERIFIED, ids=lambda entry: entry["id"])
def test_printed_figures_come_out(entry: Entry) -> None:
    assert ours(entry) == entry["expected"]


@pytest.mark.parametrize("entry", UNCONFIRMED, ids=lambda entry: entry["id"])
def test_wrong_or_unconfirmed_figures_are_answered(entry: Entry) -> None:
    assert entry["reason"]
    same = ours(entry) == entry["expected"]
    assert same == (entry["id"] in UNCONFIRMED_BUT_SAME)


def test_every_file_is_read() -> None:
    assert len(VERIFIED) >= 176
    assert len({entry["id"] for entry in ENTRIES}) == len(ENTRIES)
