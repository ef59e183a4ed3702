# SPDX-License-Identifier: Apache-2.0
"""個人番号: after a whole tax year it stands nowhere but in the files that brought it.

A generated ward goes the whole way by the product's own commands and pages. Then every number of
its files is looked for in a dump of the database, the sessions, every file of the home, the
server's log, the program's log, what the commands said, every page of every role, and the papers.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings
from tests.staff_room import StaffRoom
from tests.ward_fixture import create_database, database, drop_database

from daicho.adapters.registry import FILE_KINDS
from daicho.config import cli
from daicho.counterparts.ward.generate import generate_ward
from daicho.domains.addressee.models import Addressee
from daicho.domains.tax.documents.models import Document, ImportFile, JoinState
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.public import AcceptRun
from daicho.foundation.access import granting
from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.database.server import PrivateServer
from daicho.foundation.identity.models import Staff
from daicho.foundation.vault.keys import derived_key
from daicho.kernel.numbers import is_individual_number

YEAR = 2026
RESIDENTS = 1_000
BACKEND = "daicho.foundation.identity.sessions.StaffSessions"
LONG_RUN = re.compile(r"[0-9](?:[- ]?[0-9]){10,}")
HEX_RUN = re.compile(r"(?:3[0-9]){12,}")
REMARKS, PAYER_CORPORATE, PAYEE_NO = "摘要", "支払者の法人番号", "受給者番号"


@pytest.fixture
def ward_year(
    django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> Iterator[Path]:
    """An empty database of our own, and a home of our own."""
    settings.DAICHO_HOME = tmp_path / "home"
    settings.AUDIT_CHECKPOINT_DIR = settings.DAICHO_HOME / "audit-checkpoints"
    name = "test_individual_number"
    with django_db_blocker.unblock():
        create_database(name)
        with database(name):
            call_command("migrate", verbosity=0)
            yield tmp_path
        drop_database(name)


class Search:
    """The numbers of the ward's files, and the places where one was found."""

    def __init__(self, numbers: set[str]) -> None:
        self.numbers = numbers
        self.found: list[str] = []
        self.searched = 0

    def text(self, place: str, text: str) -> None:
        """Look in a text: plain, in groups, as bytes in hexadecimal."""
        self.searched += len(text)
        runs = [re.sub("[- ]", "", run) for run in LONG_RUN.findall(text)]
        runs += [bytes.fromhex(run).decode() for run in HEX_RUN.findall(text)]
        if any(number in self.numbers for run in runs for number in windows(run)):
            self.found.append(place)


def windows(run: str) -> Iterator[str]:
    """Every twelve digits of a run, and a whole run that lost its leading zero."""
    yield run.zfill(12)
    for start in range(len(run) - 11):
        yield run[start : start + 12]


def numbers_of(folder: Path) -> set[str]:
    """Every valid 個人番号 of the columns that hold one, also of relatives."""
    found: set[str] = set()
    for word, module in FILE_KINDS.items():
        for path in folder.glob(f"{word}.*"):
            table = module.read(path, fiscal_year=YEAR).table
            for name in table.column_names:
                if name.endswith("individual_number"):
                    found.update(filter(is_individual_number, table[name].to_pylist()))
    return found


def misplace_numbers(folder: Path) -> list[str]:
    """Put numbers where people put them by mistake; gives those of rows that stay good."""
    path = folder / "salary-report.csv"
    columns = [column.name_ja for column in FILE_KINDS["salary-report"].LAYOUT.columns]
    rows = [line.split(",") for line in path.read_text("cp932").splitlines()]
    own = columns.index("受給者の個人番号")
    holders = [row for row in rows if is_individual_number(row[own])][:60:6]
    number = holders[0][own]
    holders[0][columns.index(REMARKS)] = f"扶養5人目 {number[:4]}-{number[4:8]}-{number[8:]}"
    holders[1][columns.index(REMARKS)] = f"番号{holders[1][own]}を確認"
    corporate = next(index for index, name in enumerate(columns) if "法人番号" in name)
    holders[2][corporate] = f"0{holders[2][own]}"
    holders[3][columns.index(PAYEE_NO)] = holders[3][own]
    holders[4][columns.index("支払金額")] = holders[4][own]
    holders[5][own + 1] = f"{holders[5][own]}"
    holders[6].insert(3, holders[6][own])
    holders[7][own] = f'"{holders[7][own]}'
    path.write_text("".join(",".join(row) + "\r\n" for row in rows), "cp932")
    return [number]


