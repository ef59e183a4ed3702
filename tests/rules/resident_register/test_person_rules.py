# SPDX-License-Identifier: Apache-2.0
"""Items of one person: required ones, foreign classes, names, numbers, ages; the list of checks."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from daicho.kernel.findings import Severity
from daicho.kernel.uncertain_date import parse_uncertain
from daicho.rules.resident_register import foreign, resident_code
from daicho.rules.resident_register.checks import ALL_CHECKS, CHECKS, finding
from daicho.rules.resident_register.foreign import ForeignClass, ResidenceItems
from daicho.rules.resident_register.names import (
    AliasOffer,
    FormerSurnameRequest,
    Furigana,
    check_alias,
    check_former_surname,
    check_furigana,
)
from daicho.rules.resident_register.reasons import Reason, ResidentKind
from daicho.rules.resident_register.required import (
    PersonItems,
    check_age,
    check_notifier,
    check_person,
)

TODAY = dt.date(2026, 11, 20)


def day(text):
    return parse_uncertain(text).value


def told(findings):
    """Number, and what the first sentence says in brackets."""
    shown = []
    for each in findings:
        detail = re.search("（(.*)）$", each.message_ja.split("。")[0])
        number = each.code.removeprefix("register.")
        shown.append(f"{number} {detail[1]}" if detail else number)
    return shown


CODE = resident_code.with_check_digit("1234567890")
JAPANESE = PersonItems(
    kind=ResidentKind.JAPANESE,
    birth=day("S55.3.1"),
    address="松町1番地",
    addressee_no="19",
    household_no="27",
    resident_code=CODE,
    registered_domicile="なし",
    family_register_head="不明",
    became_resident_on=day("H20.4.1"),
    settled_on=day("H20.4.1"),
)
RESIDENCE = ResidenceItems(
    ForeignClass.MID_TO_LONG_TERM,
    status_of_residence="永住者",
    card_number="AB12345678CD",
)
FOREIGN = PersonItems(
    kind=ResidentKind.FOREIGN,
    birth=day("1980年3月1日"),
    address="松町1番地",
    addressee_no="19",
    household_no="27",
    resident_code=CODE,
    became_foreign_resident_on=day("2015-04-01"),
    residence=RESIDENCE,
)


def with_residence(**changes):
    return replace(FOREIGN, residence=replace(RESIDENCE, **changes))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (JAPANESE, []),
        (FOREIGN, []),
        (replace(JAPANESE, birth=None), ["E-001 生年月日"]),
        (
            replace(JAPANESE, registered_domicile="", family_register_head=""),
            ["E-001 本籍", "E-001 筆頭者"],
        ),
        (replace(JAPANESE, became_resident_on=None), ["E-001 住民となった年月日"]),
        (
            replace(JAPANESE, address="", addressee_no="", household_no=""),
            ["E-001 住所", "E-001 宛名番号", "E-001 世帯番号"],
        ),
        (replace(JAPANESE, resident_code=""), ["E-001 住民票コード"]),
        (replace(JAPANESE, resident_code="", is_removed=True), []),
        (replace(JAPANESE, resident_code="12345678901"), ["E-032"]),
        (replace(JAPANESE, addressee_no="18"), ["E-033 宛名番号"]),
        (
            replace(JAPANESE, settled_on=day("H20.3.31")),
            ["E-017 平成20年3月31日、住民となった日 平成20年4月1日"],
        ),
        (
            replace(JAPANESE, birth=day("H21.1.1")),
            ["E-018 平成20年4月1日、生年月日 平成21年1月1日"],
        ),
        (replace(JAPANESE, birth=day("昭和20年頃")), ["A-012 生年月日 昭和20年頃"]),
        (replace(JAPANESE, residence=RESIDENCE), ["E-054"]),
        (
            replace(FOREIGN, became_foreign_resident_on=None),
            ["E-001 外国人住民となった年月日"],
        ),
        (replace(FOREIGN, residence=None), ["E-053"]),
        (with_residence(card_number=""), ["E-051 中長期在留者、在留カードの番号"]),
        (replace(with_residence(card_number=""), is_removed=True), []),
        (with_residence(card_number="12345678"), ["E-037 在留カードの番号"]),
        (
            with_residence(foreign_class=ForeignClass.SPECIAL_PERMANENT, card_number=""),
            [
                "E-051 特別永住者、特別永住者証明書の番号",
                "E-052 特別永住者、在留資格",
            ],
        ),
        (
            replace(FOREIGN, residence=ResidenceItems(ForeignClass.TEMPORARY_REFUGE)),
            ["E-051 一時庇護許可者、上陸期間"],
        ),
        (
            replace(FOREIGN, residence=ResidenceItems(ForeignClass.PROVISIONAL_STAY)),
            ["E-051 仮滞在許可者、仮滞在期間"],
        ),
        (
            replace(FOREIGN, residence=ResidenceItems(ForeignClass.TRANSITIONAL_BY_BIRTH)),
            [],
        ),
        (
            with_residence(foreign_class=ForeignClass.TRANSITIONAL_BY_LOSS),
            [
                "E-052 国籍喪失による経過滞在者、在留資格",
                "E-052 国籍喪失による経過滞在者、在留カードの番号",
            ],
        ),
    ],
)
def test_items_of_one_person(person, expected):
    assert told(check_person(person, processed_on=TODAY)) == expected


def test_nobody_is_born_tomorrow():
    person = replace(JAPANESE, birth=day("R8.11.21"), became_resident_on=day("R8.11.21"))
    found = check_person(replace(person, settled_on=None), processed_on=TODAY)
    assert told(found) == ["E-019 令和8年11月21日"]


@pytest.mark.parametrize(
    ("items", "since", "expected"),
    [
        (replace(RESIDENCE, expires_on=dt.date(2026, 11, 19)), None, ["A-051 2026年11月19日"]),
        (replace(RESIDENCE, expires_on=TODAY), None, ["A-052 2026年11月20日"]),
        (replace(RESIDENCE, expires_on=dt.date(2027, 2, 18)), None, ["A-052 2027年2月18日"]),
        (replace(RESIDENCE, expires_on=dt.date(2027, 2, 19)), None, []),
        (ResidenceItems(ForeignClass.TRANSITIONAL_BY_BIRTH), dt.date(2026, 9, 21), []),
        (
            ResidenceItems(ForeignClass.TRANSITIONAL_BY_BIRTH),
            dt.date(2026, 9, 20),
            ["A-053"],
        ),
        (ResidenceItems(ForeignClass.SPECIAL_PERMANENT), dt.date(2000, 1, 1), []),
    ],
)
def test_stays_that_run_out(items, since, expected):
    assert told(foreign.check_expiry(items, since=since, as_of=TODAY)) == expected


def test_what_is_carried_over_between_the_two_records():
    first = dt.date(2015, 4, 1)
    right = foreign.check_naturalisation(became_foreign_resident_on=first, became_resident_on=first)
    wrong = foreign.check_naturalisation(became_foreign_resident_on=first, became_resident_on=TODAY)
    assert (told(right), told(wrong)) == ([], ["E-055"])
    assert len(foreign.CARRIED_AT_NATURALISATION) == 10
    assert len(foreign.CARRIED_AT_LOSS) == 9


@pytest.mark.parametrize(
    ("lost_on", "became_resident_on", "later"),
    [
        (dt.date(2026, 5, 1), dt.date(2015, 4, 1), dt.date(2026, 5, 1)),
        (dt.date(2010, 5, 1), dt.date(2015, 4, 1), dt.date(2015, 4, 1)),
    ],
)
def test_loss_of_nationality_takes_the_later_day(lost_on, became_resident_on, later):
    given = {"lost_on": lost_on, "became_resident_on": became_resident_on}
    assert foreign.became_foreign_resident_after_loss(**given) == later
    assert foreign.check_nationality_loss(**given, became_foreign_resident_on=later) == ()
    wrong = foreign.check_nationality_loss(**given, became_foreign_resident_on=None)
    assert told(wrong) == ["E-056"]


@pytest.mark.parametrize(
    ("furigana", "kind", "as_of", "expected"),
    [
        (Furigana("ジュウミン　タロウ", is_confirmed=True), "日本人住民", TODAY, ["A-043"]),
        (Furigana("ジュウミン タロウ", "ジュウキ"), "日本人住民", TODAY, ["A-041"]),
        (Furigana(""), "日本人住民", dt.date(2025, 5, 25), []),
        (Furigana(""), "日本人住民", dt.date(2025, 5, 26), ["A-042", "A-043"]),
        (Furigana(""), "外国人住民", TODAY, []),
        (
            Furigana("じゅうみん", "ジュウキ", is_confirmed=True),
            "日本人住民",
            TODAY,
            ["E-041 氏名のフリガナ じゅうみん"],
        ),
        (
            Furigana("ヂョン・ヴォー", alias="ﾊﾅｺ", is_confirmed=True),
            "外国人住民",
            TODAY,
            ["E-041 通称のフリガナ ﾊﾅｺ"],
        ),
    ],
)
def test_furigana(furigana, kind, as_of, expected):
    found = check_furigana(furigana, kind=ResidentKind(kind), has_former_surname=True, as_of=as_of)
    assert told(found) == expected


SURNAME = FormerSurnameRequest(
    reason=Reason.FORMER_SURNAME_RECORD,
    kind=ResidentKind.JAPANESE,
    current_surname="渡辺",
    requested="住基",
    has_proof=True,
)
CHANGE = replace(SURNAME, reason=Reason.FORMER_SURNAME_CHANGE)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (SURNAME, []),
        (replace(SURNAME, kind=ResidentKind.FOREIGN), ["E-043"]),
        (replace(SURNAME, held="青木"), ["E-042"]),
        (replace(SURNAME, requested=""), ["E-001 旧氏"]),
        (replace(SURNAME, requested="渡邊"), ["E-048"]),
        (replace(SURNAME, has_proof=False), ["E-050"]),
        (replace(SURNAME, was_removed=True), ["E-057"]),
        (CHANGE, ["E-046"]),
        (replace(CHANGE, held="青木"), []),
        (replace(CHANGE, reason=Reason.FORMER_SURNAME_REMOVE, held="青木", has_proof=False), []),
    ],
)
def test_former_surnames(request_, expected):
    assert told(check_former_surname(request_)) == expected


ALIAS = AliasOffer(
    reason=Reason.ALIAS_RECORD,
    kind=ResidentKind.FOREIGN,
    requested="住民　花子",
    on=TODAY,
    municipality="東京都港区",
)


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (ALIAS, []),
        (replace(ALIAS, kind=ResidentKind.JAPANESE), ["E-044"]),
        (replace(ALIAS, held="住民　太郎"), ["E-049"]),
        (replace(ALIAS, requested=""), ["E-001 通称"]),
        (replace(ALIAS, on=None), ["E-045"]),
        (replace(ALIAS, municipality=""), ["E-045"]),
        (replace(ALIAS, reason=Reason.ALIAS_REMOVE), ["E-047"]),
        (replace(ALIAS, reason=Reason.ALIAS_REMOVE, held="住民　花子"), []),
    ],
)
def test_aliases(offer, expected):
    assert told(check_alias(offer)) == expected


@pytest.mark.parametrize(
    ("birth", "as_of", "is_ward", "expected"),
    [
        ("S55.3.1", TODAY, False, []),
        ("S55.3.1", TODAY, True, ["A-061"]),
        ("H20.11.22", TODAY, True, ["A-061", "A-064"]),
        ("H20.11.21", TODAY, True, ["A-061"]),
        ("H14.4.1", dt.date(2022, 3, 30), True, ["A-061", "A-064"]),
        ("明治39年11月21日", TODAY, False, ["A-062 120歳"]),
        ("年月日不詳", TODAY, False, []),
    ],
)
def test_ages(birth, as_of, is_ward, expected):
    assert told(check_age(day(birth), as_of=as_of, is_ward=is_ward)) == expected


def test_who_notifies_is_fifteen():
    assert told(check_notifier(day("H23.11.22"), as_of=TODAY)) == ["A-063"]
    assert check_notifier(day("H23.11.21"), as_of=TODAY) == ()
    assert check_notifier(None, as_of=TODAY) == ()


def test_resident_codes_have_a_check_digit_that_weights_decide():
    assert CODE == "12345678903"
    assert resident_code.is_resident_code(CODE)
    assert not resident_code.is_resident_code("1234567890")
    assert not resident_code.is_resident_code("１２３４５６７８９０３")
    other = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5)
    assert resident_code.with_check_digit("1234567890", weights=other) == "12345678901"
    assert told(resident_code.check_resident_code("12345678901")) == ["E-032"]
    assert "12345678901" not in resident_code.check_resident_code("12345678901")[0].message_ja


def test_codes_are_drawn_from_a_stock_that_is_watched():
    assert resident_code.draw(["a", "b", "c"], random_index=4) == "b"
    with pytest.raises(ValueError, match="空きがありません"):
        resident_code.draw([], random_index=0)
    assert told(resident_code.check_stock(9, least=10)) == ["A-015 残り9件"]
    assert resident_code.check_stock(10, least=10) == ()


def test_every_check_has_its_own_number_and_words():
    assert len(CHECKS) == len(ALL_CHECKS)
    for check in ALL_CHECKS:
        expected = Severity.ERROR if check.number.startswith("E-") else Severity.WARNING
        assert re.fullmatch(r"[EA]-\d{3}", check.number)
        assert check.severity is expected
        assert all((check.item, check.title, check.reason, check.remedy)), check.number
        assert not any(
            words.endswith("。") for words in (check.title, check.reason, check.remedy)
        ), check.number


def test_a_check_cites_its_item_or_its_article():
    assert finding("E-004").citation == "標準仕様書 4.0.3"
    assert finding("A-005").citation == "住民基本台帳法22条"
