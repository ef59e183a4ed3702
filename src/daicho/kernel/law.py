# SPDX-License-Identifier: Apache-2.0
"""Citations of law as checked data.

Which act, article, paragraph and item a rule or a figure rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The laws we cite, by the name a Japanese reader knows. A citation to anything else is a defect.
LAWS = {
    "地方税法": "325AC0000000226",
    "地方税法施行令": "325CO0000000245",
    "地方税法施行規則": "329M50000002023",
    "所得税法": "340AC0000000033",
    "租税特別措置法": "332AC0000000026",
    "森林環境税及び森林環境譲与税に関する法律": "431AC0000000003",
    "復興財源確保法": "423AC0000000117",
    "東日本大震災地方財源確保法": "423AC0000000118",
    "年齢計算ニ関スル法律": "135AC0000000050",
    "番号法": "425AC0000000027",
    "地方自治法": "322AC0000000067",
    "国税徴収法": "334AC0000000147",
    "国税徴収法施行令": "334CO0000000329",
    "国税通則法": "337AC0000000066",
    "民法": "129AC0000000089",
    "住民基本台帳法": "342AC0000000081",
    "条例": "",
}

_PATTERN = re.compile(
    r"^(?P<law>"
    + "|".join(sorted(LAWS, key=len, reverse=True))
    + r")(?P<place>(?:附則)?第?[0-9].*)?$"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a law: 地方税法314条の6第1項1号 is Citation("地方税法", "314条の6第1項1号")."""

    law: str
    place: str = ""

    @property
    def law_id(self) -> str:
        """The e-Gov law id (法令番号), empty for ordinances."""
        return LAWS[self.law]

    def __str__(self) -> str:
        return f"{self.law}{self.place}"


def cite(text: str) -> Citation:
    """Read a citation as written in our sources.

    Raises ValueError for a law that we do not know.
    """
    found = _PATTERN.match(text)
    if not found:
        raise ValueError(f"引用の形式が読めません: {text}")
    return Citation(found["law"], found["place"] or "")
