# SPDX-License-Identifier: Apache-2.0
"""Order of the members of a household on paper and screen (世帯員の並び順, 標準仕様書 5.2).

Rank 1 householder, spouse, children; rank 2 the families of children, each family together; rank 3
parents, brothers and sisters, grandparents; rank 4 other relatives with their families, then
縁故者, then 同居人. A place fixed by hand comes before all of it.

Words alone do not tell which of several children 子の妻 is married to: `family_of` names the child.
Where it is not given the eldest child of the other sex is taken, and 子の子 goes to the child with
a spouse. Which of two parents heads the family register is told by `is_family_register_head`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import (
    CHILDREN,
    LINK_SEX,
    PARENTS,
    SIBLINGS,
    SPOUSES,
    Link,
    RelationKind,
    Relationship,
    Sex,
    parse_relationship,
)

_FAMILY_LINKS = SPOUSES | CHILDREN
OrderKey = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrderedMember:
    """A member with what orders it beside relationship, birth and number."""

    member: Member
    family_of: int | None = None  # 宛名番号 of the child or relative whose family it is
    is_family_register_head: bool = False
    fixed_place: int | None = None  # 1, 2, 3 … when the order was set by hand


def order_members(members: tuple[OrderedMember, ...]) -> tuple[OrderedMember, ...]:
    """The members in the order of the standard."""
    heads = find_family_heads(members)
    return tuple(sorted(members, key=lambda each: order_key(each, heads=heads)))


def order_key(each: OrderedMember, *, heads: Mapping[int, Member]) -> OrderKey:
    """What a member is sorted by; `heads` names the head of each family that is kept together."""
    own = (_day(each.member.birth), each.member.number)
    if each.fixed_place is not None:
        return (0, each.fixed_place, *own)
    relationship = parse_relationship(each.member.relationship).value
    if relationship is None:
        return (5, *own)
    head = heads.get(each.member.number)
    rank, place = rank_of(relationship)
    if rank == 2 or (head is not None and relationship.links and relationship.links[0] in CHILDREN):
        return _child_family_key(each, relationship, head)
    if rank == 4 or head is not None:
        return _relative_key(each, relationship, head or each.member, place)
    first = 0 if each.is_family_register_head or (rank, place) not in _HEAD_FIRST else 1
    return (rank, place, first, *own)


_HEAD_FIRST = ((3, 1), (3, 3))  # 父母 and 祖父母


def rank_of(relationship: Relationship) -> tuple[int, int]:
    """Rank (順位) and place in it, without regard to families: (3, 2) for 兄."""
    if relationship.kind is not RelationKind.FAMILY:
        return _KIND_RANKS[relationship.kind]
    links = relationship.links
    if relationship.is_spouse:
        return (1, 2)
    if links[0] in CHILDREN:
        return _rank_of_child(links)
    return (3, place) if (place := _parents_first(links)) else (4, 1)


_KIND_RANKS = {
    RelationKind.HOUSEHOLDER: (1, 1),
    RelationKind.CONNECTED: (4, 2),
    RelationKind.LODGER: (4, 3),
}


def _rank_of_child(links: tuple[Link, ...]) -> tuple[int, int]:
    if len(links) == 1:
        return (1, 3)
    if any(link not in _FAMILY_LINKS for link in links):
        return (4, 1)
    return (2, _place_in_family(links))


def _place_in_family(links: tuple[Link, ...]) -> int:
    """Behind the head of the family: the spouse, the children, then who is further away."""
    if len(links) > 2:
        return 4
    return 2 if links[-1] in SPOUSES else 3


def _parents_first(links: tuple[Link, ...]) -> int:
    """1 for 父母, 2 for 兄弟姉妹, 3 for 祖父母, else 0."""
    if all(link in PARENTS for link in links):
        return {1: 1, 2: 3}.get(len(links), 0)
    return 2 if len(links) == 1 and links[0] in SIBLINGS else 0


def _child_family_key(
    each: OrderedMember, relationship: Relationship, head: Member | None
) -> OrderKey:
    """Families by the child's birth and number; who has no child here comes after them."""
    own = (_day(each.member.birth), each.member.number)
    place = _place_in_family(relationship.links)
    if head is None:
        return (2, 2, place, *own)
    is_head = head.number == each.member.number
    return (2, 1, _day(head.birth), head.number, 1 if is_head else place, *own)


