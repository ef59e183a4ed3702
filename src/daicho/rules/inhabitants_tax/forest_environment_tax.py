# SPDX-License-Identifier: Apache-2.0
"""Forest environment tax (森林環境税), a national tax levied with the per-capita levy."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Nontaxability, PersonFacts
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

FOREST_LAW = "森林環境税及び森林環境譲与税に関する法律5条"


@rule(
    "森林環境税額",
    cites=(
        FOREST_LAW,
        "森林環境税及び森林環境譲与税に関する法律3条",
        "森林環境税及び森林環境譲与税に関する法律4条",
    ),
    formula="国内に住所がない人と均等割が非課税の人は0円、そうでなければ税額",
)
def compute_forest_environment_tax(
    p: InhabitantsTaxParameters, f: PersonFacts, nontax: Nontaxability
) -> int:
    """Residents only: a non-resident with a house here (家屋敷課税) does not owe it (art. 3;
    unverified).
    """
    if nontax.per_capita or not f.resident:
        return 0
    return p.forest_environment_tax.amount
