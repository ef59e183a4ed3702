# SPDX-License-Identifier: Apache-2.0
"""A new key reaches every place that keeps something sealed, and only then the former one goes.

Everything here is made as at work: slips and seals at the counter, papers printed, apps enrolled.
"""

from __future__ import annotations

import argparse
import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings
from tests.domains.certificates.desk import CertificateDesk, pdf_of
from tests.domains.certificates.test_papers import NUMBERS, leave
from tests.domains.register.people import HEAD, WIFE, Family, settle
from tests.domains.seals.desk import SealDesk
from tests.staff_room import StaffRoom

from daicho.config.commands import vault_rotate
from daicho.config.environment import read_environment
from daicho.config.sealed_holders import HOLDERS
from daicho.domains.addressee.models import Addressee
from daicho.domains.certificates.actions.issue import Content
from daicho.domains.certificates.models import IssuedDocument
from daicho.domains.register.search import recent
from daicho.domains.seals.models import SealImage
from daicho.foundation.access import pages
from daicho.foundation.database import roles
from daicho.foundation.database.query import execute, row, rows
from daicho.foundation.entries.models import Entry
from daicho.foundation.entries.store import content_of
from daicho.foundation.identity.authentication_log import Where
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.own_account import enrol_app
from daicho.foundation.identity.second_factor import use_code, use_recovery_code
from daicho.foundation.vault import blobs, numbers, resealing
from daicho.foundation.vault.blobs import Blob, unseal
from daicho.foundation.vault.keys import key_id, lookup_hashes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "korede-hairemasu"
SHOWN = re.compile(r"<code>([A-Z2-7 ]{39})</code>")
SLIPS = 3
COUNTS = {
    "認証アプリの秘密": 1, "予備コードの種": 1, "登録中の認証アプリ": 1, "入力票": SLIPS,
    "証明書のPDF": 2, "証明書の内容": 1, "印影": SLIPS, "印影の元画像": SLIPS,
    "検索履歴": 1,
}  # fmt: skip


@dataclass
class Town:
    """What was stored before the key changed, and how it read."""

    home: Path
    settings: Settings
    family: Family
    armed: Staff
    codes: tuple[str, ...]
    browser: Client
    offered: str
    paper: int
    file: Blob
    was: list[object]

    def restart(self) -> None:
        """Read the secrets anew, as the next process does."""
        environment = read_environment({"DAICHO_HOME": str(self.home)})
        self.settings.VAULT_KEY = environment.vault_key
        self.settings.VAULT_FORMER_KEYS = environment.vault_former_keys


def step(**words: bool) -> int:
    return vault_rotate.run(argparse.Namespace(**{"new_key": False, "forget": False, **words}))


def code_at(at: datetime) -> str:
    return format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30))


def opened(file: Blob, home: Path) -> list[object]:
    """Everything sealed outside the vault's own tables, read."""
    blobs.restore_file(file, home / "back")
    kept = IssuedDocument.objects.order_by("pk")
    return [
        (home / "back").read_bytes(),
        [content_of(entry) for entry in Entry.objects.order_by("pk")],
        [unseal(bytes(one.pdf)) for one in kept if one.pdf],
        [Content.model_validate_json(unseal(bytes(one.content))) for one in kept if one.content],
        [(unseal(bytes(one.png)), unseal(bytes(one.original)))
         for one in SealImage.objects.order_by("pk")],
    ]  # fmt: skip


@pytest.fixture
def town(
    staff_room: StaffRoom, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> Town:  # fmt: skip
    monkeypatch.setattr(roles, "work_as_owner", lambda: None)
    monkeypatch.setattr(pages, "clock", lambda: now)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "vault_key").write_text(settings.VAULT_KEY.hex(), "ascii")
    settings.DAICHO_HOME, settings.SECOND_FACTOR = tmp_path, "required"
    family, paper = _at_the_counter(staff_room, now)
    recent.keep(login="late", typed={"everything": ["試作"]}, at=now)
    armed = staff_room.hire("app", "desk.home")
    before = now - timedelta(hours=1)
    enrolled = enrol_app(
        staff=armed, secret=SECRET, code=code_at(before), where=Where(terminal="", at=before)
    )
    staff_room.hire("late", "desk.home", password=PASSWORD)
    browser = Client()
    browser.post("/sign-in/", {"login": "late", "password": PASSWORD, "next": "/"})
    (tmp_path / "給報.csv").write_bytes(b"x" * 1000)
    file = blobs.store_file(tmp_path / "給報.csv")
    return Town(
        tmp_path, settings, family, armed, tuple(enrolled.recovery_codes), browser,
        secret_offered(browser), paper, file, opened(file, tmp_path),
    )  # fmt: skip


