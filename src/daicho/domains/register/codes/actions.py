# SPDX-License-Identifier: Apache-2.0
"""Take codes into the stock, say when it is low, number who has none (標準仕様書 4.3.1)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from daicho.domains.register.codes.stock import FROM_STOCK, count_free, with_resident_codes
from daicho.domains.register.history import PersonChange, lock_people, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.register.models import (
    Event,
    ResidentCodeAlert,
    ResidentCodeStock,
    ResidentVersion,
)
from daicho.domains.register.selectors import residents_as_of
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.resident_code import is_resident_code

HEADING = "住民票コード"
MOST_AT_ONCE = 500


def read_codes(text: str) -> tuple[str, ...]:
    """The lines of a file of codes; a heading and empty lines are left out."""
    lines = (line.strip().strip('"').replace("-", "") for line in text.splitlines())
    return tuple(line for line in lines if line and line.lstrip("\ufeff") != HEADING)


@dataclass(frozen=True, kw_only=True)
class ImportResidentCodes(Action[int]):
    """Take blank codes from the network's server into the stock; any fault refuses the file.

    `checks_digits` is off where a municipality knows the weights of the check digit to differ
    from those assumed (unverified).
    """

    function = "register.code"
    audit_text = "新規付番用住民票コードの取込"

    source: str
    codes: tuple[str, ...] = field(repr=False)
    checks_digits: bool = True

    def detail(self) -> Mapping[str, object]:
        return {"取得元": self.source, "件数": f"{len(self.codes):,}"}

    def change(self, context: Context) -> Outcome[int]:
        found = [*self._faults(), *_known(self.codes)]
        if not self.codes:
            found.append(_error("empty", "住民票コードが1件もありません。"))
        if found:
            return Outcome(None, tuple(found))
        ResidentCodeStock.objects.bulk_create(
            ResidentCodeStock(
                code=code, draw=secrets.randbits(63), received_at=context.at, source=self.source
            )
            for code in self.codes
        )
        return Outcome(len(self.codes))

    def _faults(self) -> list[Finding]:
        """Each by its line; the code itself is never told."""
        counts = Counter(self.codes)
        found: list[Finding] = []
        for line, code in enumerate(self.codes, start=1):
            is_right = len(code) == 11 and code.isascii() and code.isdigit()
            if not is_right or (self.checks_digits and not is_resident_code(code)):
                found.append(finding("E-032", subject=f"{line}件目"))
            elif counts[code] > 1:
                found.append(_error("twice", "同じ住民票コードが二つあります。", f"{line}件目"))
        return found


def _known(codes: tuple[str, ...]) -> list[Finding]:
    lines = {code: line for line, code in enumerate(codes, start=1)}
    stock = ResidentCodeStock.objects.filter(code__in=codes).values_list("code", flat=True)
    used = ResidentVersion.objects.filter(resident_code__in=codes)
    known = {*stock, *used.values_list("resident_code", flat=True).distinct()}
    return [
        finding("E-035", subject=f"{lines[code]}件目") for code in sorted(known, key=lines.get)  # type: ignore[arg-type]
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SetResidentCodeAlert(Action[int]):
    """Say from how few free codes on everybody is warned."""

    function = "register.code"
    audit_text = "住民票コードの空きの下限の設定"

    alert_below: int

    def detail(self) -> Mapping[str, object]:
        return {"下限": self.alert_below}

    def change(self, context: Context) -> Outcome[int]:
        if self.alert_below < 0:
            return Outcome(None, (_error("negative", "0以上の件数を入力してください。"),))
        ResidentCodeAlert.objects.create(
            alert_below=self.alert_below, set_by=context.actor.who.login, set_at=context.at
        )
        return Outcome(self.alert_below)


@dataclass(frozen=True, kw_only=True)
class NumberTheUnnumbered(Action[int]):
    """Give a code to residents who have none (未付番者), at most 500 a time; how many were."""

    function = "register.code"
    audit_text = "住民票コードの未付番者への付番"

    def change(self, context: Context) -> Outcome[int]:
        people = list_unnumbered(context=context)[: min(MOST_AT_ONCE, count_free())]
        if not people:
            return Outcome(0)
        lock_people(people)
        today = timezone.localtime(context.at).date()
        changes = [
            PersonChange(addressee_no=number, first_day=today, values={"resident_code": FROM_STOCK})
            for number in people
        ]
        event = _event(context)
        changed = write_event(event=event, changes=with_resident_codes(changes, at=context.at))
        tell_followers(changes=changed, context=context)
        return Outcome(len(people))


def list_unnumbered(*, context: Context) -> list[int]:
    """宛名番号 of today's residents without a code (未付番者)."""
    today = timezone.localtime(context.at).date()
    found = residents_as_of(valid_on=today, known_at=context.at).filter(resident_code="")
    return list(found.order_by("addressee_no").values_list("addressee_no", flat=True))


def _event(context: Context) -> Event:
    today = timezone.localtime(context.at).date()
    who = context.actor.who
    return Event(
        reason=Reason.RESIDENT_CODE_RECORD.value, basis=Basis.AUTHORITY.value, happened_on=today,
        processed_on=today, recorded_at=context.at, place=who.section, terminal=context.terminal,
        entered_by=who.login, checked_by=who.login, detail={"一括": "未付番者への付番"},
    )  # fmt: skip


def _error(code: str, message: str, subject: str = "") -> Finding:
    return Finding(f"register.codes_{code}", Severity.ERROR, message, subject)
