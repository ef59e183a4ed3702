# SPDX-License-Identifier: Apache-2.0
"""ゆうちょ銀行: 記号・番号 of a passbook as bank, branch and account; its own debit file.

The conversion and the file (自動払込み) are unverified: the bank gives its layout with the
agreement. The file is therefore a table, japan_post_debit.toml beside this module.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from daicho.adapters.record_files.layout import RecordFileLayout
from daicho.adapters.record_files.layout_file import load_layout

BANK_CODE = "9900"
_TABLE = Path(__file__).with_name("japan_post_debit.toml")
_ORDINARY, _CURRENT = "1", "2"


class BankAccount(NamedTuple):
    """An account as other banks name it."""

    bank_code: str
    branch_code: str
    account_kind: str
    account_number: str


def account_of(symbol: str, number: str) -> BankAccount | None:
    """The account that a 記号 (5 digits) and a 番号 (up to 8 digits) name; None for other forms.

    >>> account_of("11940", "12345671").branch_code
    '198'
    """
    if not (re.fullmatch(r"[01][0-9]{4}", symbol) and re.fullmatch(r"[0-9]{2,8}", number)):
        return None
    if symbol[0] == "1":
        if number[-1] != "1":  # the last digit of a 総合口座 is always 1
            return None
        return BankAccount(BANK_CODE, f"{symbol[1:3]}8", _ORDINARY, number[:-1].zfill(7))
    if len(number) > 7:
        return None
    return BankAccount(BANK_CODE, f"{symbol[1:3]}9", _CURRENT, number.zfill(7))


def symbol_of(branch_code: str, account_number: str) -> tuple[str, str] | None:
    """What a branch and account read in a passbook of 総合口座, but for the 記号's last two digits.

    Those two cannot be told from the branch, so the answer names three digits of the 記号.
    """
    if not (re.fullmatch(r"[0-9]{2}8", branch_code) and re.fullmatch(r"[0-9]{7}", account_number)):
        return None
    return f"1{branch_code[:2]}", f"{account_number.lstrip('0')}1"


@cache
def debit_layout() -> RecordFileLayout:
    """The layout of 自動払込み, request and result alike."""
    return load_layout(_TABLE)
