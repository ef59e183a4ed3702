# SPDX-License-Identifier: Apache-2.0
"""個人番号 beside the register's files: a file of their own under a passphrase, never in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from daicho.domains.register.migration.sealed_file import (
    SealedFileError,
    read_sealed,
    write_sealed,
)
from daicho.domains.register.migration.staging import fault
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.vault.transfer import (
    Held,
    holds_any_number,
    in_pieces,
    open_every_number,
    store_every_number,
)
from daicho.kernel.findings import Finding
from daicho.kernel.numbers import is_individual_number

FILE_NAME = "individual_numbers.enc"
SHORTEST = 12  # characters of a passphrase


@dataclass(frozen=True, kw_only=True)
class ExportNumbers(Action[int]):
    """Write every 個人番号 beside the exported register (個人番号の全件出力)."""

    function = "register.export_numbers"
    audit_text = "個人番号の全件出力(暗号化)"
    kind = Kind.EXTRACT
    shows_individual_number = True

    folder: Path
    passphrase: str = field(repr=False)

    def change(self, context: Context) -> Outcome[int]:
        if found := _weak(self.passphrase):
            return Outcome(None, found)
        path = self.folder / FILE_NAME
        if path.exists():
            return Outcome(None, (fault("numbers", "すでにファイルがあります。", FILE_NAME),))
        count = 0

        def pieces() -> Iterator[bytes]:
            nonlocal count
            for piece in in_pieces(open_every_number()):
                count += len(piece)
                yield _written(piece)

        try:
            write_sealed(path, pieces(), self.passphrase)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Outcome(count)


@dataclass(frozen=True, kw_only=True)
class ImportNumbers(Action[int]):
    """Take every 個人番号 into the empty vault (個人番号の全件取込), all of them or none."""

    function = "register.export_numbers"
    audit_text = "個人番号の全件取込"
    kind = Kind.BATCH
    shows_individual_number = True

    folder: Path
    passphrase: str = field(repr=False)

    def change(self, context: Context) -> Outcome[int]:
        if holds_any_number():
            words = "すでに個人番号が登録されています。"
            return Outcome(None, (fault("numbers", words, FILE_NAME),))
        found = check_numbers(self.folder, self.passphrase)
        if found:
            return Outcome(None, tuple(found))
        known = set(ResidentVersion.objects.values_list("addressee_no", flat=True).distinct())
        strangers = [
            line
            for line, held in enumerate(_read(self.folder, self.passphrase), start=1)
            if held.addressee_no not in known
        ]
        if strangers:
            words = "住民記録にない宛名番号です。"
            return Outcome(
                None, tuple(fault("target", words, f"{FILE_NAME} {line}行") for line in strangers)
            )
        return Outcome(store_every_number(_read(self.folder, self.passphrase)))


def check_numbers(folder: Path, passphrase: str) -> list[Finding]:
    """Whether the file opens to its end, and every fault in it."""
    found: list[Finding] = []
    current: set[int] = set()
    try:
        for line, held in enumerate(_read(folder, passphrase), start=1):
            place = f"{FILE_NAME} {line}行"
            if not is_individual_number(held.number):
                found.append(fault("check_digit", "個人番号の検査数字が一致しません。", place))
            if held.ended_at is None and held.addressee_no in current:
                found.append(fault("twice", "同じ人の現在の個人番号がすでにあります。", place))
            if held.ended_at is None:
                current.add(held.addressee_no)
    except FileNotFoundError:
        return [fault("no_file", "個人番号のファイルがありません。", FILE_NAME)]
    except SealedFileError as error:
        return [fault("sealed", str(error), FILE_NAME)]
    except ValueError:
        return [fault("csv", "個人番号のファイルの中身を読めません。", FILE_NAME)]
    return found


def read_passphrase(path: Path) -> str:
    """The first line of a file, so that it stands in no list of processes."""
    return path.read_text("utf-8").split("\n", 1)[0].strip()


def _weak(passphrase: str) -> tuple[Finding, ...]:
    if len(passphrase) >= SHORTEST:
        return ()
    return (fault("passphrase", f"合言葉は{SHORTEST}文字以上にしてください。"),)


def _written(piece: list[Held]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        (held.addressee_no, held.number, held.stored_at.isoformat(),
         held.ended_at.isoformat() if held.ended_at else "")
        for held in piece
    )  # fmt: skip
    return out.getvalue().encode("ascii")


def _read(folder: Path, passphrase: str) -> Iterator[Held]:
    for piece in read_sealed(folder / FILE_NAME, passphrase):
        for number, value, stored_at, ended_at in csv.reader(io.StringIO(piece.decode("ascii"))):
            yield Held(
                int(number), value, datetime.fromisoformat(stored_at),
                datetime.fromisoformat(ended_at) if ended_at else None,
            )  # fmt: skip
