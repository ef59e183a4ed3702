# SPDX-License-Identifier: Apache-2.0
"""続柄: the words allowed, what stands for the others, proposals at a change of householder."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from daicho.rules.resident_register.household import check_household, is_too_young_to_marry
from daicho.rules.resident_register.member_order import OrderedMember, order_members
from daicho.rules.resident_register.rebase import Member, inverse, propose_relationships
from daicho.rules.resident_register.relationship import (
    REPLACEMENTS,
    Link,
    RelationKind,
    Relationship,
    Sex,
    parse_relationship,
)

CASES = Path(__file__).parents[2] / "cases" / "resident_register"
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "不明": Sex.UNKNOWN}


def cases(name):
    entries = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(entry, id=entry["name"]) for entry in entries]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("世帯主", "世帯主"),
        ("縁故者", "縁故者"),
        ("同居人", "同居人"),
        *((str(link), str(link)) for link in Link),
        ("妻(未届)", "妻（未届）"),
        ("子(子の夫)", "子（子の夫）"),
        ("子 の 子", "子の子"),
        ("子の子の子の子", "子の子の子の子"),
        ("妻の父の兄の子", "妻の父の兄の子"),
        ("子（子の妻）の子", "子（子の妻）の子"),
    ],
)
def test_words_of_the_standard_are_read(typed, written):
    parsed = parse_relationship(typed)
    assert (parsed.value.text, parsed.finding) == (written, None)


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [
        ("孫", ("子の子",)),
        ("ひ孫", ("子の子の子",)),
        ("祖父", ("父の父", "母の父")),
        ("祖母", ("父の母", "母の母")),
        ("おじ", ("父の兄", "父の弟", "母の兄", "母の弟")),
        ("叔母", ("父の妹", "母の妹")),
        ("甥", ("兄の子", "姉の子", "弟の子", "妹の子")),
        ("姪", ("兄の子", "姉の子", "弟の子", "妹の子")),
        ("家事使用人", ("同居人",)),
        ("準世帯主", ("夫", "妻", "子")),
        ("長男", ("子",)),
        ("妻の孫", ("妻の子の子",)),
        ("夫の祖父", ("夫の父の父", "夫の母の父")),
        ("孫の妻", ("子の子の妻",)),
        ("子の孫の子の子", ("縁故者",)),
        ("縁故者の子", ("縁故者",)),
        ("同居人の妻", ("同居人",)),
        ("大家さん", ()),
        ("", ()),
    ],
)
def test_other_words_are_refused_with_what_stands_for_them(typed, suggestions):
    parsed = parse_relationship(typed)
    assert (parsed.value, parsed.finding.code) == (None, "register.E-021")
    assert parsed.suggestions == suggestions


def test_five_generations_become_connected():
    parsed = parse_relationship("子の子の子の子の子", subject="宛名番号 18")
    assert parsed.suggestions == ("縁故者",)
    assert parsed.finding.as_dict() == {
        "code": "register.E-025",
        "severity": "error",
        "message_ja": "続柄が５世代以上です（子の子の子の子の子）。４世代を超えてつなぐ続柄は"
        "記載できません。対応: 「縁故者」としてください",
        "subject": "宛名番号 18",
        "citation": "標準仕様書 1.1.11",
    }


def test_every_word_suggested_may_be_written():
    words = {word for suggestions in REPLACEMENTS.values() for word in suggestions}
    assert {word for word in words if parse_relationship(word).value is None} == set()


CHAINS = st.lists(st.sampled_from(list(Link)), min_size=1, max_size=4).map(tuple)


@given(CHAINS)
def test_words_come_back(links):
    relationship = Relationship(RelationKind.FAMILY, links)
    assert parse_relationship(relationship.text).value == relationship


@given(CHAINS, st.sampled_from(list(Sex)))
def test_the_way_back_is_as_long_as_the_way(links, sex):
    ways = inverse(links, householder_sex=sex)
    assert {len(way) for way in ways} == {len(links)}


@pytest.mark.parametrize("case", cases("change_of_householder.yaml"))
def test_proposals_at_a_change_of_householder(case):
    members = tuple(
        Member(number, words, SEXES[sex], birth) for number, words, sex, birth in case["members"]
    )
    proposals = propose_relationships(members, householder_no=case["new"])
    assert {each.number: [each.proposed, *each.others] for each in proposals} == case["expected"]
    assert all(each.is_certain == (not each.others) for each in proposals)


def test_words_that_are_not_understood_get_no_proposal():
    members = (
        Member(1, "世帯主", Sex.MALE),
        Member(2, "妻", Sex.FEMALE),
        Member(3, "孫", Sex.MALE),
    )
    third = propose_relationships(members, householder_no=2)[2]
    assert (third.proposed, third.others) == ("", ("縁故者", "同居人"))
    assert not third.is_certain


@given(
    st.lists(st.tuples(CHAINS, st.sampled_from(list(Sex))), min_size=1, max_size=4),
)
def test_every_proposal_may_be_written(relatives):
    members = (
        Member(1, "世帯主", Sex.FEMALE, dt.date(1960, 1, 1)),
        *(
            Member(number, "の".join(links), sex, dt.date(1970, 1, number))
            for number, (links, sex) in enumerate(relatives, start=2)
        ),
    )
    for proposal in propose_relationships(members, householder_no=2):
        for words in (proposal.proposed, *proposal.others):
            assert parse_relationship(words).value is not None, words


def ordered(entry):
    if isinstance(entry, list):
        number, words, sex, birth = entry
        return OrderedMember(Member(number, words, SEXES[sex], birth))
    return OrderedMember(
        Member(entry["number"], entry["words"], SEXES[entry["sex"]], entry["birth"]),
        family_of=entry.get("family_of"),
        is_family_register_head=entry.get("head", False),
        fixed_place=entry.get("place"),
    )


@pytest.mark.parametrize("case", cases("member_order.yaml"))
def test_members_stand_in_the_order_of_the_standard(case):
    members = tuple(ordered(entry) for entry in case["members"])
    for given_order in (members, members[::-1]):
        assert [each.member.number for each in order_members(given_order)] == case["expected"]


def household(*members):
    return tuple(
        Member(number, words, SEXES[sex], birth and dt.date.fromisoformat(birth))
        for number, (words, sex, birth) in enumerate(members, start=1)
    )


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ((("世帯主", "男", "1950-01-01"), ("妻", "女", "1952-01-01")), []),
        ((), []),
        ((("妻", "女", "1952-01-01"), ("子", "女", "1980-01-01")), ["A-002"]),
        (
            (("世帯主", "男", "1950-01-01"), ("世帯主", "女", "1952-01-01")),
            ["E-022 2"],
        ),
        (
            (
                ("世帯主", "男", "1950-01-01"),
                ("妻", "女", "1952-01-01"),
                ("妻（未届）", "女", "1960-01-01"),
            ),
            ["E-023 3"],
        ),
        ((("世帯主", "男", "1950-01-01"), ("孫", "女", "2010-01-01")), ["E-021 2"]),
        ((("世帯主", "女", "1950-01-01"), ("妻", "男", "1952-01-01")), ["E-024 2"]),
        ((("世帯主", "女", "1950-01-01"), ("妻", "女", "1952-01-01")), ["A-035 2"]),
        ((("世帯主", "女", "1950-01-01"), ("兄の妻", "男", "1952-01-01")), ["E-024 2"]),
        ((("世帯主", "男", "1950-01-01"), ("子", "男", "1949-12-31")), ["A-031 2"]),
        ((("世帯主", "男", "1950-01-01"), ("母", "女", "1951-01-01")), ["A-032 2"]),
        ((("世帯主", "男", "1950-01-01"), ("姉", "女", "1951-01-01")), ["A-033 2"]),
        ((("世帯主", "男", "1950-01-01"), ("弟", "男", "1949-01-01")), ["A-034 2"]),
        (
            (
                ("世帯主", "男", "1950-01-01"),
                ("父", "男", "1920-01-01"),
                ("父", "男", "1921-01-01"),
            ),
            ["A-036 3"],
        ),
        (
            (("世帯主", "男", "2000-01-01"), ("妻", "女", "2009-01-01")),
            ["A-037 2"],
        ),
        (
            (("世帯主", "男", "2000-01-01"), ("妻（未届）", "女", "2009-01-01")),
            [],
        ),
        ((("世帯主", "男", "2011-11-23"),), ["A-038 1"]),
        ((("世帯主", "男", "2011-11-22"),), []),
    ],
)
def test_a_household_is_looked_at_as_a_whole(members, codes):
    found = check_household(household(*members), as_of=dt.date(2026, 11, 21))
    told = [
        f"{each.code.removeprefix('register.')} {each.subject.removeprefix('宛名番号 ')}".strip()
        for each in found
    ]
    assert told == codes


@pytest.mark.parametrize(
    ("birth", "sex", "on", "expected"),
    [
        (dt.date(2008, 11, 22), Sex.MALE, dt.date(2026, 11, 20), True),
        (dt.date(2008, 11, 22), Sex.MALE, dt.date(2026, 11, 21), False),
        (dt.date(2006, 4, 1), Sex.FEMALE, dt.date(2023, 1, 1), False),
        (dt.date(2006, 4, 2), Sex.FEMALE, dt.date(2023, 1, 1), True),
        (dt.date(2004, 6, 1), Sex.FEMALE, dt.date(2020, 6, 1), False),
        (dt.date(2004, 6, 1), Sex.MALE, dt.date(2020, 6, 1), True),
        (None, Sex.MALE, dt.date(2020, 6, 1), False),
    ],
)
def test_age_of_marriage(birth, sex, on, expected):
    assert is_too_young_to_marry(birth, sex, on) is expected
