# SPDX-License-Identifier: Apache-2.0
"""Barcodes on letters and payment slips: GS1-128 with 44 digits, and the postal customer barcode.

Only what the bars say is decided here, as digits and symbol numbers; drawing is another's work.
Facts that no official text has confirmed yet (the check digit over AI 91, 999999 as "no limit")
carry the word unverified.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from daicho.kernel.numbers import gs1_check_digit, kanji_number

# --- GS1-128 ---

PAYMENT_SLIP_DIGITS = 44
HIGHEST_BARCODE_AMOUNT = 999_999
_FREE_DIGITS = 21
_NO_LIMIT = "999999"  # unverified: stands for a slip without a last day
_START_C, _FNC1, _STOP = 105, 102, 106

# Widths of bar, space, bar, … of the symbols 0 to 106 of Code 128 (ISO/IEC 15417);
# the last is the stop with its 7th bar.
# fmt: off
_CODE_128 = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
]
# fmt: on


def payment_slip_digits(
    *,
    biller: str,
    key: str,
    amount: int,
    last_day: date | None,
    reissued: int = 0,
    stamp_duty: int = 0,
) -> str:
    """The 44 digits that a convenience store reads from a payment slip (納付書).

    `biller` is the 6-digit code of the municipality as biller (請求書発行企業コード), `key` its own
    number of the receivable, up to 21 digits. Raises ValueError for what the bars cannot hold:
    callers leave the bars out instead.
    """
    if not (re.fullmatch(r"[0-9]{6}", biller) and re.fullmatch(r"[0-9]{1,21}", key)):
        raise ValueError("biller needs 6 digits and key 1 to 21 digits")
    if not (0 < amount <= HIGHEST_BARCODE_AMOUNT and 0 <= reissued <= 9 and stamp_duty in (0, 1)):
        raise ValueError("amount, reissued or stamp_duty is outside what the bars can hold")
    until = _NO_LIMIT if last_day is None else f"{last_day:%y%m%d}"
    body = f"91{biller}{key.zfill(_FREE_DIGITS)}{reissued}{until}{stamp_duty}{amount:06d}"
    return f"{body}{gs1_check_digit(body)}"  # unverified: AI 91 counts in the check digit


def gs1_128_symbols(digits: str) -> tuple[int, ...]:
    """Symbols of an even count of digits in code set C: start, FNC1, pairs, check, stop."""
    if len(digits) % 2 or not re.fullmatch(r"[0-9]+", digits):
        raise ValueError("code set C takes an even count of digits")
    body = [_FNC1, *(int(digits[at : at + 2]) for at in range(0, len(digits), 2))]
    check = (_START_C + sum(place * symbol for place, symbol in enumerate(body, start=1))) % 103
    return (_START_C, *body, check, _STOP)


def code_128_widths(symbol: int) -> tuple[int, ...]:
    """Widths in modules of bar, space, bar, … of one symbol."""
    return tuple(int(width) for width in _CODE_128[symbol])


# --- Customer barcode (カスタマバーコード) ---

# Each code is three bars: 1 long, 2 upper, 3 lower, 4 timing.
# fmt: off
_CUSTOMER = [
    "144", "114", "132", "312", "123", "141", "321", "213", "231", "411", "414", "324",
    "342", "234", "432", "243", "423", "441", "111",
]
# fmt: on
_HYPHEN, _CC1, _FILL = 10, 11, 14  # CC4 fills
_NUMBER_PLACES = 13
_DROPPED = str.maketrans("", "", "&/・.")
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百千]+(?=丁目|丁|番地|番|号|地割|線|の|ノ)")
_FLOOR = re.compile(r"(?<=[0-9])F(?![A-Z])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－ｰ", "-"))


def address_number(address: str) -> str:
    """House, room and building numbers of an address for the customer barcode (住所表示番号).

    `address` is what follows the area that the postcode already names.

    >>> address_number("3丁目80-25 J1ビル2-B")
    '3-80-25J1-2B'
    """
    plain = unicodedata.normalize("NFKC", address.translate(_DASHES)).translate(_DASHES).upper()
    plain = _KANJI_NUMBER.sub(lambda found: str(kanji_number(found[0])), plain.translate(_DROPPED))
    plain = re.sub(r"[A-Z]{2,}", "-", _FLOOR.sub("-", plain))
    plain = re.sub(r"[^0-9A-Z]+", "-", plain)
    return re.sub(r"-?([A-Z])-?", r"\1", plain).strip("-")


def customer_barcode(*, postcode: str, number: str) -> str:
    """The 67 bars of a letter as digits 1 to 4, start and stop included.

    Empty when the postcode is not 7 digits.

    >>> customer_barcode(postcode="100-0013", number="1-3-2-503")[:8]
    '13114144'
    """
    digits = postcode.replace("-", "")
    if not re.fullmatch(r"[0-9]{7}", digits):
        return ""
    codes = [code for char in digits for code in _customer_codes(char)]
    places = [code for char in number for code in _customer_codes(char)][:_NUMBER_PLACES]
    codes += places + [_FILL] * (_NUMBER_PLACES - len(places))
    codes.append(-sum(codes) % 19)
    return "13" + "".join(_CUSTOMER[code] for code in codes) + "31"


def _customer_codes(char: str) -> tuple[int, ...]:
    """Code numbers of one digit, hyphen or letter; a letter takes two places."""
    if char == "-":
        return (_HYPHEN,)
    if char.isdigit():
        return (int(char),)
    place = ord(char) - ord("A")
    return (_CC1 + place // 10, place % 10)
