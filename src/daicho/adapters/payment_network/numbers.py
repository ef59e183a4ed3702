# SPDX-License-Identifier: Apache-2.0
"""収納機関番号, 納付番号, 確認番号 and 納付区分 of a slip: their form (unverified).

The rules of the network are for its members; lengths come from public descriptions. The network
states no check digit of its own: one inside the 納付番号 is a matter of the municipality.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# name → (Japanese name, least digits, most digits, what besides digits may stand in it)
_FORMS = {
    "institution": ("収納機関番号", 5, 5),
    "payment_number": ("納付番号", 1, 20),
    "confirmation_number": ("確認番号", 1, 6),
    "payment_class": ("納付区分", 1, 10),
}
_FILE_NAME = re.compile(r"01_([0-9]{5})_([0-9]{5})_([0-9]{2})([0-9]{2})_([0-9]{3})")


class PayEasyNumbers(NamedTuple):
    """What stands on a slip for payment at a machine or a page of a bank."""

    institution: str
    payment_number: str
    confirmation_number: str
    payment_class: str


class ClearingFileName(NamedTuple):
    """What the name of a file says: 01_<bank>_<institution>_<mmdd>_<number>."""

    bank: str
    institution: str
    month_day: int
    number: int


def check_numbers(numbers: PayEasyNumbers) -> tuple[str, ...]:
    """Why the numbers cannot be printed or found; all reasons, in Japanese."""
    reasons = []
    for value, (name_ja, least, most) in zip(numbers, _FORMS.values(), strict=True):
        if not (value.isascii() and value.isdigit()):
            reasons.append(f"{name_ja}は数字だけです")
        elif not least <= len(value) <= most:
            span = f"{most}桁" if least == most else f"{least}〜{most}桁"
            reasons.append(f"{name_ja}は{span}です（{len(value)}桁）")
    return tuple(reasons)


def parse_file_name(name: str) -> ClearingFileName | None:
    """What a file's name says; None when it is not of the form."""
    found = _FILE_NAME.fullmatch(name.rsplit(".", 1)[0])
    if found is None:
        return None
    bank, institution, month, day, number = found.groups()
    return ClearingFileName(bank, institution, int(month) * 100 + int(day), int(number))
