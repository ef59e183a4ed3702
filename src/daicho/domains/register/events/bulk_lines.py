# SPDX-License-Identifier: Apache-2.0
"""The lines of a bulk change against the register as it stands: what each changes, or why not.

A line is left out (除外) when the register no longer says what the file says was before, when a
member has a change ahead (転出予定者), or when a guard (抑止) stops a member.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.domains.register.history import PersonChange
from daicho.domains.register.hooks import ask_guards
from daicho.domains.register.models import BulkKind, BulkLine, ResidentVersion, Status
from daicho.foundation.access.actor import Context
from daicho.kernel.findings import Severity
from daicho.rules.resident_register.names import is_furigana
from daicho.rules.resident_register.reasons import Reason

# Columns of the file: heading -> item of the record.
NUMBERS = {
    BulkKind.ADDRESS: "世帯番号", BulkKind.DOMICILE: "宛名番号", BulkKind.KANA: "宛名番号",
}  # fmt: skip
BEFORE = {
    BulkKind.ADDRESS: {"変更前住所": "address", "変更前方書": "building"},
    BulkKind.DOMICILE: {"変更前本籍": "registered_domicile"},
    BulkKind.KANA: {"変更前振り仮名": "kana"},
}
AFTER = {
    BulkKind.ADDRESS: {
        "変更後住所": "address", "変更後方書": "building", "変更後郵便番号": "postcode",
        "変更後町字": "town", "変更後住所コード": "address_code",
    },
    BulkKind.DOMICILE: {"変更後本籍": "registered_domicile"},
    BulkKind.KANA: {"変更後振り仮名": "kana"},
}  # fmt: skip
REASONS = {
    BulkKind.ADDRESS: Reason.MINOR_CORRECTION, BulkKind.DOMICILE: Reason.MINOR_CORRECTION,
    BulkKind.KANA: Reason.CORRECT_BY_AUTHORITY,
}  # fmt: skip
NOBODY, CHANGED, AHEAD, SAME, GUARDED = (
    "住民がいません", "変更前のデータが今の記載と違います", "異動日の後の異動・予定があります",
    "変更後と同じです", "抑止されています",
)  # fmt: skip
NO_AFTER, NO_KANA, TWICE = (
    "変更後が空欄です", "振り仮名は全角カタカナです", "同じ番号の行が前にあります",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What one line comes to: the changes of its persons, or the fault that leaves it out."""

    changes: tuple[PersonChange, ...] = ()
    fault: str = ""
    before: tuple[ResidentVersion, ...] = ()  # the records that the changes start from


def headings(kind: str) -> tuple[str, ...]:
    """The headings that a file of the kind must have."""
    which = BulkKind(kind)
    return (NUMBERS[which], *BEFORE[which], *AFTER[which])


def judge_lines(
    kind: str, lines: Sequence[BulkLine], *, day: date, context: Context
) -> dict[int, Judged]:
    """Each line (by its line number) against the register, in one read for all."""
    people = people_of(kind, lines, day=day)
    courses = _courses(number for rows in people.values() for number in rows)
    judged: dict[int, Judged] = {}
    seen: set[int] = set()
    for line in lines:
        number = line.number or 0
        fault = TWICE if number in seen else _fault_of(kind, line)
        seen.add(number)
        rows = {one: courses[one] for one in people.get(number, ())}
        judged[line.line] = Judged(fault=fault) if fault else _judge(kind, line, rows, day=day)
    return _without_guarded(kind, lines, judged, context)


def people_of(kind: str, lines: Sequence[BulkLine], *, day: date) -> dict[int, list[int]]:
    """The residents of a day by the number of the line that names them."""
    key = "household_no" if kind == BulkKind.ADDRESS else "addressee_no"
    numbers = [line.number for line in lines if line.number is not None]
    found = ResidentVersion.objects.filter(
        **{f"{key}__in": numbers}, recorded__upper_inf=True, valid__contains=day,
        status=Status.RESIDENT,
    ).values_list(key, "addressee_no")  # fmt: skip
    people: dict[int, list[int]] = defaultdict(list)
    for number, person in found.order_by("member_order", "addressee_no"):
        people[number].append(person)
    return people


def _courses(numbers: Iterable[int]) -> dict[int, list[ResidentVersion]]:
    rows = ResidentVersion.objects.filter(addressee_no__in=list(numbers), recorded__upper_inf=True)
    courses: dict[int, list[ResidentVersion]] = defaultdict(list)
    for row in rows:
        courses[row.addressee_no].append(row)
    return courses


def _fault_of(kind: str, line: BulkLine) -> str:
    """What is wrong with the line by itself."""
    main = next(iter(AFTER[BulkKind(kind)].values()))
    if not line.after.get(main):
        return NO_AFTER
    if kind == BulkKind.KANA and not is_furigana(line.after["kana"]):
        return NO_KANA
    return ""


def _judge(
    kind: str, line: BulkLine, courses: Mapping[int, list[ResidentVersion]], *, day: date
) -> Judged:
    if not courses:
        return Judged(fault=NOBODY)
    changes: list[PersonChange] = []
    before: list[ResidentVersion] = []
    for number, rows in courses.items():
        row = next(one for one in rows if _holds(one, day))
        if any((one.valid.lower or date.min) > day for one in rows):
            return Judged(fault=AHEAD)
        if any(getattr(row, name) != value for name, value in line.before.items()):
            return Judged(fault=CHANGED)
        values = {name: v for name, v in _values(kind, line).items() if getattr(row, name) != v}
        if not values:
            return Judged(fault=SAME)
        changes.append(PersonChange(addressee_no=number, first_day=day, values=values))
        before.append(row)
    return Judged(tuple(changes), before=tuple(before))


def _holds(row: ResidentVersion, day: date) -> bool:
    lower, upper = row.valid.lower, row.valid.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)


def _values(kind: str, line: BulkLine) -> dict[str, Any]:
    """Empty columns beside the main one leave their item as it is, but for 方書 of an address."""
    values = {name: text for name, text in line.after.items() if text or name == "building"}
    return values | ({"kana_confirmed": False} if kind == BulkKind.KANA else {})


def _without_guarded(
    kind: str, lines: Sequence[BulkLine], judged: dict[int, Judged], context: Context
) -> dict[int, Judged]:
    """Asked once for all; only where somebody is stopped, line by line."""
    reason = REASONS[BulkKind(kind)].value
    if not _is_stopped(kind, lines, judged, reason, context):
        return judged
    for line in lines:
        if _is_stopped(kind, [line], judged, reason, context):
            judged[line.line] = Judged(fault=GUARDED)
    return judged


def _is_stopped(
    kind: str, lines: Sequence[BulkLine], judged: Mapping[int, Judged], reason: str,
    context: Context,
) -> bool:  # fmt: skip
    people = [one.addressee_no for line in lines for one in judged[line.line].changes]
    if not people:
        return False
    households = [line.number for line in lines if kind == BulkKind.ADDRESS and line.number]
    found = ask_guards(
        addressee_nos=sorted(people), household_nos=sorted(households), reason=reason,
        context=context,
    )  # fmt: skip
    return any(one.severity is Severity.ERROR for one in found)
