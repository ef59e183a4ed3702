# SPDX-License-Identifier: Apache-2.0
"""The counter by keyboard alone: two keys to a person; a family of four in few enough keys.

Keys are counted as a hand presses them on a Japanese keyboard: each letter of the romaji, the space
that converts, the Enter that takes the word. At three keys a second 360 keys are two minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from tests.e2e.conftest import enter
from tests.ward_fixture import HIDDEN, LONG, NOW, TARO, WATANABE, individual_number

from daicho.domains.register.models import AddressTown
from daicho.domains.register.search.index import rebuild
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import content_of
from daicho.rules.resident_register.resident_code import with_check_digit
from daicho.web.counter.models import CounterTask

pytestmark = pytest.mark.e2e
TWO_MINUTES = 360  # keys, at three a second
TOWNS = (
    ("13103001003", "13103", "東京都", "港区", "芝", "三丁目", "1050014"),
    ("27127002001", "27127", "大阪府", "大阪市北区", "梅田", "一丁目", "5300001"),
)


@pytest.fixture(autouse=True)
def places(server: str) -> None:
    """The ward's people are found, and two towns are known."""
    rebuild(addressee_nos=None, at=NOW)
    for code, municipality, prefecture, city, town, part, postcode in TOWNS:
        AddressTown.objects.update_or_create(
            code=code,
            defaults={
                "municipality": municipality, "prefecture": prefecture, "city": city, "town": town,
                "part": part, "prefecture_key": "", "city_key": "", "town_key": "",
                "postcode": postcode,
            },
        )  # fmt: skip


