# SPDX-License-Identifier: Apache-2.0
"""The demo ward: made-up people, seven made-up officers, two tax years.

Nothing here goes around the product: files are generated, imported, joined, merged, assessed,
accepted by a second person and released by the same actions as in a real year.
"""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from daicho.adapters.registry import FILE_KINDS
from daicho.config.commands.tax_run import summary_of
from daicho.config.demo_organisation import build_organisation
from daicho.config.demo_register import (
    load_numbers,
    load_register,
    prepare_register,
    protect,
    put_addressees_back,
    put_addressees_forward,
)
from daicho.config.imports import read_file
from daicho.config.operator import command_context
from daicho.counterparts.ward.generate import generate_register, generate_ward
from daicho.domains.tax.documents.public import ImportTaxFile
from daicho.domains.tax.inhabitants.public import (
    AcceptRun,
    ReleaseRun,
    RunState,
    StartInitialAssessment,
    carry_out,
    find_run,
)
from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.actions.action import Action, perform
from daicho.foundation.actions.staff import GrantRole, RegisterStaff
from daicho.foundation.database.server import PrivateServer
from daicho.foundation.identity.models import Staff

Result = TypeVar("Result")
PASSWORD = "daicho-demo-2026"  # noqa: S105 - made-up officers of a made-up ward
SEED = 20260101
FILE_NAMES = {"pension-collection": "pension-collection.dat"}
OUTSIDE_FILE = "non-residents-{year}.csv"


class Officer(NamedTuple):
    """A made-up officer and the role given."""

    login: str
    name: str
    kana: str
    section: str
    role: str


OFFICERS = (
    Officer("kacho", "港 花子", "ミナト ハナコ", "税務課課税係", "section_head"),
    Officer("kazei", "芝 太郎", "シバ タロウ", "税務課課税係", "tax_officer"),
    Officer("madoguchi", "麻布 さくら", "アザブ サクラ", "芝地区総合支所区民課", "clerk"),
    Officer(
        "koseki", "白金 一", "シロカネ ハジメ", "芝地区総合支所区民課住民記録係", "register_clerk"
    ),
    Officer(
        "kakaricho",
        "芝浦 恵",
        "シバウラ メグミ",
        "芝地区総合支所区民課住民記録係",
        "register_chief",
    ),
    Officer("kansa", "高輪 実", "タカナワ ミノル", "監査事務局", "auditor"),
    Officer("joho", "赤坂 健", "アカサカ ケン", "情報政策課", "administrator"),
)


class DemoError(Exception):
    """The demo could not be made; the text says why, in Japanese."""


def make_demo(*, residents: int, fiscal_year: int) -> list[str]:
    """Make the ward afresh and run last year and this year; gives the lines of the summary."""
    home: Path = settings.DAICHO_HOME
    if settings.DATABASES["default"]["ENGINE"] != "daicho.foundation.database.private":
        raise DemoError(
            "デモは既存のデータを消して作り直すため、DATABASE_URL を指定しているときは動きません。"
        )
    _step("内蔵の PostgreSQL を新しく用意", lambda: _fresh_database(home))
    _step("組織、職員7人、権限を登録", _register_officers)
    folder = home / "demo"
    until = timezone.localdate() - dt.timedelta(days=1)
    made = _step(
        "住民記録(全履歴)のファイルを作成",
        lambda: generate_register(
            residents=residents, seed=SEED, fiscal_year=fiscal_year, until=until, out=folder,
            passphrase=PASSWORD,
        ),
    )  # fmt: skip
    _step("住民記録を取込", lambda: load_register(folder / "register", _perform))
    _step("個人番号を取込", lambda: load_numbers(folder / "register", PASSWORD, _perform))
    _step("住所辞書と住民検索の索引を用意", lambda: prepare_register(_perform))
    chief = _as_officer("kakaricho", purpose="protection")
    _step("支援措置と抑止を登録", lambda: protect(made, until, chief, _perform))
    summary: list[str] = []
    for year in (fiscal_year - 1, fiscal_year):
        folder = home / "demo" / str(year)
        _step(f"{year}年度のファイルを作成", lambda y=year, f=folder: _generate(residents, y, f))
        _step(f"{year}年1月1日の宛名", lambda y=year: put_addressees_back(y))
        for word in FILE_KINDS:
            path = folder / FILE_NAMES.get(word, f"{word}.csv")
            if word == "residents":  # the register has them; a file tells of the others
                path = home / "demo" / OUTSIDE_FILE.format(year=year)
            _step(f"{year}年度 {path.name} を取込", lambda w=word, p=path, y=year: _import(w, p, y))
        summary += _step(f"{year}年度 当初賦課", lambda y=year: _assess(y))
    _step("今日の宛名", put_addressees_forward)
    return summary


