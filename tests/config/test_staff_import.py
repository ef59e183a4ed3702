# SPDX-License-Identifier: Apache-2.0
"""`daicho staff import`: says what changes, or every fault with its line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from tests.organisation import build_units, post
from tests.staff_room import StaffRoom

from daicho.config import cli
from daicho.foundation.access.models import Post
from daicho.foundation.audit.models import Entry

HEADINGS = "職員番号,氏名,カナ,所属コード,職名,発令日,区分\n"


@pytest.fixture
def orders(staff_room: StaffRoom, tmp_path: Path) -> Path:
    build_units()
    post(staff_room.hire("z1"), "S1")
    path = tmp_path / "異動.csv"
    path.write_text(HEADINGS + "z1,,,S2,主任,R8.7.1,異動\n", "cp932")
    return path


def test_tries_then_applies(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["staff", "import", "--dry-run", str(orders)]) == 0
    assert "1件 試行のため変更していません" in capsys.readouterr().out
    assert Post.objects.count() == 1
    assert cli.main(["staff", "import", str(orders)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "2行 z1 職員 z1: 異動 S1 主事 → 区民課 主任(2026-07-01から)。本人に付与された権限は終わる",
        "1件 取り込みました",
    ]
    assert Post.objects.get(unit="S2").valid.lower == date(2026, 7, 1)
    entry = Entry.objects.latest("id")
    assert (entry.name, entry.purpose) == ("コマンド実行", "システムの管理")
    assert entry.at <= timezone.now()


def test_tells_every_fault(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders.write_text(HEADINGS + "z9,,,S9,主任,R8.7.1,異動\n", "utf-8")
    assert cli.main(["staff", "import", str(orders)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "異動.csv 2行 所属コード: 発令日にこの所属はありません。",
        "異動.csv 2行 職員番号: この職員番号の職員はいません。",
    ]
    assert cli.main(["staff", "import", str(orders.parent / "none.csv")]) == 1
    assert capsys.readouterr().err == "none.csv: ファイルがありません。\n"