def _at_the_counter(staff_room: StaffRoom, now: datetime) -> tuple[Family, int]:
    """Seals of a household by slips, a copy, a moving-out certificate whose content is kept."""
    family = settle([HEAD, WIFE])
    numbers.store_many(numbers=list(zip(family.numbers, NUMBERS, strict=True)), at=now)
    Addressee.objects.filter(addressee_no=family.head).update(
        number_hash=lookup_hashes(NUMBERS[:1])[0]
    )
    seals = SealDesk.open(staff_room)
    seals.register(family.head, mm=14.0)
    seals.register(family.numbers[1], mm=16.0)
    seals.inquire(settle().head)
    desk = CertificateDesk.open(staff_room)
    copy = desk.issue("resident_copy", family.head)
    assert copy.value is not None, copy.findings
    leave(family, family.numbers[1], now, on=(now + timedelta(days=9)).date())
    assert desk.issue("move_out", family.numbers[1]).value is not None
    return family, copy.value


def secret_offered(browser: Client) -> str:
    found = SHOWN.search(browser.get("/sign-in/enrol/").content.decode())
    assert found is not None
    return found[1]


def places_naming(key: bytes) -> list[str]:
    """Every column of the database in which something sealed under this key lies.

    Base64 of the first five bytes is certain in its first six letters.
    """
    head = b"\x02" + key_id(key)
    letters = base64.b64encode(head).decode("ascii")[:6]
    places = []
    for schema, table, column, kind in rows(
        "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'audit')"
        " AND data_type IN ('bytea', 'text', 'jsonb', 'character varying', 'ARRAY')"
    ):
        test = f'position(%s in "{column}") = 1' if kind == "bytea" else (
            f'position(%s in "{column}"::text) > 0'
        )  # fmt: skip
        wanted = head if kind == "bytea" else letters
        found = row(f'SELECT count(*) FROM {schema}."{table}" WHERE {test}', [wanted])
        if found and found[0]:
            places.append(f"{table}.{column}")
    return sorted(places)


