# SPDX-License-Identifier: Apache-2.0
"""Bitemporal full-row history: `valid` (when true in the world) × `recorded` (when we knew).

A correction closes `recorded` of the rows it touches and adds rows; nothing is overwritten. Every
read says as of which day and which moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

Row = TypeVar("Row", bound="History")


class HistoryError(Exception):
    """A defect in how history is written."""


class HistoryQuerySet(models.QuerySet[Any]):
    """Reads that state both times."""

    def as_of(self, *, valid_on: date, known_at: datetime) -> Self:
        """What was true on that day, as we knew it at that moment."""
        return self.filter(valid__contains=valid_on, recorded__contains=known_at)

    def known(self, *, at: datetime) -> Self:
        """The whole course of things, as we knew it at that moment."""
        return self.filter(recorded__contains=at)

    def current_knowledge(self) -> Self:
        """Rows that nothing has corrected: what a correction starts from."""
        return self.filter(recorded__upper_inf=True)


HistoryManager = models.Manager.from_queryset(HistoryQuerySet)


class History(models.Model):
    """Base of a table with history; a subclass names its key in `history_key`.

    Its Meta takes `constraints = history_constraints("prefix", "key")` and
    `indexes = history_indexes("prefix", "key")`.
    """

    history_key: ClassVar[tuple[str, ...]]

    valid = DateRangeField("有効期間")
    recorded = DateTimeRangeField("記録期間")

    objects: ClassVar[Any] = HistoryManager()

    class Meta:
        abstract = True


def history_constraints(prefix: str, *key: str) -> list[models.BaseConstraint]:
    """At no moment do we know two truths about one day."""
    return [
        ExclusionConstraint(
            name=f"{prefix}_one_truth",
            expressions=[
                *((name, RangeOperators.EQUAL) for name in key),
                ("valid", RangeOperators.OVERLAPS),
                ("recorded", RangeOperators.OVERLAPS),
            ],
        )
    ]


def history_indexes(prefix: str, *key: str) -> list[models.Index]:
    """The plain index on the key without which corrections among millions of rows take minutes."""
    return [models.Index(fields=list(key), name=f"{prefix}_key")]


@transaction.atomic
def supersede(
    model: type[Row], *, key: dict[str, Any], valid: DateRange, at: datetime, **values: Any
) -> Row:
    """Record that during `valid` the item is as `values` say, from the moment `at` on.

    Rows known until now that overlap are closed; what they said outside `valid` is said again.
    The caller holds the lock on the item.
    """
    if set(key) != set(model.history_key):
        raise HistoryError(f"{model.__name__} has the key {model.history_key}")
    _close(model, key=key, valid=valid, at=at)
    row = model(**key, **values, valid=valid, recorded=DateTimeTZRange(at, None))
    row.save(force_insert=True)
    return row


@transaction.atomic
def end(model: type[Row], *, key: dict[str, Any], last: date, at: datetime) -> int:
    """Record that the item is no more after `last`; return how many rows were cut or closed."""
    return _close(model, key=key, valid=DateRange(last, None, "(]"), at=at)


def _close(model: type[Row], *, key: dict[str, Any], valid: DateRange, at: datetime) -> int:
    held = model._default_manager.filter(**key, recorded__upper_inf=True, valid__overlap=valid)
    overlapping: list[Row] = list(held.select_for_update())
    for row in overlapping:
        known_since = row.recorded.lower
        if known_since > at:
            raise HistoryError("a correction must not be recorded before what it corrects")
        same = model._default_manager.filter(pk=row.pk)
        if known_since == at:
            same.delete()  # written a moment ago by the same correction: nobody ever knew it
        else:
            same.update(recorded=DateTimeTZRange(known_since, at))
        for period in _outside(row, valid):
            row.pk = None
            row.recorded = DateTimeTZRange(at, None)
            row.valid = period
            row.save(force_insert=True)
    return len(overlapping)


def _outside(row: History, valid: DateRange) -> Iterable[DateRange]:
    """The parts of a row's period before and after `valid` (all half-open)."""
    first, last = _half_open(valid)
    own_first, own_last = row.valid.lower, row.valid.upper  # read before the row is reused
    if first is not None and (own_first is None or own_first < first):
        yield DateRange(own_first, first)
    if last is not None and (own_last is None or own_last > last):
        yield DateRange(last, own_last)


def _half_open(period: DateRange) -> tuple[date | None, date | None]:
    """Lower bound inside, upper outside, as PostgreSQL keeps them."""
    lower, upper = period.lower, period.upper
    if lower is not None and not period.lower_inc:
        lower = date.fromordinal(lower.toordinal() + 1)
    if upper is not None and period.upper_inc:
        upper = date.fromordinal(upper.toordinal() + 1)
    return lower, upper
