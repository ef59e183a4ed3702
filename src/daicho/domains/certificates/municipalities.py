# SPDX-License-Identifier: Apache-2.0
"""To which municipality an address belongs, for letters to the office there (照会書, 通知書)."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import StrIndex

from daicho.domains.register.models import AddressTown
from daicho.kernel.address import split_prefecture

UNKNOWN = "転出先の市区町村"


def municipality_of(address: str) -> str:
    """The municipality with its prefecture, by the dictionary of addresses; UNKNOWN without it.

    The longest name that the address begins with: 大阪市北区 before 大阪市.
    """
    prefecture, rest = split_prefecture(address.strip())
    if not rest:
        return UNKNOWN
    towns = AddressTown.objects.annotate(at=StrIndex(Value(rest), F("city"))).filter(at=1)
    if prefecture:
        towns = towns.filter(prefecture=prefecture)
    found = set(towns.values_list("prefecture", "city").distinct())
    longest = max((city for _, city in found), key=len, default="")
    names = {f"{where}{city}" for where, city in found if city == longest}
    return names.pop() if len(names) == 1 else UNKNOWN
