# SPDX-License-Identifier: Apache-2.0
"""Which municipality a code (全国地方公共団体コード) names, and whose figures hold for it.

Figures are looked up from the nearest: the municipality's own ordinance, its kind (指定都市,
特別区), its prefecture, the standard rates. Every layer is a folder under `statutes/municipal`.
"""

from __future__ import annotations

from functools import cache

from daicho.engine.statute_files import STATUTES, read_toml
from daicho.kernel.numbers import is_local_government_code

MUNICIPAL = "municipal"
STANDARD, DESIGNATED_CITY, SPECIAL_WARD = "standard", "designated_city", "special_ward"
FILE = "inhabitants_tax.toml"
TOKYO = "13"
_WARDS_OF_TOKYO = range(101, 124)  # city parts of the 23 special wards
_WITH_WARDS = range(100, 200)  # designated cities, their wards (行政区); in Tokyo the special wards
_CITIES_AND_TOWNS = range(201, 800)


def refusal_of(code: str) -> str:
    """Why a code names no municipality that levies the tax; empty when it may.

    The code is not repeated: what somebody typed by mistake may be an 個人番号.
    """
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return "団体コードは6桁の数字です"
    if not is_local_government_code(code):
        return "団体コードの検査数字 (6桁目) が合いません"
    if not 1 <= int(code[:2]) <= 47:
        return "団体コードの先頭2桁が都道府県の番号 (01–47) ではありません"
    part = int(code[2:5])
    if part == 0:
        return "都道府県のコードです。市区町村のコードを指定してください"
    if part in _WITH_WARDS:
        return _refusal_of_ward(code, part)
    return "" if part in _CITIES_AND_TOWNS else "市区町村のコードではありません"


def _refusal_of_ward(code: str, part: int) -> str:
    """Special wards and designated cities levy the tax; a city's 行政区 does not."""
    if code in designated_cities() or is_special_ward(code):
        return ""
    above = [city for city in designated_cities() if city[:2] == code[:2] and city < code]
    if not above:
        return "市区町村のコードではありません"
    return f"指定都市の行政区のコードです。市のコード ({above[-1]}) を指定してください"


@cache
def designated_cities() -> tuple[str, ...]:
    """The codes of the designated cities (指定都市), in order."""
    return tuple(sorted(read_toml(STATUTES / MUNICIPAL / DESIGNATED_CITY / FILE)["codes"]))


def is_special_ward(code: str) -> bool:
    """Whether the code is one of the 23 wards (特別区)."""
    return code[:2] == TOKYO and int(code[2:5]) in _WARDS_OF_TOKYO


def has_ordinance(code: str) -> bool:
    """Whether the municipality's own ordinance is on file."""
    return (STATUTES / MUNICIPAL / code / FILE).is_file()


@cache
def layers_of(code: str) -> tuple[str, ...]:
    """The folders that may state a figure of a municipality, the nearest first."""
    prefecture = f"prefectures/{code[:2]}"
    found = [code] if has_ordinance(code) else []
    if code in designated_cities():
        in_prefecture = f"{prefecture}/{DESIGNATED_CITY}"
        found += [in_prefecture] if has_ordinance(in_prefecture) else []
        found.append(DESIGNATED_CITY)
    elif is_special_ward(code):
        found.append(SPECIAL_WARD)
    return (*found, prefecture, STANDARD)


def prefecture_name(code: str) -> str:
    """The prefecture's name (都道府県名) of a municipality."""
    name: str = read_toml(STATUTES / MUNICIPAL / "prefectures" / code[:2] / FILE)["name_ja"]
    return name
