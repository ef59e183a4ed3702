# SPDX-License-Identifier: Apache-2.0
"""支援措置: no page, list or paper tells a protected person's address to who may not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.staff_room import purpose_for
from tests.ward_fixture import HIDDEN, LOADED, NOW, TARO, Person, ward_database
from tests.web.conftest import SignIn, sign_in, ward

from daicho.domains.addressee.models import Addressee
from daicho.domains.register.models import ResidentVersion
from daicho.domains.tax.documents.models import Document, ForwardEntry, ImportFile, JoinState
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.audit.models import Entry
from daicho.kernel.address import fold_address
from daicho.kernel.text import fold_name, search_kana

__all__ = ["sign_in", "ward", "ward_database"]
PLACE = "六本木"  # only the protected person lives there
BLIND = sorted(
    role for role, held in catalogue().roles.items() if PROTECTED_VIEW not in held.functions
)
SEEING = sorted(
    role
    for role, held in catalogue().roles.items()
    if {PROTECTED_VIEW, "tax.taxpayer.view"} <= set(held.functions)
)
# Sent by POST, these print and change nothing else.
PRINTING = re.compile(r"\.pdf$")
# What would change the ward, end the session, or need an input of its own.
NOT_ASKED = re.compile(r"^/(sign-out|sign-in|purpose)/")
MATE = Person(
    serial=100099, name="佐藤　同居", kana="サトウ　ドウキョ", birth=date(1991, 2, 2), sex=2,
    household=HIDDEN.household, relationship="同居人", address=HIDDEN.address,
)  # fmt: skip


def paths() -> Iterator[tuple[str, str]]:
    """Every address that could be about the protected person, and a purpose that opens it."""
    own = Document.objects.filter(address__contains=PLACE).values_list("pk", flat=True)
    numbers = [
        HIDDEN.number, TARO.number, *own, *ImportFile.objects.values_list("pk", flat=True),
        *AssessmentRun.objects.values_list("pk", flat=True),
    ]  # fmt: skip
    for pattern, purpose in _walk("/", get_resolver().url_patterns):
        if NOT_ASKED.match(pattern):
            continue
        filled = {pattern}
        for name, values in (("number", numbers), ("year", (2025, 2026))):
            filled = {
                one.replace(f"<int:{name}>", str(value)) for one in filled for value in values
            }
        yield from ((path, purpose) for path in sorted(filled))


def _walk(prefix: str, patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(path, pattern.url_patterns)
        else:
            function = pattern.callback.page.function
            yield path, purpose_for(function) if function else "assessment"


def text_of(response: HttpResponse) -> str:
    """The words of an answer, also of a PDF."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") != "application/pdf":
        return content.decode() + str(response.headers)
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def answers(client: Client) -> Iterator[tuple[str, str]]:
    """What a role gets to read: pages, lists, CSV and papers."""
    for path, purpose in paths():
        choose(client, purpose)
        response = client.get(path)
        if response.status_code == 405 and PRINTING.search(path):
            response = client.post(path)
        yield path, text_of(response)


def choose(client: Client, purpose: str) -> None:
    """Go on for this purpose of use."""
    session = client.session
    if session.get(PURPOSE_KEY) != purpose:
        session[PURPOSE_KEY] = purpose
        session.save()


@pytest.mark.parametrize("role", BLIND)
def test_no_page_and_no_paper_tells_the_address(sign_in: SignIn, role: str) -> None:
    assert Document.objects.filter(address__contains=PLACE).count() >= 3
    read = list(answers(sign_in(role)))
    assert len(read) > 100
    assert [path for path, text in read if PLACE in text] == []


@pytest.mark.parametrize("role", SEEING)
def test_who_may_see_it_sees_it(sign_in: SignIn, role: str) -> None:
    page = sign_in(role).get(f"/tax/taxpayers/{HIDDEN.number}/").content.decode()
    assert HIDDEN.address in page


