# SPDX-License-Identifier: Apache-2.0
"""The printed list (住民基本台帳の一部の写し, 20.3.1): numbered, and kept as history (1.3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from daicho.domains.inspection.drawing import four_items, hidden_among, released_for
from daicho.domains.inspection.letters import press_for
from daicho.domains.inspection.models import InspectionList, ListCopy
from daicho.domains.register.public import people_as_of
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.details import Output, PrintDetail
from daicho.foundation.audit.models import Kind
from daicho.foundation.documents.pdf_text import page_texts
from daicho.foundation.numbering.series import take
from daicho.kernel.dates import fiscal_year_of, format_japanese
from daicho.kernel.findings import Finding, Severity

SERIES = "inspection_copy"
ITEMS = "氏名・住所・生年月日・性別"  # 記載事項: the four of 住基法11条1項


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A numbered copy and its PDF."""

    number: str
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class PrintInspectionList(Action[PrintedList]):
    """Print a list: it gets its number, and whoever came under protection since is left out."""

    function = "register.inspection"
    audit_text = "閲覧用リストの印刷"
    kind = Kind.DOCUMENT

    list_no: int
    addressee_nos: tuple[int, ...]

    def subjects(self) -> tuple[int, ...]:
        return self.addressee_nos

    def detail(self) -> Mapping[str, object]:
        return {"リスト": self.list_no}

    def change(self, context: Context) -> Outcome[PrintedList]:
        made = InspectionList.objects.select_related("application").filter(pk=self.list_no).first()
        if made is None:
            return _refused("no_list", "このリストはありません。")
        if needs_officer(made, context):
            return _refused("officer", OFFICER)
        serial = take(series=SERIES)[0]
        day = timezone.localtime(context.at).date()
        number = f"閲{fiscal_year_of(day)}-{serial:06d}"
        people, pdf = _set(made, number, context)
        pages = len(page_texts(pdf))
        ListCopy.objects.create(
            list=made, number=number, printed_at=context.at, place=context.actor.who.section,
            terminal=context.terminal, printed_by=context.actor.who.login, addressee_nos=people,
            pages=pages,
        )  # fmt: skip
        detail = PrintDetail(
            title="住民基本台帳の一部の写し（閲覧用）", file_name=f"{number}.pdf",
            printer=context.terminal, copies=1, pages=pages, official_seal=False,
            individual_number=False, output=Output.FILE, issue_number=number,
        )  # fmt: skip
        return Outcome(PrintedList(number, pdf), told=detail.as_detail())


@dataclass(frozen=True, kw_only=True)
class SpoilListCopy(Action[int]):
    """Note that a copy was made by mistake and destroyed (処分情報)."""

    function = "register.inspection"
    audit_text = "閲覧用の写しの処分"

    copy_no: int
    reason: str

    def change(self, context: Context) -> Outcome[int]:
        if not self.reason.strip():
            return _refused_number("missing", "処分の理由を入力してください。")
        changed = ListCopy.objects.filter(pk=self.copy_no, spoilt_at__isnull=True).update(
            spoilt_at=context.at, spoilt_by=context.actor.who.login, disposal=self.reason
        )
        if not changed:
            return _refused_number("state", "処分できる写しではありません。")
        return Outcome(self.copy_no)


OFFICER = "審査で載せた支援措置の対象者がいるため、支援措置責任者が出力してください。"


def needs_officer(made: InspectionList, context: Context) -> bool:
    """Whether the list names a protected person whom only the officer in charge may see."""
    if PROTECTED_VIEW in context.actor.functions:
        return False
    named = released_for(made.application) & set(made.addressee_nos)
    return bool(named & hidden_among(sorted(named), context))


def list_copies() -> QuerySet[ListCopy]:
    """The history of printed copies, the newest first; for the issue history of certificates."""
    return ListCopy.objects.select_related("list__application")


def rows_of(made: InspectionList, context: Context) -> list[tuple[int, tuple[str, ...]]]:
    """Number and four items of everybody on the list whom this actor may print."""
    people = people_as_of(valid_on=made.day, known_at=made.known_at).filter(
        addressee_no__in=made.addressee_nos
    )
    ordered = list(people.order_by("town", "address", "addressee_no"))
    return list(four_items(ordered, context, released_for(made.application)))


def _set(made: InspectionList, number: str, context: Context) -> tuple[list[int], bytes]:
    rows = rows_of(made, context)
    application = made.application
    head = [
        ("申出", f"第{application.pk}号　{application.applicant}"),
        ("閲覧の範囲", "、".join(application.towns)), ("基準日", format_japanese(made.day)),
        ("人数", f"{len(rows)}人"),
        ("作成", format_japanese(timezone.localtime(context.at).date())),
    ]  # fmt: skip
    data = {
        "number": number, "head": head,
        "rows": [[str(place), *items] for place, (_, items) in enumerate(rows, 1)],
    }  # fmt: skip
    pdf = press_for().set_document(template="inspection.typ", data=data, made_at=context.at)
    return [addressee_no for addressee_no, _ in rows], pdf


def _refused(code: str, message: str) -> Outcome[PrintedList]:
    return Outcome(None, (Finding(f"inspection.{code}", Severity.ERROR, message),))


def _refused_number(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(f"inspection.{code}", Severity.ERROR, message),))
