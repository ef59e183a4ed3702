# SPDX-License-Identifier: Apache-2.0
"""`daicho vault rotate`: bring everything that is sealed or hashed to the key in force."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.foundation.vault.rotation import Switch

NAME = ("vault", "rotate")
HELP = "暗号鍵を新しくする(個人番号・照合値・保存ファイル・その他の暗号文のすべて)"
KEPT_BY_US = "VAULT_KEY が環境変数などで指定されています。鍵はその管理元で作ってください。"


def configure(parser: argparse.ArgumentParser) -> None:
    """First a new key, then the renewing, then the former key goes."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--new-key", action="store_true", help="新しい鍵を作る(最初の手順)")
    which.add_argument("--forget", action="store_true", help="使い終わった旧い鍵を消す(最後の手順)")


def run(args: argparse.Namespace) -> int:
    """One of the three steps; the middle one may be killed and run again."""
    from daicho.config.bootstrap import setup

    setup()
    from django.conf import settings

    from daicho.foundation.database.roles import work_as_owner

    work_as_owner()
    folder = Path(settings.DAICHO_HOME) / "secrets"
    if args.new_key:
        return _new_key(folder)
    return _forget(folder) if args.forget else _renew()


def _new_key(folder: Path) -> int:
    from django.conf import settings

    if _left():
        print("前回の更新が終わっていません。先に daicho vault rotate を実行してください。",
              file=sys.stderr)  # fmt: skip
        return 1
    current = folder / "vault_key"
    if not current.exists() or bytes.fromhex(current.read_text("ascii")) != settings.VAULT_KEY:
        print(KEPT_BY_US, file=sys.stderr)
        return 1
    # The former key is safe before the new one takes its place.
    former = [settings.VAULT_KEY.hex(), *(key.hex() for key in settings.VAULT_FORMER_KEYS)]
    _write(folder / "vault_former_keys", "\n".join(dict.fromkeys(former)))
    _write(current, secrets.token_hex(32))
    print("新しい鍵を作りました。サーバーを再起動してから daicho vault rotate を実行してください。")
    return 0


def _renew() -> int:
    from daicho.foundation.vault import blobs, rotation

    if not _left():
        print("すべて今の鍵になっています。")
        return 0
    numbers = rotation.reseal_numbers(lambda table, done: print(f"暗号文 {done:,}件"))
    stuck = _reseal_holders()
    switch = _switch()
    if switch is None:
        return 1
    files = blobs.reseal_files()
    print(f"個人番号 {numbers:,}件、照合値 {switch.hashes + switch.elsewhere:,}件、"
          f"ファイル {files:,}件を新しい鍵にしました。")  # fmt: skip
    if switch.strays:
        print(f"元の番号が保管されていない照合値 {switch.strays:,}件はそのままです"
              "(この資料は個人番号では名寄せできません)。")  # fmt: skip
    if stuck:
        print(f"どの鍵でも開けない暗号文があります: {'、'.join(stuck)}", file=sys.stderr)
        return 1
    print(
        "旧い鍵は不要です。daicho vault rotate --forget で消すか、"
        "VAULT_FORMER_KEYS から外してください。"
    )
    return 0


def _reseal_holders() -> list[str]:
    """Everything that other tables keep sealed; what no key opens is named and left."""
    from daicho.config.sealed_holders import HOLDERS

    stuck: list[str] = []
    for holder in HOLDERS:
        resealed = holder.reseal()
        print(f"{holder.name} {resealed.done:,}件")
        stuck += resealed.stuck
    return stuck


def _switch() -> Switch | None:
    """Every hash at one moment, as a logged action."""
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.foundation.actions.action import perform
    from daicho.foundation.vault.actions import SwitchVaultKey

    context = command_context(
        functions=frozenset({"system.settings"}), purpose="upkeep", at=timezone.localtime()
    )
    outcome = perform(SwitchVaultKey(), context=context)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    return outcome.value


def _forget(folder: Path) -> int:
    left = _left()
    if left:
        told = "、".join(f"{name} {count:,}件" for name, count in left.items())
        print(f"旧い鍵のものが残っています({told})。消せません。", file=sys.stderr)
        return 1
    (folder / "vault_former_keys").unlink(missing_ok=True)
    print("旧い鍵を消しました。")
    return 0


def _left() -> dict[str, int]:
    """Of each place what only a former key opens; empty when nothing is."""
    from daicho.config.sealed_holders import HOLDERS
    from daicho.foundation.vault import blobs, rotation

    counts = {"個人番号と照合値": rotation.count_left(), "ファイル": blobs.count_left()}
    counts |= {holder.name: holder.count_left() for holder in HOLDERS}
    return {name: count for name, count in counts.items() if count}


def _write(path: Path, text: str) -> None:
    """Replace a secret's file at once, readable by its owner only."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text, "ascii")
    draft.replace(path)