@pytest.mark.parametrize("role", SEEING)
def test_letter_handed_over_by_the_employer_never_has_it(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    number = HIDDEN.number
    printed = [
        text_of(response)
        for path, _ in paths()
        if "employee" in path and str(number) in path
        and (response := client.post(path)).headers["Content-Type"] == "application/pdf"
    ]  # fmt: skip
    assert printed
    assert all(PLACE not in text for text in printed)


@pytest.mark.parametrize("role", ["clerk", "tax_officer"])
@pytest.mark.parametrize("measure", ["register", "own"])
def test_search_by_address_does_not_find_the_protected(
    sign_in: SignIn, role: str, measure: str
) -> None:
    if measure == "own":
        protect_by_own_measure()
    client = sign_in(role)
    for typed in ({"address": "六本木九丁目9番9号"}, {"everything": "六本木９－９－９"}):
        assert HIDDEN.name not in search(client, typed)
    by_both = {"name": "佐藤　まもる", "address": "六本木"}
    assert str(HIDDEN.number) not in search(client, by_both)
    by_name = search(client, {"name": "佐藤　まもる"})
    assert str(HIDDEN.number) in by_name
    assert PLACE not in by_name


def test_log_does_not_put_the_address_beside_the_person(sign_in: SignIn) -> None:
    page = search(sign_in("section_head"), {"address": "六本木"})
    assert HIDDEN.name in page
    entries = Entry.objects.filter(subjects__contains=[HIDDEN.number])
    assert entries.exists()
    assert not any(PLACE in str(entry.detail) for entry in entries)


def test_household_does_not_lead_to_the_address(sign_in: SignIn) -> None:
    for measure in ("register", "own"):
        if measure == "own":
            protect_by_own_measure()
        else:
            move_in(MATE)
        client = sign_in("clerk")
        own = client.get(f"/tax/taxpayers/{HIDDEN.number}/").content.decode()
        assert MATE.name not in own
        of_mate = client.get(f"/tax/taxpayers/{MATE.number}/").content.decode()
        assert PLACE not in of_mate, "the address is the same"
        assert HIDDEN.name not in of_mate
    seen = sign_in("section_head").get(f"/tax/taxpayers/{HIDDEN.number}/").content.decode()
    assert MATE.name in seen


def test_candidate_of_the_same_address_does_not_tell_it(sign_in: SignIn) -> None:
    """Beside a hidden document, another candidate's address must not be said to agree."""
    move_in(MATE)
    document = Document.objects.get(join_state=JoinState.DOUBTFUL, name=HIDDEN.name)
    document.candidates.create(
        addressee_no=MATE.number, score=60, agreements={"name": "near", "address": "equal"}
    )
    page = sign_in("clerk").get(f"/tax/documents/joins/{document.pk}/").content.decode()
    line = page.split(">住所</th>")[1].split("</tr>")[0]
    assert "支援措置のため表示しません" in line
    assert "一致" not in line
    assert "異なる" not in line


@pytest.mark.parametrize("rule", ["number", "name"])
def test_document_sent_on_does_not_tell_the_new_place(sign_in: SignIn, rule: str) -> None:
    """A person who left in secret is known by the report sent on to the new municipality."""
    entry = ForwardEntry.objects.get()
    document = entry.document
    if rule == "number":
        hidden = Addressee.objects.get(addressee_no=HIDDEN.number)
        Document.objects.filter(pk=document.pk).update(number_hash=hidden.number_hash)
    else:
        Document.objects.filter(pk=document.pk).update(
            name_folded=fold_name(HIDDEN.name), birth_date=HIDDEN.birth
        )
    for path in ("/tax/documents/forwards/", f"/tax/documents/joins/{document.pk}/"):
        page = sign_in("tax_officer").get(path).content.decode()
        marked = page.split("<datalist")[0]
        assert "川崎" not in marked, path
        assert "川崎" in sign_in("section_head").get(path).content.decode(), path


def test_every_year_and_role_was_tried() -> None:
    assert {"clerk", "tax_officer", "auditor", "administrator"} <= set(BLIND)
    assert SEEING == ["section_head"]


def search(client: Client, typed: dict[str, str]) -> str:
    """The page of a search, its own form left out."""
    page = client.post("/addressees/", typed, follow=True).content.decode()
    return re.sub(r"<form.*?</form>|<input[^>]*>", "", page, flags=re.DOTALL)


def protect_by_own_measure() -> None:
    """The register's mark goes; the measure entered here stays."""
    for model in (Addressee, ResidentVersion):
        model.objects.filter(addressee_no=HIDDEN.number).update(protected=False)
    ProtectedPerson.objects.create(
        addressee_no=HIDDEN.number, valid=DateRange(date(2026, 4, 1), date(2027, 4, 1))
    )


def move_in(person: Person) -> None:
    """One more resident."""
    shared = {
        "addressee_no": person.number, "name": person.name, "name_folded": fold_name(person.name),
        "kana": person.kana, "kana_folded": search_kana(person.kana),
        "birth_date": person.birth, "sex": person.sex, "household_no": person.household,
        "postcode": "1060032", "address": person.address,
    }  # fmt: skip
    Addressee.objects.create(
        kind=1, address_folded=fold_address(person.address), updated=NOW, **shared
    )
    ResidentVersion.objects.create(
        history_no=1, relationship=person.relationship,
        valid=DateRange(date(2020, 1, 1), None), recorded=DateTimeTZRange(LOADED, None), **shared,
    )  # fmt: skip
