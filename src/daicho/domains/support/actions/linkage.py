# SPDX-License-Identifier: Apache-2.0
"""What other systems are told of restraints, as a file (3.2); logged like every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from daicho.domains.support.models import BlockChange
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines

HEAD = ("位置", "宛名番号", "抑止の開始日", "抑止の最終日", "支援措置", "発生日時")


@dataclass(frozen=True, slots=True)
class BlockChangesFile:
    """The CSV, how many changes it holds, and the position from which to go on."""

    content: bytes
    rows: int
    position: int


@dataclass(frozen=True, kw_only=True)
class ExportBlockChanges(Action[BlockChangesFile]):
    """Give out every change after a position (抑止・支援措置の連携)."""

    function = "register.restrain"
    audit_text = "抑止の連携ファイルの出力"
    kind = Kind.EXTRACT

    after: int

    def detail(self) -> Mapping[str, object]:
        return {"位置": self.after}

    def change(self, context: Context) -> Outcome[BlockChangesFile]:
        found = list(BlockChange.objects.filter(pk__gt=self.after).order_by("pk"))
        rows = [
            (one.pk, one.addressee_no, one.first or "", one.last or "", int(one.is_measure),
             timezone.localtime(one.made_at).isoformat())
            for one in found
        ]  # fmt: skip
        content = "".join(csv_lines(HEAD, rows)).encode()
        position = found[-1].pk if found else self.after
        told = ExportDetail(
            name="抑止の連携", conditions={"位置": str(self.after)}, rows=len(rows), columns=HEAD,
            sha256=sha256_of(content),
        )  # fmt: skip
        made = BlockChangesFile(content, len(rows), position)
        return Outcome(made, told=told.as_detail())