@dataclass
class Hands:
    """Types as a person does and counts the keys; an input method gives kana, then the word."""

    page: Page
    session: CDPSession
    keys: int = 0

    def type(self, text: str) -> None:
        """Letters and digits as they stand on the keys."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, *names: str) -> None:
        """Single keys; an access key is two."""
        for name in names:
            if name.startswith("Alt+"):
                self._access(name[-1])
            else:
                self.page.keyboard.press(name)
            self.keys += 1 + name.count("+")

    def _access(self, key: str) -> None:
        """An access key as Chromium gets it from a real keyboard."""
        for kind in ("keyDown", "keyUp"):
            self.session.send(
                "Input.dispatchKeyEvent",
                {
                    "type": kind, "modifiers": 1, "key": key, "unmodifiedText": key,
                    "windowsVirtualKeyCode": ord(key.upper()),
                },
            )  # fmt: skip

    def say(self, romaji: str, heard: str, word: str) -> None:
        """A word through the input method: romaji, one space to convert, Enter to take it."""
        for length in range(1, len(heard) + 1):
            self.session.send(
                "Input.imeSetComposition",
                {"text": heard[:length], "selectionStart": length, "selectionEnd": length},
            )
        self.session.send(
            "Input.imeSetComposition",
            {"text": word, "selectionStart": len(word), "selectionEnd": len(word)},
        )
        self.session.send("Input.insertText", {"text": word})
        self.keys += len(romaji) + 2

    def wide_space(self) -> None:
        """The space key of the input method."""
        self.session.send("Input.insertText", {"text": "　"})
        self.keys += 1


@pytest.fixture
def hands(page: Page) -> Hands:
    """A clerk at the keys."""
    enter(page, "register_clerk", "register")
    return Hands(page, page.context.new_cdp_session(page))


def test_two_keys_open_a_person_after_the_name(hands: Hands) -> None:
    page = hands.page
    page.goto("/counter/")
    hands.say("watanabe", "わたなべ", "渡辺")
    expect(page.locator("#suggestions a")).to_have_count(1)
    before = hands.keys
    hands.press("ArrowDown", "Enter")
    assert hands.keys - before == 2
    expect(page.get_by_role("heading", level=1)).to_contain_text("渡邊　一郎")
    hands.press("Alt+2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("転居")


def settle_place(hands: Hands) -> None:
    """When, and where to; today is there already as the day of the notice."""
    hands.type("R8.6.8")
    hands.press("Tab", "Tab")
    hands.type("1050014")
    expect(hands.page.locator("#f-postcode-options button")).to_have_count(1)
    hands.press("ArrowDown", "Enter")
    expect(hands.page.locator("#f-address")).to_be_focused()
    hands.type("1-1")
    hands.press("Tab")
    expect(hands.page.locator("#f-address")).to_have_value("東京都港区芝三丁目１番１号")
    hands.say("shisakusou", "しさくそう", "試作荘")
    hands.type("101")
    hands.press("Tab")


def one_person(hands: Hands, place: int, given: tuple[str, str, str], birth: str, sex: str) -> None:
    """Name, birth, sex and the two numbers of the certificate; the rest proposes itself."""
    if place == 0:
        hands.say("shisaku", "しさく", "試作")
        hands.wide_space()
    hands.say(*given)
    hands.press("Tab", "Tab")
    hands.type(birth)
    hands.press("Tab")
    hands.type(sex)
    hands.press("Tab", "Tab")
    hands.type(individual_number(910000 + place))
    hands.press("Tab")
    hands.type(with_check_digit(f"{place + 17:010d}"))
    hands.press("Tab")


def test_a_family_of_four_in_two_minutes_of_typing(hands: Hands) -> None:
    page = hands.page
    page.goto("/counter/")
    hands.press("Alt+1")
    expect(page.get_by_role("heading", level=1)).to_have_text("転入")
    settle_place(hands)
    for place, (given, birth, sex) in enumerate((
        (("tarou", "たろう", "太郎"), "S55.3.1", "1"),
        (("hanako", "はなこ", "花子"), "S57.7.7", "2"),
        (("ichirou", "いちろう", "一郎"), "H28.5.5", "1"),
        (("sakura", "さくら", "桜"), "R7.11.3", "2"),
    )):  # fmt: skip
        one_person(hands, place, given, birth, sex)
    hands.press("Space", "Tab")  # readings confirmed
    hands.type("5300001")
    expect(page.locator("#f-previous_postcode-options button")).to_have_count(1)
    hands.press("ArrowDown", "Enter")
    hands.type("2-3")
    hands.press("Tab", "Tab")
    hands.type("=")
    hands.press("Alt+s")
    expect(page.locator("fieldset.notice, .notice.bad, [role=status]").first).to_be_visible()
    if page.get_by_role("button", name="印を付けて仮登録する").count():
        for _ in page.locator("input[name=acknowledged]").all():
            hands.press("Space", "Tab")
        hands.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("として仮登録しました")
    hands.press("Space", "Tab", "Tab", "Space", "Alt+s")  # 国保, カード
    expect(page.get_by_role("heading", level=1)).to_contain_text("ほかにすること")
    print(f"{hands.keys} keys, {hands.keys / 3:.0f} s at three a second")
    entry = Entry.objects.latest("pk")
    assert entry.state == State.PROVISIONAL
    check(entry)
    assert hands.keys <= TWO_MINUTES
    sections = set(CounterTask.objects.filter(visit__entry_no=entry.pk).values_list("section"))
    assert sections == {("card",), ("insurance",), ("children",), ("school",), ("health",)}
    assert Entry.objects.filter(kind="register.move_in", state=State.DRAFT).count() == 0


def check(entry: Entry) -> None:
    """What was typed, and what proposed itself, is what the slip says."""
    content = content_of(entry)
    told = [
        (one["name"], one["kana"], one["sex"], one["relationship"]) for one in content["members"]
    ]
    assert told == [
        ("試作　太郎", "シサク　タロウ", "2", "世帯主"),
        ("試作　花子", "シサク　ハナコ", "1", "妻"),
        ("試作　一郎", "シサク　イチロウ", "2", "子"),
        ("試作　桜", "シサク　サクラ", "1", "子"),
    ]
    assert content["town"] == "芝三丁目"
    assert content["address_code"] == "13103001003"
    assert content["building"] == "試作荘101"
    assert content["previous_address"] == "大阪府大阪市北区梅田一丁目２番３号"
    assert content["notifier"] == content["previous_householder"] == "試作　太郎"
    for one in content["members"]:
        assert one["registered_domicile"] == content["previous_address"]
        assert one["registry_head"] == "試作　太郎"


def test_a_draft_survives_a_closed_browser(browser: Browser, server: str) -> None:
    first = browser.new_context(base_url=server, locale="ja-JP")
    page = first.new_page()
    enter(page, "register_clerk", "register")
    page.goto("/counter/move-in/")
    page.get_by_label("異動日").fill("R8.6.8")
    page.locator("[name='members.0.name']").fill("閉店　前子")
    page.locator("[name='members.0.individual_number']").fill(individual_number(920000))
    page.locator("[name='members.0.birth']").fill("S60.1.2")
    page.locator("#family-registry_head").fill("閉店　前太")
    page.keyboard.press("Tab")
    expect(page.locator("#draft")).to_contain_text("下書きを保存しました", timeout=15_000)
    first.close()
    second = browser.new_context(base_url=server, locale="ja-JP")
    page = second.new_page()
    enter(page, "register_clerk", "register")
    page.goto("/counter/")
    page.get_by_role("link", name="転入", exact=False).last.click()
    expect(page.get_by_label("異動日")).to_have_value("R8.6.8")
    expect(page.locator("[name='members.0.name']")).to_have_value("閉店　前子")
    expect(page.locator("[name='members.0.birth']")).to_have_value("S60.1.2")
    expect(page.locator("#family-registry_head")).to_have_value("閉店　前太")
    expect(page.locator("[name='members.0.individual_number']")).to_have_value("")
    expect(page.get_by_text("入力済みです")).to_be_visible()
    entry = Entry.objects.filter(kind="register.move_in").latest("pk")
    kept = content_of(entry)["members"][0]["individual_number"]
    assert kept == individual_number(920000)
    entry.delete()
    second.close()


def test_what_cannot_be_read_is_told_beside_the_field_at_once(hands: Hands) -> None:
    page = hands.page
    page.goto("/counter/move-in/")
    page.locator("[name='members.0.name']").fill("誤字　多男")
    page.locator("[name='members.0.birth']").fill("S99.13.1")
    page.keyboard.press("Tab")
    expect(page.locator("#f-members-0-birth-error")).not_to_be_empty()
    page.locator("[name='members.0.birth']").fill("S60.1.1")
    page.keyboard.press("Tab")
    expect(page.locator("#f-members-0-birth-error")).to_be_empty()
    Entry.objects.filter(kind="register.move_in", state=State.DRAFT).delete()


def test_after_a_refusal_the_first_fault_has_the_focus(hands: Hands) -> None:
    page = hands.page
    page.goto("/counter/move-in/")
    page.locator("[name='happened_on']").fill("R8.6.8")
    page.locator("[name='members.0.birth']").fill("S99.13.1")
    hands.press("Alt+s")
    expect(page.get_by_role("alert")).to_contain_text("生年月日")
    expect(page.locator("[name='members.0.name']")).to_be_focused()
    Entry.objects.filter(kind="register.move_in", state=State.DRAFT).delete()


def test_two_clerks_see_each_other(browser: Browser, server: str) -> None:
    contexts = [browser.new_context(base_url=server, locale="ja-JP") for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, role in zip(pages, ("register_clerk", "register_chief"), strict=True):
        enter(page, role, "register")
        page.goto(f"/counter/people/{WATANABE.number}/")
        expect(page.locator("#presence")).to_be_attached()
        page.wait_for_load_state("networkidle")
    expect(pages[1].locator("#presence")).to_contain_text("住民　六実")
    pages[0].reload()
    expect(pages[0].locator("#presence")).to_contain_text("台帳　七海")
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible(visitor: BrowserContext, width: int) -> None:
    page = visitor.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, "register_clerk", "register")
    for path in (
        "/counter/", f"/counter/people/{TARO.number}/", f"/counter/people/{LONG.number}/",
        f"/counter/people/{HIDDEN.number}/", "/counter/move-in/",
        f"/counter/people/{TARO.number}/for/move_in/", "/counter/today/",
    ):  # fmt: skip
        page.goto(path)
        look(page, path, width)
    page.goto(f"/counter/people/{TARO.number}/for/move_in/")
    for box in page.locator("input[name=answer]").all():
        box.check()
    page.get_by_role("button", name="用件を出す").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ほかにすること")
    look(page, "visit", width)
    page.goto("/counter/today/")
    look(page, "today", width)
    page.goto("/counter/")
    page.locator("#q").fill("すずき")
    expect(page.locator("#suggestions a")).to_have_count(12)
    look(page, "suggestions", width)


def look(page: Page, name: str, width: int) -> None:
    """Nothing that axe minds, nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, (name, found.generate_report())
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, name