def _step(label: str, work: Callable[[], Result]) -> Result:
    started = time.monotonic()
    print(f"  {label} …", end="", file=sys.stderr, flush=True)
    result = work()
    print(f" {time.monotonic() - started:.1f}秒", file=sys.stderr)
    return result


def _fresh_database(home: Path) -> None:
    PrivateServer(home).destroy()
    shutil.rmtree(home / "demo", ignore_errors=True)
    shutil.rmtree(settings.AUDIT_CHECKPOINT_DIR, ignore_errors=True)
    connection.close()
    call_command("migrate", verbosity=0)


def _register_officers() -> None:
    now = timezone.now()
    context = command_context(
        functions=frozenset({"staff.manage", "personnel.import"}), purpose="upkeep", at=now
    )
    today = timezone.localdate(now)
    for officer in OFFICERS:
        _perform(
            RegisterStaff(
                login=officer.login,
                name=officer.name,
                kana=officer.kana,
                section=officer.section,
                password=PASSWORD,
                active_from=today - dt.timedelta(days=400),
                is_password_initial=False,
            ),
            context,
        )
        _perform(
            GrantRole(
                login=officer.login,
                role=officer.role,
                first=today,
                last=today + dt.timedelta(days=364),
            ),
            context,
        )
    build_organisation(
        logins=[officer.login for officer in OFFICERS],
        first=today - dt.timedelta(days=365),
        context=context,
    )


def _generate(residents: int, fiscal_year: int, folder: Path) -> None:
    generate_ward(residents=residents, seed=SEED, fiscal_year=fiscal_year, out=folder)


def _import(word: str, path: Path, fiscal_year: int) -> None:
    file = read_file(word=word, path=path, fiscal_year=fiscal_year)
    action = ImportTaxFile(file=file, home_code=settings.MUNICIPALITY_CODE, source=path)
    _perform(action, _as_officer("kazei"))


def _assess(fiscal_year: int) -> list[str]:
    """当初賦課 by the officer, accepted by the head of the section, released by the officer."""
    code = settings.MUNICIPALITY_CODE
    start = StartInitialAssessment(fiscal_year=fiscal_year, municipality=code)
    run_id = _perform(start, _as_officer("kazei"))
    run = find_run(run_id=run_id)
    if run is None:
        raise DemoError("賦課処理が見つかりません。")
    done = carry_out(run, context=_as_officer("kazei"), clock=timezone.now)
    breaches = [f"前年比較で停止: {breach['text_ja']}" for breach in done.stop_check["breaches"]]
    if done.state == RunState.STOPPED:
        reason = "デモのため、前年との差を見たうえで確認した"
        _perform(AcceptRun(run_id=run_id, reason=reason), _as_officer("kacho"))
    _perform(ReleaseRun(run_id=run_id), _as_officer("kazei"))
    done.refresh_from_db()
    return [*summary_of(done), *breaches]


def _as_officer(login: str, purpose: str = "assessment") -> Context:
    now = timezone.now()
    actor = load_actor(staff=Staff.objects.get(login=login), at=now)
    return Context(actor=actor, purpose=purpose, terminal=socket.gethostname(), at=now)


def _perform(action: Action[Result], context: Context) -> Result:
    outcome = perform(action, context=context)
    if outcome.value is None:
        raise DemoError(" ".join(finding.message_ja for finding in outcome.findings))
    return outcome.value
