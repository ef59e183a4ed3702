# SPDX-License-Identifier: Apache-2.0
"""Jobs that leave files: lists, extractions by lot, statistics, tax runs and notices."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests import ward_fixture
from tests.domains.register.people import Family, settle
from tests.web.conftest import SignIn
from tests.web.test_jobs import at_desk

from daicho.domains.extraction.definition import Definition
from daicho.domains.extraction.models import SavedExtraction
from daicho.domains.inspection.models import Application, InspectionList, State
from daicho.domains.support.models import RestraintStep
from daicho.foundation.access.protection import protect
from daicho.foundation.audit.models import Entry
from daicho.foundation.batch.models import JobRun
from daicho.foundation.batch.worker import work_once

NOW = ward_fixture.NOW
PLACE = "東京都港区赤坂一丁目77番7号"


@pytest.fixture
def family(ward: None) -> Family:
    made = settle(address=PLACE, town="赤坂一丁目")
    return made


def do(sign_in: SignIn, code: str, **parameters: object) -> JobRun:
    client = at_desk(sign_in)
    sent = {name: str(value) for name, value in parameters.items()}
    answer = client.post(f"/jobs/of/{code}/", {"act": "start", **sent})
    assert answer.status_code == 302, answer.content.decode()
    run = work_once(clock=lambda: NOW, terminal="batch-1")
    assert run is not None
    return run


def only(folder: Path, pattern: str) -> bytes:
    (path,) = folder.glob(pattern)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_bytes()


def restrain(family: Family, number: int, act: str, **values: object) -> None:
    RestraintStep.objects.create(**{
        "restraint_no": number, "addressee_no": family.numbers[number], "step_no": 1, "act": act,
        "kind": "mail", "change_level": 0, "issue_level": 2, "inquiry_level": 0,
        "first": NOW.date(), "reason": "返戻", "written_by": "c", "written_at": NOW, **values,
    })  # fmt: skip


def test_the_list_of_what_is_restrained(sign_in: SignIn, family: Family, tmp_path: Path) -> None:
    restrain(family, 0, "set")
    restrain(family, 1, "set")
    restrain(family, 1, "end", step_no=2, ended_on=NOW.date())
    run = do(sign_in, "support.restraints", folder=tmp_path)
    assert run.state == "done", run.result
    lines = only(tmp_path, "restraints-*.csv").decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"0,{family.numbers[0]},{family.household_no},試作　太郎,郵便返戻")
    assert Entry.objects.filter(kind="extract", login="worker").count() == 1


def test_a_kept_lot_goes_onto_labels(sign_in: SignIn, family: Family, tmp_path: Path) -> None:
    asked = Definition(
        source="residents", columns=("postcode", "address", "building", "name"), sample=3,
        filter="[町字] = 「赤坂一丁目」", day=NOW.date(),
    )  # fmt: skip
    kept = SavedExtraction.objects.create(
        name="調査", source="residents", definition=asked.as_json(), saved_by="c", saved_at=NOW
    )
    run = do(sign_in, "register.extraction", extraction=kept.pk, form="labels", folder=tmp_path)
    assert run.state == "done", run.result
    assert only(tmp_path, "extraction-*.pdf").startswith(b"%PDF-")
    wrong = do(sign_in, "register.extraction", extraction=99999, form="csv", folder=tmp_path)
    assert (wrong.state, wrong.result) == ("refused", "この抽出条件はありません。")


def test_no_job_tells_a_hidden_place(sign_in: SignIn, family: Family, tmp_path: Path) -> None:
    protect(addressee_nos=[family.numbers[0]], first=NOW.date(), at=NOW, by="x", measure="9")
    restrain(family, 1, "set", reason=PLACE)
    asked = Definition(source="residents", columns=("name", "address"), day=NOW.date())
    kept = SavedExtraction.objects.create(
        name="全員", source="residents", definition=asked.as_json(), saved_by="c", saved_at=NOW
    )
    do(sign_in, "register.extraction", extraction=kept.pk, folder=tmp_path)
    do(sign_in, "support.restraints", folder=tmp_path)
    texts = [path.read_text("utf-8-sig") for path in tmp_path.iterdir()]
    assert len(texts) == 2
    assert not any("77番7号" in text for text in texts)


def test_lists_for_inspection_are_made_once(
    sign_in: SignIn, family: Family, tmp_path: Path
) -> None:
    Application.objects.create(
        ground="official", applicant="試作市", purpose="調査", viewers="試作", state=State.APPROVED,
        towns=["赤坂一丁目"], received_by="c", received_at=NOW,
    )  # fmt: skip
    run = do(sign_in, "inspection.lists", folder=tmp_path)
    assert (run.state, run.result) == ("done", "閲覧用リスト 1件")
    assert only(tmp_path, "閲*.pdf").startswith(b"%PDF-")
    assert len(InspectionList.objects.get().addressee_nos) == 4
    again = do(sign_in, "inspection.lists", folder=tmp_path)
    assert again.result == "閲覧用リスト 0件"


def test_ward_notices_are_issued_once(sign_in: SignIn, family: Family, tmp_path: Path) -> None:
    run = do(sign_in, "certificates.wards", folder=tmp_path)
    assert (run.state, run.result) == ("done", "通知書 0件")
    assert do(sign_in, "certificates.wards").result == "出力先のフォルダーを指定してください。"


def test_statistics_leave_what_is_handed_in(
    sign_in: SignIn, family: Family, tmp_path: Path
) -> None:
    run = do(sign_in, "register.statistics", folder=tmp_path)
    assert run.state == "done", run.result
    assert only(tmp_path, "statistics-2026-06-01-*.xlsx").startswith(b"PK")
    assert len(list(tmp_path.glob("*.csv"))) == 10


def test_tax_jobs_go_as_far_as_people_let_them(sign_in: SignIn, ward: None, tmp_path: Path) -> None:
    again = do(sign_in, "tax.assessment", fiscal_year=2026)
    assert (again.state, again.result) == ("refused", "2026年度の当初賦課は既に行われています。")
    early = do(sign_in, "tax.notices", fiscal_year=2026, folder=tmp_path)
    assert early.state == "refused"
    nobody = do(sign_in, "tax.notices", fiscal_year=2020, folder=tmp_path)
    assert nobody.state == "refused"
    printed = do(sign_in, "tax.notices", fiscal_year=2025, folder=tmp_path)
    assert printed.state == "done", printed.result
    papers = ("納税通知書 ", "特別徴収税額決定通知書(特別徴収義務者用) ",
              "特別徴収税額決定通知書(納税義務者用) ")  # fmt: skip
    assert all(paper in printed.result for paper in papers)
    assert Entry.objects.filter(login="worker", screen__contains="通知書").count() >= 3
    assert do(sign_in, "tax.notices").result == "出力先のフォルダーを指定してください。"