def bad_files(folder: Path) -> Iterator[Path]:
    """Files that no import takes."""
    good = (folder / "salary-report.csv").read_bytes()
    person = (folder / "residents.csv").read_bytes()
    bad = folder / "bad"
    bad.mkdir()
    for name, content in {
        "cut.csv": good[: len(good) // 2],
        "utf16.csv": good.decode("cp932").encode("utf-16"),
        "binary.csv": good.replace(b"\n", b"\x00\n"),
        "open-quote.csv": good.replace(b",", b',"', 1),
        "no-line-ends.csv": good.replace(b"\r\n", b",") + b"\n",
        "another-kind.csv": person,
        "shifted.csv": good.replace(b",,", b",", 1),
        f"{sorted(numbers_of(folder))[0]}.csv": good[: good.rfind(b"\n", 0, 4_000) + 1],
    }.items():
        (bad / name).write_bytes(content)
        yield bad / name


def accept(now: datetime) -> None:
    """The head of the section accepts the run that stopped."""
    head = StaffRoom(at=now).hire("head", *catalogue().roles["section_head"].functions)
    context = Context(
        actor=load_actor(staff=head, at=now), purpose="assessment", terminal="10.0.0.7", at=now
    )
    run = AssessmentRun.objects.get()
    assert not perform(AcceptRun(run_id=run.pk, reason="初年度"), context=context).is_refused


def carry_out_year(folder: Path, say: Callable[[str], None], now: datetime) -> None:
    """Import, dry runs, bad files, the run, its acceptance and release, the notices."""

    def command(*words: object) -> None:
        say(str(cli.main([str(word) for word in words])))

    for word in FILE_KINDS:
        (path,) = folder.glob(f"{word}.*")
        command("import", word, path, "--fiscal-year", YEAR, "--dry-run")
        command("import", word, path, "--fiscal-year", YEAR)
    for path in bad_files(folder):
        command("import", "salary-report", path, "--fiscal-year", YEAR)
    ImportFile.objects.update(state="accepted")  # settled rows are another test's matter
    command("tax", "run", "initial-assessment", "--fiscal-year", YEAR)
    accept(now)
    from daicho.domains.tax.inhabitants.public import ReleaseRun

    staff = Staff.objects.get(login="head")
    context = Context(
        actor=load_actor(staff=staff, at=now), purpose="assessment", terminal="x", at=now
    )
    assert not perform(ReleaseRun(run_id=AssessmentRun.objects.get().pk), context=context).findings
    command("tax", "notices", "--fiscal-year", YEAR, "--out", folder / "notices", "--workers", 2)
    command("audit", "verify")


def browsers(now: datetime) -> Iterator[tuple[str, Client]]:
    """A browser of every role."""
    today = timezone.localdate(now)
    for role in catalogue().roles:
        staff = Staff.objects.create(
            login=role, name=role, kana="ショクイン", section="税務課", active_from=today
        )
        granting.grant_role(
            staff=staff, role=role, first=today, last=today.replace(year=today.year + 1),
            by="setup", at=now,
        )  # fmt: skip
        client = Client(raise_request_exception=False)
        client.force_login(staff, backend=BACKEND)
        session = client.session
        session[PURPOSE_KEY] = "assessment"
        session.save()
        yield role, client


def addresses(prefix: str = "/", patterns: list[Any] | None = None) -> Iterator[str]:
    """Every pattern of the application."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(path, pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield path


def pages() -> Iterator[str]:
    """Addresses filled in: people with and without tax, doubtful and refused documents."""
    doubtful = Document.objects.exclude(join_state=JoinState.JOINED)[:2]
    numbers = [
        *Addressee.objects.filter(kind=1)[:2].values_list("pk", flat=True),
        *(document.pk for document in doubtful),
        *ImportFile.objects.filter(rows_refused__gt=0).values_list("pk", flat=True),
        AssessmentRun.objects.get().pk,
    ]
    for path in addresses():
        for number in numbers if "<int:number>" in path else [0]:
            yield path.replace("<int:number>", str(number)).replace("<int:year>", str(YEAR))


def read(response: HttpResponse) -> str:
    """The words of an answer."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/pdf":
        return pdf_text(content)
    return content.decode() + str(response.headers)


def pdf_text(content: bytes) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def look_at_pages(search: Search, number: str, now: datetime) -> None:
    """Every page of every role; and the number typed where it does not belong."""
    for role, client in browsers(now):
        for path in pages():
            response = client.get(path)
            if response.status_code == 405 and path.endswith(".pdf"):
                response = client.post(path)
            search.text(f"{role} {path}", read(response))
        document = Document.objects.exclude(join_state=JoinState.JOINED).first()
        assert document is not None
        decide = f"/tax/documents/joins/{document.pk}/decide/"
        client.post(decide, {"decision": "reject", "reason": f"番号は{number}"})
        client.post(decide, {"decision": "other", "addressee_no": number, "reason": "確認"})
        client.post("/addressees/", {"addressee_no": number})
        client.post("/addressees/", {"everything": number})
        client.post("/addressees/", {"address": f"芝{number}"})
        client.post("/addressees/by-number/", {"number": number})
        client.get(f"/tax/taxpayers/{number}/")
        client.get(f"/tax/taxpayers/{number}/{YEAR}/papers/")
        client.get(f"/log/?subject={number}")
        client.post("/sign-in/", {"login": number, "password": number})


def dump() -> str:
    """The whole database in plain text, read by the server's own superuser."""
    place = PrivateServer(Path(django_settings.DATABASES["default"]["OPTIONS"]["home"])).place
    done = subprocess.run(
        [
            str(place.programs / "pg_dump"), "--host", str(place.socket), "--username", "postgres",
            connection.settings_dict["NAME"],
        ],
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def test_no_individual_number_is_left_anywhere(
    ward_year: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    now = timezone.localtime()
    folder = ward_year / "files"
    generate_ward(residents=RESIDENTS, seed=7, fiscal_year=YEAR, out=folder)
    search = Search(numbers_of(folder))
    assert len(search.numbers) > RESIDENTS
    misplace_numbers(folder)
    # The search itself is known to work.
    some = sorted(search.numbers)[10]
    Search.text(known := Search(search.numbers), "x", f"a {some[:4]}-{some[4:8]}-{some[8:]} b")
    assert known.found == ["x"]

    carry_out_year(folder, print, now)
    look_at_pages(search, some, now)
    said = capfd.readouterr()
    search.text("output", said.out)
    search.text("errors and log", said.err)
    assert "Not Found: /tax/taxpayers/************/" in said.err

    for path in sorted((folder / "notices").rglob("*.pdf")):
        search.text(path.name, pdf_text(path.read_bytes()))
    home = Path(django_settings.DAICHO_HOME)
    for path in filter(Path.is_file, home.rglob("*")):
        search.text(str(path), path.read_bytes().decode("latin-1"))
    assert any("blobs" in str(path) for path in home.rglob("*"))
    content = dump()
    for table in ("vault.individual_number", "audit.entry_2026", "public.django_session"):
        assert f"COPY {table} " in content
    search.text("dump", content)
    for session in Session.objects.all():
        search.text("session", str(session.get_decoded()))
    server = PrivateServer(Path(django_settings.DATABASES["default"]["OPTIONS"]["home"]))
    search.text("server log", server.place.log.read_text("utf-8", errors="replace"))
    assert Entry.objects.count() > 100
    assert search.found == []
    assert search.searched > 2_000_000
    assert derived_key(django_settings.VAULT_KEY, "lookup").hex() not in content
