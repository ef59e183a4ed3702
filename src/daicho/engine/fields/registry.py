# SPDX-License-Identifier: Apache-2.0
"""Which fields there are, each with its schema (engine/schema/<field>.json), checks and compute."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from daicho.engine.case import CaseRefused
from daicho.engine.contract import Fault, faults_of
from daicho.engine.fields import delinquency_charge, light_vehicle_tax, refund_interest

_YEARS = range(1950, 2101)  # days outside are a slip of the pen, not a case
_DAY = re.compile(r"(\d{4})-\d{2}-\d{2}")
_SCHEMAS = Path(__file__).parents[1] / "schema"


class Field(NamedTuple):
    """One field of rules as the command line sees it."""

    name_ja: str
    compute: Callable[[dict[str, Any]], dict[str, Any]]
    faults: Callable[[dict[str, Any]], list[str]]
    explain: Callable[[dict[str, Any]], list[str]]


FIELDS: Mapping[str, Field] = {
    module.__name__.rpartition(".")[2]: Field(
        module.NAME_JA, module.compute, module.faults, module.explain
    )
    for module in (delinquency_charge, light_vehicle_tax, refund_interest)
}


@cache
def schema_of(field: str) -> Mapping[str, Any]:
    """The schema of a field's cases."""
    schema: Mapping[str, Any] = json.loads((_SCHEMAS / f"{field}.json").read_text("utf-8"))
    return schema


def compute_field(field: str, data: Any, *, explain: bool = False) -> dict[str, Any]:
    """One case; every fault at once as CaseRefused."""
    found = [*faults_of(data, schema_of(field)), *_faults_of_years(data, "")]
    if not found:
        found = [Fault("", reason) for reason in FIELDS[field].faults(data)]
    if found:
        raise CaseRefused(found)
    result = FIELDS[field].compute(data)
    shown = {"id": data["id"], "field": field, **result}
    return {**shown, "explanation": FIELDS[field].explain(result)} if explain else shown


def _faults_of_years(value: Any, path: str) -> Iterator[Fault]:
    """Every date in the case whose year we do not compute with."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "id":
                yield from _faults_of_years(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _faults_of_years(item, f"{path}[{index}]")
    elif (
        isinstance(value, str) and (found := _DAY.fullmatch(value)) and int(found[1]) not in _YEARS
    ):
        yield Fault(path, f"{_YEARS[0]}年から{_YEARS[-1]}年までの日付でなければなりません")