def _relative_key(
    each: OrderedMember, relationship: Relationship, head: Member, place: int
) -> OrderKey:
    """Relatives by generation, 配偶者側 as in rank 3, then the head's birth and number."""
    sub = place if relationship.kind is not RelationKind.FAMILY else 1
    generation, like_rank_3 = _distance(head)
    first = 0 if each.is_family_register_head or like_rank_3 not in (1, 3) else 1
    step = 1 if head.number == each.member.number else 2
    if step > 1 and relationship.links and relationship.links[-1] in CHILDREN:
        step = 3
    return (
        *(4, sub, generation, like_rank_3, first),
        *(_day(head.birth), head.number, step, _day(each.member.birth), each.member.number),
    )


def _distance(head: Member) -> tuple[int, int]:
    """Links to a relative, and the place that 妻の父 and the like have as in rank 3."""
    parsed = parse_relationship(head.relationship).value
    if parsed is None or not parsed.links:
        return (0, 0)
    rest = parsed.links[1:] if parsed.links[0] in SPOUSES else ()
    return (len(parsed.links), (_parents_first(rest) or 4) if rest else 4)


def find_family_heads(members: tuple[OrderedMember, ...]) -> Mapping[int, Member]:
    """Member number -> head of the family it is listed with, the head itself included."""
    by_number = {each.member.number: each.member for each in members}
    heads: dict[int, Member] = {}
    for each in sorted(members, key=_spouses_first):
        head = by_number.get(each.family_of) if each.family_of else _guess(each, members, heads)
        if head is not None:
            heads[each.member.number] = head
            heads[head.number] = head
    return heads


def _spouses_first(each: OrderedMember) -> tuple[bool, int, int]:
    parsed = parse_relationship(each.member.relationship).value
    is_spouse = parsed is not None and bool(parsed.links) and parsed.links[-1] in SPOUSES
    return (not is_spouse, _day(each.member.birth), each.member.number)


def _guess(
    each: OrderedMember, members: tuple[OrderedMember, ...], heads: Mapping[int, Member]
) -> Member | None:
    """The head whose words begin the member's: 子 for 子の妻, 妻の兄 for 妻の兄の子."""
    parsed = parse_relationship(each.member.relationship).value
    links = parsed.links if parsed is not None else ()
    for length in range(1, len(links)):
        own_circle = length == 1 and links[0] in SPOUSES | PARENTS  # 妻の子 stands for itself
        if own_circle or any(link not in _FAMILY_LINKS for link in links[length:]):
            continue
        words = Relationship(RelationKind.FAMILY, links[:length]).text
        found = [other.member for other in members if other.member.relationship == words]
        if fitting := [head for head in found if _may_marry(head, links[length])]:
            return min(fitting, key=lambda head: _preference(head, heads))
    return None


def _may_marry(head: Member, link: Link) -> bool:
    """Whether the next word fits: a wife belongs to a man, a child to anybody."""
    return link not in SPOUSES or head.sex in (Sex.UNKNOWN, _other(LINK_SEX[link]))


def _other(sex: Sex) -> Sex:
    return Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE


def _preference(head: Member, heads: Mapping[int, Member]) -> tuple[bool, int, int]:
    """Who already has a family, then the eldest."""
    return (head.number not in heads, _day(head.birth), head.number)


def _day(birth: dt.date | None) -> int:
    return (birth or dt.date.max).toordinal()
