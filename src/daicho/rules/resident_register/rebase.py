# SPDX-License-Identifier: Apache-2.0
"""New relationships after a change of householder (世帯主変更, 4.1.4.2), as proposals.

What each member is to the new householder follows from what both were to the old one: the way
back from the new householder to the old, then the old relationship, made as short as it goes.
Where the words leave it open (is the husband's child also hers?) every reading is offered, the
likelier first; a clerk decides.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from daicho.rules.resident_register.relationship import (
    CHILDREN,
    CONNECTED,
    ELDERS,
    HOUSEHOLDER,
    LINK_SEX,
    LODGER,
    MAX_GENERATIONS,
    PARENTS,
    SIBLINGS,
    SPOUSES,
    Link,
    RelationKind,
    Relationship,
    Sex,
    parse_relationship,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a household, as far as relationships need."""

    number: int  # 宛名番号
    relationship: str
    sex: Sex
    birth: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one member is proposed to be; `others` are further readings, likelier first."""

    number: int
    old: str
    proposed: str
    others: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether the words leave only one reading (still confirmed by a clerk)."""
        return bool(self.proposed) and not self.others


Step = Link | tuple[Link, Link]  # a pair that must not be shortened further
Path = tuple[Step, ...]
_UNREGISTERED = {
    Link.HUSBAND_UNREGISTERED: {Sex.FEMALE: Link.WIFE_UNREGISTERED},
    Link.WIFE_UNREGISTERED: {Sex.MALE: Link.HUSBAND_UNREGISTERED},
}
_PARTNER = {
    Link.HUSBAND: Link.WIFE,
    Link.WIFE: Link.HUSBAND,
    Link.HUSBAND_UNREGISTERED: Link.WIFE_UNREGISTERED,
    Link.WIFE_UNREGISTERED: Link.HUSBAND_UNREGISTERED,
}


def propose_relationships(
    members: tuple[Member, ...], *, householder_no: int
) -> tuple[Proposal, ...]:
    """Proposals for every member when `householder_no` becomes householder, in the given order."""
    new = next(member for member in members if member.number == householder_no)
    old_sex = next(
        (member.sex for member in members if member.relationship == HOUSEHOLDER.text), Sex.UNKNOWN
    )
    return tuple(_propose(member, new, old_sex) for member in members)


def _propose(member: Member, new: Member, old_sex: Sex) -> Proposal:
    if member.number == new.number:
        return Proposal(member.number, member.relationship, HOUSEHOLDER.text)
    own = parse_relationship(new.relationship).value
    theirs = parse_relationship(member.relationship).value
    if own is None or theirs is None:
        return Proposal(member.number, member.relationship, "", (CONNECTED.text, LODGER.text))
    words = _outside_family(own, theirs) or _words(own, theirs, member, new, old_sex)
    return Proposal(member.number, member.relationship, words[0], words[1:])


def _outside_family(own: Relationship, theirs: Relationship) -> tuple[str, ...]:
    """Lodgers stay lodgers to everybody; of connected persons the tie is to be asked."""
    kinds = {own.kind, theirs.kind}
    if RelationKind.LODGER in kinds:
        return (LODGER.text,)
    if RelationKind.CONNECTED in kinds:
        return (CONNECTED.text, LODGER.text)
    return ()


def _words(
    own: Relationship, theirs: Relationship, member: Member, new: Member, old_sex: Sex
) -> tuple[str, ...]:
    paths: list[Path] = []
    for back in inverse(own.links, householder_sex=old_sex):
        paths.extend(_shorten((*back, *theirs.links), member, new))
    flat = (_flatten(path) for path in paths)
    fitting = [links for links in flat if links and _fits(links, member, new)]
    words = ["の".join(x) if len(x) <= MAX_GENERATIONS else CONNECTED.text for x in fitting]
    return tuple(dict.fromkeys(words)) or (CONNECTED.text,)


def inverse(links: tuple[Link, ...], *, householder_sex: Sex) -> tuple[tuple[Link, ...], ...]:
    """What the householder is to the person at the end of `links`; every reading."""
    choices: list[tuple[Link, ...]] = []
    for index in range(len(links) - 1, -1, -1):
        known = householder_sex if index == 0 else LINK_SEX[links[index - 1]]
        choices.append(_back(links[index], known))
    return tuple(itertools.product(*choices))


def _back(link: Link, sex: Sex) -> tuple[Link, ...]:
    """One step back: what a person of `sex` is to the one whom they call `link`."""
    if link in _PARTNER:
        return (_PARTNER[link],)
    if link in PARENTS:
        return (Link.CHILD,)
    male, female = Link.FATHER, Link.MOTHER
    if link in ELDERS:
        male, female = Link.YOUNGER_BROTHER, Link.YOUNGER_SISTER
    elif link in SIBLINGS:
        male, female = Link.ELDER_BROTHER, Link.ELDER_SISTER
    if sex is Sex.UNKNOWN:
        return (male, female)
    return (male,) if sex is Sex.MALE else (female,)


