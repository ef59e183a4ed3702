# SPDX-License-Identifier: Apache-2.0
"""Fields of slips: dates as clerks type them, and those that need not be days of the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from daicho.kernel.dates import parse_date
from daicho.kernel.uncertain_date import UncertainDate, format_uncertain, parse_uncertain


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    parsed = parse_date(str(value))
    if parsed.value is None:
        raise ValueError(parsed.reason)
    return parsed.value


def _uncertain(value: Any) -> UncertainDate:
    if isinstance(value, UncertainDate):
        return value
    if isinstance(value, dt.date):
        return UncertainDate(value, "")
    found, reason = parse_uncertain(str(value))
    if found is None:
        raise ValueError(reason)
    return found


def _none_of_nothing(value: Any) -> Any:
    return None if value in ("", None) else value


EntryDate = Annotated[dt.date, BeforeValidator(_date)]
EntryUncertainDate = Annotated[
    UncertainDate, BeforeValidator(_uncertain), PlainSerializer(format_uncertain)
]
OptionalDate = Annotated[EntryDate | None, BeforeValidator(_none_of_nothing)]
OptionalUncertainDate = Annotated[EntryUncertainDate | None, BeforeValidator(_none_of_nothing)]
OptionalNumber = Annotated[int | None, BeforeValidator(_none_of_nothing)]
