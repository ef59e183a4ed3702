# SPDX-License-Identifier: Apache-2.0
"""Letters to persons of the notices (交付通知書, 期間満了のお知らせ): one page each, as PDF.

A letter needs the person's address: who may not see it (支援措置) gets no such letter made; it
waits for the officer in charge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from daicho.domains.inspection.models import IssueNotice, NoticeRegistration
from daicho.domains.register.public import Seen, people_as_of, see
from daicho.foundation.access.actor import Context
from daicho.foundation.documents.press import Press
from daicho.kernel.dates import format_japanese

ISSUED = "住民票の写し等交付通知書"
ENDING = "本人通知の登録期間満了のお知らせ"
ISSUED_BODY = (
    "本人通知制度により、あなたの住民票の写し等を次のとおり交付したので、お知らせします。"
    "請求した人の氏名等はお知らせできません。"
)
ENDING_BODY = (
    "本人通知制度の登録期間が次のとおり満了します。引き続き通知を希望するときは、"
    "満了の日までに登録の申出をしてください。"
)
# When nobody registered before: 出力条件 the third.
UNASKED_BODY = (
    "あなたの住民票の写し等を次のとおり第三者又は代理人に交付したので、お知らせします。"
    "請求した人の氏名等はお知らせできません。"
)


@dataclass(frozen=True, slots=True)
class Letters:
    """What was printed, and the numbers whose letter somebody else must make."""

    pdf: bytes
    made: tuple[int, ...]
    left: int


def issue_letters(notices: Sequence[IssueNotice], context: Context) -> Letters:
    """One letter a notice."""
    seen = _seen([one.addressee_no for one in notices], context)
    open_ones = [one for one in notices if _has_address(seen.get(one.addressee_no))]
    letters = [
        _letter(
            seen[one.addressee_no], number=f"本人通知{one.pk}", title=ISSUED, context=context,
            body=ISSUED_BODY if one.registration_id else UNASKED_BODY,
            rows=[
                ("交付した日", format_japanese(one.issued_on)),
                ("交付請求者の区分", one.get_asker_display()),
                ("証明書の種別", one.certificate), ("枚数", f"{one.copies}通"),
            ],
        )
        for one in open_ones
    ]  # fmt: skip
    made = tuple(one.pk for one in open_ones)
    return Letters(_print(letters, context), made, len(notices) - len(made))


def ending_letters(registrations: Sequence[NoticeRegistration], context: Context) -> Letters:
    """One letter a registration that ends."""
    seen = _seen([one.addressee_no for one in registrations], context)
    open_ones = [one for one in registrations if _has_address(seen.get(one.addressee_no))]
    letters = [
        _letter(
            seen[one.addressee_no], number=f"本人通知登録{one.pk}", title=ENDING, body=ENDING_BODY,
            context=context,
            rows=[("登録日", format_japanese(one.first)), ("満了の日", _day(one.last))],
        )
        for one in open_ones
    ]  # fmt: skip
    made = tuple(one.pk for one in open_ones)
    return Letters(_print(letters, context), made, len(registrations) - len(made))


def _seen(numbers: Sequence[int], context: Context) -> dict[int, Seen]:
    day = timezone.localtime(context.at).date()
    rows = people_as_of(valid_on=day, known_at=context.at).filter(addressee_no__in=set(numbers))
    return {one.addressee_no: one for one in see(rows, actor=context.actor, on=day)}


def _has_address(one: Seen | None) -> bool:
    return one is not None and not one.hides_places and bool(one.text["address"])


def _letter(
    to: Seen, *, number: str, title: str, body: str, rows: list[tuple[str, str]], context: Context
) -> dict[str, Any]:
    day = timezone.localtime(context.at).date()
    sender: Callable[[date], tuple[str, str, str]] = import_string(
        f"{settings.CERTIFICATE_HOOKS}.LETTER_SENDER"
    )
    _, office, name = import_string(str(sender))(day)
    text = to.text
    moved = text["moved_to"] or text["moved_to_planned"]
    postcode = text["moved_to_postcode"] or text["moved_to_planned_postcode"]
    return {
        "postcode": postcode if moved else text["postcode"],
        "address": moved or text["address"], "building": "" if moved else text["building"],
        "name": text["name"], "number": number,
        "day": format_japanese(day), "title": title, "body": body, "rows": rows,
        "sender": f"{office}　{name}", "section": context.actor.who.section,
    }  # fmt: skip


def _print(letters: list[dict[str, Any]], context: Context) -> bytes:
    if not letters:
        return b""
    return press_for().set_document(
        template="letters.typ", data={"letters": letters}, made_at=context.at
    )


@cache
def press_for() -> Press:
    """The press of this process."""
    return Press(Path(__file__).parent / "papers")


def _day(day: date | None) -> str:
    return format_japanese(day) if day else ""
