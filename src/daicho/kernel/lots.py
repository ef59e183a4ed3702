# SPDX-License-Identifier: Apache-2.0
"""The numbers of an address as numbers, to sort by and to compare (番地・枝番・部屋番号, 1.3.2).

東京都港区芝一丁目2番3号 and 港区芝1-2-3 are one place and one lot: 港区芝1, 2, 3.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from daicho.kernel.address import fold_address
from daicho.kernel.numbers import kanji_number

# 甲乙丙… and イロハ… before a number, in their own order; the place in the row is the number.
MARKS = "甲乙丙丁戊己庚辛壬癸イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテ"
HIGHEST = 999_999_999
_KANJI_UNIT = re.compile(r"([〇一二三四五六七八九十百]+)(番地|番|号)")
_CHOME = re.compile(r"^(.*丁目)(.*)$")
_THREE = re.compile(r"^(\D*?)(\d+)-(\d+-\d+.*)$")
_LOT = re.compile(rf"([{MARKS}]?)(\d+)(.*)$")
_NEXT = re.compile(r"^(?:番地の?|番の?|号の?|[-の])*(\d+)(.*)$")
_DASHES = re.compile(r"(?<=\d)[‐‑‒–—―−ーｰ─](?=\d)")
_ROOM = re.compile(r"(\d+)(?![\d階F]|丁目|番地)")


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """A place number in the order of sorting; 0 where there is none.

    Of 住居表示 `number` is the block (街区符号) and `branch` the house (住居番号).
    """

    mark: int = 0
    number: int = 0
    branch: int = 0
    sub_branch: int = 0

    @property
    def text(self) -> str:
        """Short, for a list: 甲12-3."""
        mark = MARKS[self.mark - 1] if self.mark else ""
        parts = [part for part in (self.number, self.branch, self.sub_branch) if part]
        return mark + "-".join(map(str, parts))


def split_lot(address: str) -> tuple[str, Lot]:
    """The place before the numbers, folded to compare, and the numbers."""
    text = "".join(unicodedata.normalize("NFKC", address).split())
    text = _KANJI_UNIT.sub(lambda found: f"{kanji_number(found[1])}{found[2]}", text)
    text = _DASHES.sub("-", text)
    if found := _CHOME.match(text):
        place, rest = found[1], found[2]
    elif found := _THREE.match(text):
        place, rest = f"{found[1]}{found[2]}丁目", found[3]
    else:
        lot = _LOT.search(text)
        place, rest = (text[: lot.start()], text[lot.start() :]) if lot else (text, "")
    return fold_address(place), read_lot(rest)


def read_lot(text: str) -> Lot:
    """The numbers at the beginning of a text: 2番3号, 12番地の3, 甲5-1."""
    tidy = _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", text).split()))
    found = _LOT.match(tidy)
    if found is None:
        return Lot()
    numbers = [found[2]]
    rest = found[3]
    while len(numbers) < 3 and (more := _NEXT.match(rest)):
        numbers.append(more[1])
        rest = more[2]
    kept = [min(int(one), HIGHEST) for one in numbers] + [0, 0]
    return Lot(MARKS.index(found[1]) + 1 if found[1] else 0, kept[0], kept[1], kept[2])


def room_of(building: str) -> int:
    """The last number of a building's text that is no storey: 見本ハイツ２０３号室 is 203."""
    tidy = "".join(unicodedata.normalize("NFKC", building).split())
    found = _ROOM.findall(tidy)
    return min(int(found[-1]), HIGHEST) if found else 0
