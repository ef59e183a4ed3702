# SPDX-License-Identifier: Apache-2.0
"""`daicho audit ship`: send sealed entries of the log to a folder or collector elsewhere."""

from __future__ import annotations

import argparse
import sys

NAME = ("audit", "ship")
HELP = "操作ログを、ほかの機械の収集先へ送る(受領を確かめる)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to, and how much at once."""
    parser.add_argument(
        "--to", required=True, help="フォルダー、または tls://ホスト:ポート(同じ機械なら tcp://)"
    )
    parser.add_argument("--authority", default="", help="収集先の証明書を確かめる認証局のファイル")
    parser.add_argument("--most", type=int, default=1_000, help="一度に送るブロックの数")


def run(args: argparse.Namespace) -> int:
    """Send; 1 when it broke off. What was acknowledged is not sent again."""
    from daicho.config.bootstrap import setup

    setup()
    from daicho.foundation.audit.shipping import ShippingError, opened, ship

    try:
        with opened(args.to, authority=args.authority) as place:
            sent = ship(place, most=args.most)
    except ShippingError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{sent.blocks:,}ブロック({sent.entries:,}件)を送りました。残り {sent.waiting:,}ブロック。"
    )
    return 0