def _shorten(path: Path, member: Member, new: Member) -> list[Path]:
    """Every reading of a path, shortened pair by pair from the left."""
    for index in range(len(path) - 1):
        first, second = path[index], path[index + 1]
        if isinstance(first, tuple) or isinstance(second, tuple):
            continue
        is_last = index + 2 == len(path)
        followed = None if is_last else path[index + 2]
        readings = _pair(first, second)
        if readings is None and first in PARENTS and second in CHILDREN:
            readings = _self_or_sibling(is_last, index == 0, followed, member, new)
        if readings is None:
            continue
        shortened = [
            _shorten((*path[:index], *reading, *path[index + 2 :]), member, new)
            for reading in readings
        ]
        return [each for group in shortened for each in group]
    return [path]


def _pair(first: Link, second: Link) -> tuple[Path, ...] | None:
    """How two neighbouring words read as fewer; None when they stay."""
    if second in _PARTNER and first in (*_PARTNER, *PARENTS):
        return _with_partner(first, second)
    if first in SPOUSES and second in CHILDREN:
        return ((Link.CHILD,), ((first, second),))
    if first in CHILDREN and second in PARENTS:
        return ((), _spouse_of_parent(second))
    if first in CHILDREN and second in SIBLINGS:
        return ((Link.CHILD,),)
    if first in SIBLINGS and second in PARENTS:
        return ((second,),)
    if first in SIBLINGS and second in SIBLINGS:
        return ((second,), ())
    return None


def _with_partner(first: Link, second: Link) -> tuple[Path, ...] | None:
    if first in _PARTNER:  # the husband's wife is the person herself
        return ((),) if _PARTNER[first] is second else None
    if second in (Link.HUSBAND_UNREGISTERED, Link.WIFE_UNREGISTERED):
        return (((first, second),), _parent_beside(first))
    return (_parent_beside(first), ((first, second),))


def _parent_beside(parent: Link) -> Path:
    return (Link.MOTHER,) if parent is Link.FATHER else (Link.FATHER,)


def _spouse_of_parent(parent: Link) -> Path:
    """The child's father is the person or the person's husband."""
    return (Link.HUSBAND,) if parent is Link.FATHER else (Link.WIFE,)


def _self_or_sibling(
    is_last: bool, is_first: bool, followed: Step | None, member: Member, new: Member
) -> tuple[Path, ...]:
    """A parent's child: the one before, else a brother or sister, by age and sex where known."""
    if not (is_last and is_first):
        return ((), *_siblings_before(followed))
    return tuple((link,) for link in sibling_words(of=new, member=member))


def _siblings_before(followed: Step | None) -> tuple[Path, ...]:
    """The siblings that can have the person who follows, as husband or wife, else any."""
    order = (Link.ELDER_BROTHER, Link.ELDER_SISTER, Link.YOUNGER_BROTHER, Link.YOUNGER_SISTER)
    if not isinstance(followed, Link) or followed not in _PARTNER:
        return tuple((link,) for link in order)
    sex = Sex.MALE if LINK_SEX[followed] is Sex.FEMALE else Sex.FEMALE
    return tuple((link,) for link in order if LINK_SEX[link] is sex)


def sibling_words(*, of: Member, member: Member) -> tuple[Link, ...]:
    """兄 姉 弟 妹 for a brother or sister; several where age or sex is not known.

    Born on one day they follow the 宛名番号, as the order of members does.
    """
    elder = (Link.ELDER_BROTHER, Link.ELDER_SISTER)
    younger = (Link.YOUNGER_BROTHER, Link.YOUNGER_SISTER)
    words: tuple[Link, ...] = (*elder, *younger)
    if member.birth is not None and of.birth is not None:
        before = (member.birth, member.number) < (of.birth, of.number)
        words = elder if before else younger
    return tuple(w for w in words if member.sex in (Sex.UNKNOWN, LINK_SEX[w]))


def _flatten(path: Path) -> tuple[Link, ...]:
    return tuple(link for step in path for link in ((step,) if isinstance(step, Link) else step))


def _fits(links: tuple[Link, ...], member: Member, new: Member) -> bool:
    """Whether the sexes known allow these words: a registered couple has both."""
    sexes = (new.sex, *(LINK_SEX[link] for link in links))
    if Sex.UNKNOWN not in (sexes[-1], member.sex) and sexes[-1] is not member.sex:
        return False
    couples = (
        (sexes[index], sexes[index + 1])
        for index, link in enumerate(links)
        if link in (Link.HUSBAND, Link.WIFE)
    )
    return all(one is not other for one, other in couples)