def test_everything_opens_when_the_former_key_is_gone(
    town: Town, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    former = town.settings.VAULT_KEY
    assert places_naming(former) == sorted(
        {holder.place.removesuffix(".secret").removesuffix(".seed") for holder in HOLDERS}
        - {"django_session.session_data"}  # compressed: counted by the holder itself
    )
    assert step(new_key=True) == 0
    town.restart()
    assert {holder.name: holder.count_left() for holder in HOLDERS} == COUNTS
    assert step() == 0
    said = capsys.readouterr().out
    assert all(f"{name} {count:,}件" in said for name, count in COUNTS.items())
    assert step(forget=True) == 0
    town.restart()
    assert town.settings.VAULT_FORMER_KEYS == ()
    assert places_naming(former) == []
    assert opened(town.file, town.home) == town.was
    assert pdf_of(town.paper).startswith(b"%PDF")
    assert numbers.open_number(addressee_no=town.family.head) == NUMBERS[0]
    stored = Addressee.objects.get(addressee_no=town.family.head).number_hash
    assert bytes(stored) == lookup_hashes(NUMBERS[:1])[0]
    assert secret_offered(town.browser) == town.offered
    assert use_code(town.armed, code_at(now), at=now) is None
    assert use_recovery_code(town.armed, town.codes[3], at=now) is None


def test_what_lies_beside_a_sealed_secret_stays(town: Town, now: datetime) -> None:
    assert use_recovery_code(town.armed, town.codes[0], at=now) is None
    before = list(Authenticator.objects.order_by("pk").values_list("type", "data"))
    assert step(new_key=True) == 0
    town.restart()
    assert step() == 0
    for (kind, was), data in zip(
        before, Authenticator.objects.order_by("pk").values_list("data", flat=True), strict=True
    ):
        name = {"totp": "secret", "recovery_codes": "seed"}[kind]
        assert data.keys() == was.keys()
        assert data[name] != was[name]
        assert {**data, name: ""} == {**was, name: ""}
    assert use_recovery_code(town.armed, town.codes[0], at=now) is not None  # still used up


@pytest.mark.parametrize("killed_at", [1, 4, 7, 15])
def test_killed_anywhere_it_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    monkeypatch.setattr(resealing, "PIECE", 1)
    assert step(new_key=True) == 0
    town.restart()
    real, calls = resealing.encrypt, iter(range(1, 99))

    def killed(data: bytes, *, use: str) -> bytes:
        if next(calls) == killed_at:
            raise KeyboardInterrupt
        return real(data, use=use)

    with monkeypatch.context() as patch:
        patch.setattr(resealing, "encrypt", killed)
        with pytest.raises(KeyboardInterrupt):
            step()
    left = sum(holder.count_left() for holder in HOLDERS)
    assert left == sum(COUNTS.values()) - killed_at + 1
    assert step(forget=True) == 1
    assert opened(town.file, town.home) == town.was  # half old, half new, all readable
    assert step() == 0
    assert step(forget=True) == 0
    town.restart()
    assert opened(town.file, town.home) == town.was
    assert secret_offered(town.browser) == town.offered


@pytest.mark.parametrize("name", COUNTS)
def test_one_left_anywhere_and_nothing_is_forgotten(
    town: Town, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever still works with the former key has sealed one more after the renewing."""
    kept = {
        "認証アプリの秘密": ("mfa_authenticator", "data", "data ? 'secret'"),
        "予備コードの種": ("mfa_authenticator", "data", "data ? 'seed'"),
        "登録中の認証アプリ": ("django_session", "session_data", "true"),
        "入力票": ("entries_entry", "sealed", "true"),
        "証明書のPDF": ("certificates_issueddocument", "pdf", "true"),
        "証明書の内容": ("certificates_issueddocument", "content", "content IS NOT NULL"),
        "印影": ("seals_sealimage", "png", "true"),
        "印影の元画像": ("seals_sealimage", "original", "true"),
        "検索履歴": ("register_recentsearch", "sealed", "true"),
    }
    table, column, which = kept[name]
    key = "session_key" if table == "django_session" else "id"
    chosen = row(f"SELECT {key}, {column} FROM {table} WHERE {which} ORDER BY 1 LIMIT 1")
    assert chosen is not None
    step(new_key=True)
    town.restart()
    assert step() == 0
    cast = "::jsonb" if column == "data" else ""
    execute(f"UPDATE {table} SET {column} = %s{cast} WHERE {key} = %s", [chosen[1], chosen[0]])
    assert (step(forget=True), step(new_key=True)) == (1, 1)
    assert f"{name} 1件" in capsys.readouterr().err
    assert (town.home / "secrets" / "vault_former_keys").exists()
    assert (step(), step(forget=True)) == (0, 0)


def test_what_no_key_opens_is_named_and_holds_up_nothing_else(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Entry.objects.order_by("pk")[0]
    Entry.objects.filter(pk=broken.pk).update(sealed=bytes(broken.sealed)[:-1] + b"\x00\x00")
    step(new_key=True)
    town.restart()
    assert step() == 1
    said = capsys.readouterr()
    assert f"どの鍵でも開けない暗号文があります: entries_entry {broken.pk}" in said.err
    assert f"入力票 {SLIPS - 1:,}件" in said.out
    assert [holder.count_left() for holder in HOLDERS if holder.name != "入力票"] == [0] * 8
    assert step(forget=True) == 1


def test_session_with_a_secret_that_no_key_opens_ends(town: Town) -> None:
    step(new_key=True)
    town.restart()
    town.settings.VAULT_FORMER_KEYS = ()
    sessions = next(one for one in HOLDERS if one.place.startswith("django_session"))
    before = Session.objects.count()
    assert sessions.reseal() == resealing.Resealed(1)
    assert (sessions.count_left(), Session.objects.count()) == (0, before - 1)
