# SPDX-License-Identifier: Apache-2.0
"""Foreign tax credit (外国税額控除), whose amount is determined by the tax office's papers."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Parts, PersonFacts
from daicho.rules.inhabitants_tax.levy.split import share_out
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "外国税額控除",
    cites=("地方税法37条の3", "地方税法314条の8"),
    formula="決定された額を、限度額の比 (市町村18・都道府県12、指定都市24・6) で分ける",
)
def foreign_tax_credit(p: InhabitantsTaxParameters, f: PersonFacts) -> Parts:
    """The order prefecture first, then municipality, needs limits that the facts do not hold
    (unverified).
    """
    if f.foreign_tax <= 0:
        return Parts(0, 0)
    return share_out(p, f.foreign_tax, p.foreign_tax_credit.split)
