# SPDX-License-Identifier: Apache-2.0
"""Keeping the master of places (住居表示・地番マスタ, 1.3.2): from a file, and one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from daicho.domains.register.lot_file import LotLine, read_lots
from daicho.domains.register.models import AddressLot, AddressTown
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(f"register.{code}", Severity.ERROR, message),))


@dataclass(frozen=True, kw_only=True)
class LoadLots(Action[int]):
    """Add the lines of a file that are not there yet; answers how many. Wrong lines are told."""

    function = "register.approve"
    audit_text = "住居表示・地番マスタの取込"
    name: str
    text: str = field(repr=False)

    def detail(self) -> Mapping[str, object]:
        return {"ファイル": self.name}

    def change(self, context: Context) -> Outcome[int]:
        found = read_lots(self.text)
        towns = _own_towns()
        rows, faults = [], list(found.faults)
        for line in found.lines:
            code = towns.get((line.town, line.part))
            if code is None:
                where = f"{line.town}{line.part}"
                faults.append(
                    Finding("register.lot_town", Severity.WARNING,
                            f"住所辞書にない町名です: {where}", f"{line.line}行目")
                )  # fmt: skip
                continue
            rows.append(_row(line, code, context))
        if not rows:
            message = "取り込める行がありません。"
            refusal = Finding("register.no_lots", Severity.ERROR, message)
            return Outcome(None, (refusal, *faults))
        before = AddressLot.objects.count()
        AddressLot.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
        added = AddressLot.objects.count() - before
        told = {"行": len(found.lines), "登録": added, "誤り": len(faults)}
        return Outcome(added, tuple(faults), told)


@dataclass(frozen=True, kw_only=True)
class EndLot(Action[int]):
    """Take a line back that is wrong: it stays with the time of its end, and is no longer used."""

    function = "register.approve"
    audit_text = "住居表示・地番マスタの取消し"
    lot_id: int

    def detail(self) -> Mapping[str, object]:
        return {"番号": self.lot_id}

    def change(self, context: Context) -> Outcome[int]:
        found = AddressLot.objects.filter(pk=self.lot_id, ended_at=None)
        if not found.update(ended_at=context.at):
            return _refused("lot_gone", "この行は、すでに取り消されています。")
        return Outcome(1)


def _own_towns() -> dict[tuple[str, str], str]:
    """The towns of this municipality by their names."""
    own = AddressTown.objects.filter(municipality=settings.MUNICIPALITY_CODE[:5])
    return {(one.town, one.part): one.code for one in own}


def _row(line: LotLine, code: str, context: Context) -> AddressLot:
    mark, number, branch, sub_branch = line.numbers
    return AddressLot(
        town_id=code, kind=line.kind, mark=mark, number=number, branch=branch,
        sub_branch=sub_branch, text=line.text, valid_from=line.valid_from, valid_to=line.valid_to,
        note=line.note, entered_at=context.at, entered_by=context.actor.who.login,
    )  # fmt: skip
