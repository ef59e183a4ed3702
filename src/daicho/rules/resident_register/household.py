# SPDX-License-Identifier: Apache-2.0
"""What is looked at in a household as a whole: one householder, one spouse, sexes and ages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from daicho.kernel.dates import attained_age
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import (
    CHILDREN,
    ELDERS,
    HOUSEHOLDER,
    PARENTS,
    YOUNGERS,
    Link,
    Relationship,
    Sex,
    parse_relationship,
)

MARRIAGEABLE_AGE = 18  # 民法731条; 16 for women who married before 2022-04-01
MARRIAGEABLE_AGE_OF_WOMEN_BEFORE = 16
EQUAL_MARRIAGEABLE_AGE_FROM = dt.date(2022, 4, 1)
YOUNGEST_USUAL_HOUSEHOLDER = 15


@dataclass(frozen=True, slots=True)
class ReadMember:
    """A member whose words were understood."""

    member: Member
    relationship: Relationship

    @property
    def link(self) -> Link | None:
        """The word to the householder, when it is a single one."""
        return self.relationship.links[0] if len(self.relationship.links) == 1 else None


def check_household(members: tuple[Member, ...], *, as_of: dt.date) -> tuple[Finding, ...]:
    """Every error and alert of the relationships in one household on a day."""
    findings: list[Finding] = []
    read: list[ReadMember] = []
    for member in members:
        parsed = parse_relationship(member.relationship, subject=subject_of(member))
        if parsed.value is not None:
            read.append(ReadMember(member, parsed.value))
        elif parsed.finding is not None:
            findings.append(parsed.finding)
    return (*findings, *_together(read), *_each(read, as_of))


def subject_of(member: Member) -> str:
    """How a finding names a member."""
    return f"宛名番号 {member.number}"


def _together(read: list[ReadMember]) -> Iterator[Finding]:
    """What is wrong with the household as a whole."""
    heads = [each for each in read if each.relationship == HOUSEHOLDER]
    if not heads and read:
        yield finding("A-002")
    for each in heads[1:]:
        yield finding("E-022", subject=subject_of(each.member))
    for each in [each for each in read if each.relationship.is_spouse][1:]:
        yield finding("E-023", subject=subject_of(each.member), detail=each.relationship.text)
    for parent in (Link.FATHER, Link.MOTHER):
        for each in [each for each in read if each.link is parent][1:]:
            yield finding("A-036", subject=subject_of(each.member), detail=str(parent))


def _each(read: list[ReadMember], as_of: dt.date) -> Iterator[Finding]:
    """What is wrong with one member, alone or beside the householder."""
    head = next((each.member for each in read if each.relationship == HOUSEHOLDER), None)
    for each in read:
        if Sex.UNKNOWN not in (each.relationship.sex, each.member.sex) and (
            each.relationship.sex is not each.member.sex
        ):
            yield finding("E-024", subject=subject_of(each.member), detail=each.relationship.text)
        if each.member is head:
            yield from _check_head(each.member, as_of)
        else:
            yield from _check_beside(each, head, as_of)


def _check_head(head: Member, as_of: dt.date) -> Iterator[Finding]:
    if head.birth is not None and attained_age(head.birth, as_of) < YOUNGEST_USUAL_HOUSEHOLDER:
        yield finding("A-038", subject=subject_of(head))


def _check_beside(each: ReadMember, head: Member | None, as_of: dt.date) -> Iterator[Finding]:
    if each.relationship.is_spouse:
        yield from _check_spouse(each, head, as_of)
    if head is None or head.birth is None or each.member.birth is None or each.link is None:
        return
    for links, number, is_wrong in _AGE_CHECKS:
        if each.link in links and is_wrong(each.member.birth, head.birth):
            yield finding(number, subject=subject_of(each.member), detail=str(each.link))


_AGE_CHECKS: tuple[tuple[frozenset[Link], str, Callable[[dt.date, dt.date], bool]], ...] = (
    (CHILDREN, "A-031", lambda own, head: own <= head),
    (PARENTS, "A-032", lambda own, head: own >= head),
    (ELDERS, "A-033", lambda own, head: own > head),
    (YOUNGERS, "A-034", lambda own, head: own < head),
)


def _check_spouse(each: ReadMember, head: Member | None, as_of: dt.date) -> Iterator[Finding]:
    known = head is not None and Sex.UNKNOWN not in (head.sex, each.member.sex)
    if head is not None and known and head.sex is each.member.sex:
        yield finding("A-035", subject=subject_of(each.member))
    if each.link in (Link.HUSBAND, Link.WIFE):
        for member in (each.member, *((head,) if head is not None else ())):
            if is_too_young_to_marry(member.birth, member.sex, as_of):
                yield finding("A-037", subject=subject_of(member))


def is_too_young_to_marry(birth: dt.date | None, sex: Sex, on: dt.date) -> bool:
    """Whether a person cannot be married yet (民法731条).

    Women of 16 could until March 31, 2022, and stay married: who was 16 by then is left alone.
    """
    if birth is None or attained_age(birth, on) >= MARRIAGEABLE_AGE:
        return False
    before = EQUAL_MARRIAGEABLE_AGE_FROM - dt.timedelta(days=1)
    young = MARRIAGEABLE_AGE_OF_WOMEN_BEFORE
    return not (sex is Sex.FEMALE and attained_age(birth, min(on, before)) >= young)
