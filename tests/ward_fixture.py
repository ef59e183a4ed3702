# SPDX-License-Identifier: Apache-2.0
"""A small ward in a database of its own: a few people with stories, and many without.

Two years are assessed by the real run: 2025 is released, 2026 waits at its stop check. Every
person, number and address is made up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from pytest_django import DjangoDbBlocker

from daicho.domains.addressee.models import Addressee, Employer, Kind
from daicho.domains.register.models import ResidentVersion
from daicho.domains.tax.documents.models import (
    Document,
    DocumentKind,
    FileKind,
    FileState,
    ForwardEntry,
    ImportFile,
    JoinCandidate,
    JoinState,
    RefusedRow,
)
from daicho.domains.tax.inhabitants.actions.runs import (
    AcceptRun,
    ReleaseRun,
    StartInitialAssessment,
)
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.run.runner import carry_out
from daicho.foundation.access import granting, pages
from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.actions.action import perform
from daicho.foundation.database.server import PrivateServer
from daicho.foundation.identity import idle
from daicho.foundation.identity.models import Staff
from daicho.foundation.vault.keys import lookup_hashes
from daicho.kernel.address import fold_address
from daicho.kernel.numbers import addressee_check_digit, individual_number_check_digit
from daicho.kernel.text import fold_name, search_kana

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 6, 10, 9, 30, tzinfo=TOKYO)
LOADED = datetime(2025, 1, 20, 9, 0, tzinfo=TOKYO)
PASSWORD = "tadashii-uma-denchi"
MUNICIPALITY = "131032"
LONG_ADDRESS = "東京都港区芝" + "とても長い名前の集合住宅" * 24
LONG_NAME = "アレクサンドリア　マリア　" + "フォンテーヌ" * 14
MANY = 120


def numbered(serial: int) -> int:
    """A 宛名番号 with its check digit."""
    return serial * 10 + addressee_check_digit(str(serial))


def individual_number(serial: int) -> str:
    """A made-up 個人番号 with its check digit."""
    base = f"{serial:011d}"
    return base + str(individual_number_check_digit(base))


@dataclass(frozen=True, kw_only=True)
class Person:
    """One resident as the fixture makes them."""

    serial: int
    name: str
    kana: str
    birth: date
    sex: int = 2
    household: int = 0
    relationship: str = "世帯主"
    address: str = "東京都港区芝一丁目2番3号"
    protected: bool = False
    salary: tuple[int, ...] = ()  # by employer
    extra: dict[str, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """宛名番号."""
        return numbered(self.serial)


TARO = Person(
    serial=100001, name="山田　太郎", kana="ヤマダ　タロウ", birth=date(1980, 3, 1),
    household=900001, salary=(5_000_000, 600_000), extra={"social_insurance": 720_000},
)  # fmt: skip
HANAKO = Person(
    serial=100002, name="山田　花子", kana="ヤマダ　ハナコ", birth=date(1982, 7, 7), sex=1,
    household=900001, relationship="妻", salary=(980_000,),
)  # fmt: skip
WATANABE = Person(
    serial=100003, name="渡邊　一郎", kana="ワタナベ　イチロウ", birth=date(1975, 12, 31),
    household=900002, salary=(8_200_000,),
)  # fmt: skip
HIDDEN = Person(
    serial=100004, name="佐藤　まもる", kana="サトウ　マモル", birth=date(1990, 1, 1), sex=1,
    household=900003, protected=True, address="東京都港区六本木九丁目9番9号", salary=(3_300_000,),
)  # fmt: skip
LONG = Person(
    serial=100005, name=LONG_NAME, kana="アレクサンドリア", birth=date(1969, 2, 28), sex=1,
    household=900004, address=LONG_ADDRESS, salary=(4_100_000,),
)  # fmt: skip
SILENT = Person(
    serial=100006, name="高橋　静", kana="タカハシ　シズカ", birth=date(1988, 5, 5), sex=1,
    household=900005,
)  # fmt: skip
STORIES = (TARO, HANAKO, WATANABE, HIDDEN, LONG, SILENT)
CROWD = tuple(
    Person(
        serial=200000 + index, name=f"鈴木　{index}郎", kana="スズキ　ナンロウ",
        birth=date(1960 + index % 40, 1 + index % 12, 1 + index % 28), household=910000 + index,
        address=f"東京都港区芝浦三丁目{index}番1号", salary=(2_000_000 + index * 61_000,),
    )
    for index in range(MANY)
)  # fmt: skip
EVERYBODY = (*STORIES, *CROWD)
ROLES = {
    "clerk": "窓口　一子",
    "tax_officer": "課税　二郎",
    "section_head": "係長　三枝",
    "auditor": "監査　四郎",
    "administrator": "管理　五月",
    "register_clerk": "住民　六実",
    "register_chief": "台帳　七海",
}


def build_ward() -> None:
    """Everything, in an empty database."""
    call_command("migrate", verbosity=0)
    _hire()
    _register()
    _employers()
    for year in (2025, 2026):
        _documents(year)
    _queue()
    context = context_of("tax_officer")
    head = context_of("section_head")
    first = _run(2025, context)
    perform(AcceptRun(run_id=first.pk, reason="初年度のため前年がない"), context=head)
    perform(ReleaseRun(run_id=first.pk), context=context)
    _run(2026, context)


def context_of(role: str) -> Context:
    """The circumstances of an act by the person of a role."""
    staff = Staff.objects.get(login=role)
    actor = load_actor(staff=staff, at=NOW)
    return Context(actor=actor, purpose="assessment", terminal="10.0.0.7", at=NOW)


def _hire() -> None:
    for role, name in ROLES.items():
        staff = Staff.objects.create(
            login=role, name=name, kana="ショクイン", section="税務課",
            active_from=date(2025, 4, 1), password=make_password(PASSWORD),
        )  # fmt: skip
        granting.grant(
            staff=staff, functions=catalogue().roles[role].functions, first=date(2026, 4, 1),
            last=date(2027, 3, 31), by="setup", at=NOW,
        )  # fmt: skip


def _register() -> None:
    hashes = lookup_hashes([individual_number(one.serial) for one in EVERYBODY])
    Addressee.objects.bulk_create(
        Addressee(
            addressee_no=one.number, kind=Kind.RESIDENT, name=one.name,
            name_folded=fold_name(one.name), kana=one.kana, kana_folded=search_kana(one.kana),
            birth_date=one.birth, sex=one.sex, postcode="1050014", address=one.address,
            address_folded=fold_address(one.address), household_no=one.household,
            number_hash=digest, protected=one.protected, updated=LOADED,
        )
        for one, digest in zip(EVERYBODY, hashes, strict=True)
    )  # fmt: skip
    ResidentVersion.objects.bulk_create(
        ResidentVersion(
            addressee_no=one.number, history_no=1, household_no=one.household, name=one.name,
            name_folded=fold_name(one.name), kana=one.kana, kana_folded=search_kana(one.kana),
            birth_date=one.birth, sex=one.sex, relationship=one.relationship,
            postcode="1050014", address=one.address, protected=one.protected,
            valid=DateRange(date(2020, 1, 1), None), recorded=DateTimeTZRange(LOADED, None),
        )
        for one in EVERYBODY
    )  # fmt: skip


def _employers() -> None:
    """The first payer withholds the tax, the second is not known."""
    name = "株式会社見本1号"
    Addressee.objects.create(
        addressee_no=numbered(700000), kind=Kind.ORGANISATION, name=name,
        name_folded=fold_name(name), address="東京都港区浜松町一丁目1番1号",
        address_folded=fold_address("東京都港区浜松町一丁目1番1号"), updated=LOADED,
    )  # fmt: skip
    Employer.objects.create(
        designated_no="7000", addressee_no=numbered(700000), name=name,
        name_folded=fold_name(name), updated=LOADED,
    )  # fmt: skip


def _file(kind: str, year: int, name: str, rows: int, **more: Any) -> ImportFile:
    return ImportFile.objects.create(
        kind=kind, fiscal_year=year, name=name, sha256=f"{kind}{year}{name}".ljust(64, "0")[:64],
        size=1_000, rows_read=rows, rows_accepted=rows - more.get("rows_refused", 0),
        imported_at=LOADED, imported_by="tax_officer",
        **{"state": FileState.ACCEPTED, "rows_refused": 0, **more},
    )  # fmt: skip


def _documents(year: int) -> None:
    """A salary report of each employer; in the later year everybody earns an eighth more."""
    file = _file(FileKind.SALARY_REPORT, year, f"給報{year}.csv", len(EVERYBODY))
    rise = 100 if year == 2025 else 112
    made = [
        _document(
            file, line, person=one, payer_no=f"{7000 + place}",
            payer_name=f"株式会社見本{place + 1}号",
            figures={
                "salary_revenue": pay * rise // 100,
                **(one.extra if place == 0 else {"is_second_employer": 1}),
            },
        )
        for line, (one, place, pay) in enumerate(
            ((one, place, pay) for one in EVERYBODY for place, pay in enumerate(one.salary)), 1
        )
    ]  # fmt: skip
    Document.objects.bulk_create(made)


def _document(file: ImportFile, line: int, *, person: Person, **more: Any) -> Document:
    fields: dict[str, Any] = {
        "addressee_no": person.number, "join_state": JoinState.JOINED, "join_rule": "number",
        "kind": DocumentKind.SALARY_REPORT, "name": person.name, "kana": person.kana,
        "birth_date": person.birth, "sex": person.sex, "address": person.address,
        "municipality_code": MUNICIPALITY, **more,
    }  # fmt: skip
    return Document(
        file=file, line_no=line, fiscal_year=file.fiscal_year,
        name_folded=fold_name(fields["name"]), kana_folded=search_kana(fields["kana"]), **fields,
    )  # fmt: skip


def _queue() -> None:
    """An import that is not closed, two doubtful documents, one of another municipality."""
    file = _file(
        FileKind.SALARY_REPORT, 2026, "不備のある給報.csv", 5, state=FileState.OPEN, rows_refused=2,
        totals={"rows": 3, "salary_revenue": 9_000_000},
    )  # fmt: skip
    for line, reason in ((2, "「２９」は暦にない日です"), (4, "数字ではありません")):
        RefusedRow.objects.create(
            file=file, line_no=line, reasons=[{"column": "支払金額", "message_ja": reason}]
        )
    doubt = {"addressee_no": None, "join_rule": "", "figures": {"salary_revenue": 3_000_000}}
    for line, person in ((1, WATANABE), (3, HIDDEN)):
        document = _document(
            file, line, person=person, join_state=JoinState.DOUBTFUL, join_reason="near",
            **{**doubt, "birth_date": date(1975, 12, 30), "payer_name": "株式会社見本9号"},
        )  # fmt: skip
        document.save()
        for other, score in ((person, 88), (TARO, 47)):
            JoinCandidate.objects.create(
                document=document, addressee_no=other.number, score=score,
                agreements={
                    "name": "equal" if other is person else "differs",
                    "kana": "equal" if other is person else "differs",
                    "birth_date": "differs", "sex": "equal", "address": "equal",
                },
            )  # fmt: skip
    stranger = _document(
        file, 5, person=SILENT, join_state=JoinState.FORWARDED, join_reason="other_municipality",
        **{**doubt, "name": "他市　太郎", "address": "神奈川県川崎市川崎区1番1号"},
    )  # fmt: skip
    stranger.save()
    ForwardEntry.objects.create(
        document=stranger, municipality_code="141305", municipality_name="神奈川県川崎市"
    )


def _run(year: int, context: Context) -> AssessmentRun:
    outcome = perform(
        StartInitialAssessment(fiscal_year=year, municipality=MUNICIPALITY), context=context
    )
    run = AssessmentRun.objects.get(pk=outcome.value)
    return carry_out(run, context=context, clock=lambda: NOW, processes=1)


def stop_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and sessions live at the ward's moment."""
    monkeypatch.setattr(pages, "clock", lambda: NOW)
    monkeypatch.setattr(idle, "time", SimpleNamespace(time=NOW.timestamp))


@contextmanager
def database(name: str) -> Iterator[None]:
    """Let every connection, also those of other threads, go to another database of the server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    _point_to(name)
    try:
        yield
    finally:
        connection.close()
        _point_to(before)


def _point_to(name: str) -> None:
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@pytest.fixture(scope="session")
def ward_database(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The small ward in a database of its own, made once a process."""
    name = f"test_ward_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock():
        create_database(name)
        with database(name):
            build_ward()
        yield name
        drop_database(name)


def create_database(name: str, template: str = "template1") -> None:
    """A new database, empty or with the content of another, which nobody may be using."""
    connection.close()
    drop_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    """Remove a database."""
    server = PrivateServer(Path(settings.DATABASES["default"]["OPTIONS"]["home"]))
    # As a superuser: the clean-up process of the server may be at work in it.
    with server.connect("postgres") as superuser:
        superuser.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
