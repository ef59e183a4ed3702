# SPDX-License-Identifier: Apache-2.0
"""Who may ask for what on a certificate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.findings import Severity
from daicho.rules.resident_register.requests import (
    BEYOND_BASIC,
    NUMBERS,
    Asking,
    Bearer,
    Door,
    Relation,
    Shown,
    judge_request,
)

OWN = Asking(
    door=Door.SELF, relation=Relation.OWN, asker="試作　太郎", identity="運転免許証",
    shown=frozenset(Shown),
)  # fmt: skip
OFFICE = Asking(
    door=Door.OFFICIAL, relation=Relation.OTHER, asker="見本税務署長", identity="職員証",
    purpose="滞納処分のため", legal_ground="国税徴収法146条の2",
)  # fmt: skip
CREDITOR = Asking(
    door=Door.THIRD_PARTY, relation=Relation.OTHER, asker="見本商事", asker_address="見本市１－１",
    identity="社員証", purpose="債権の行使のため",
)  # fmt: skip


def codes(asking: Asking) -> list[str]:
    return [one.code.removeprefix("certificate.") for one in judge_request(asking)]


@pytest.mark.parametrize("asking", [OWN, OFFICE, CREDITOR])
def test_a_whole_request_passes(asking: Asking) -> None:
    assert codes(asking) == []


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        (replace(OWN, relation=Relation.HOUSEHOLD), []),
        (replace(OWN, relation=Relation.OTHER), ["not_self"]),
        (replace(OWN, identity=" "), ["no_identity"]),
        (replace(OWN, asker="", copies=0), ["no_asker", "copies"]),
        (replace(OWN, copies=51), ["copies"]),
        (replace(OWN, bearer=Bearer.MESSENGER), ["no_bearer", "no_mandate"]),
        (
            replace(OWN, bearer=Bearer.AGENT, bearer_name="代理　人子", mandate="委任状"),
            ["number_to_agent"],
        ),
        (replace(OFFICE, legal_ground="", purpose=""), ["no_ground", "no_purpose"]),
        (replace(OFFICE, shown=frozenset(Shown)), ["number_without_use"]),
        (replace(OFFICE, shown=frozenset(Shown), is_number_use=True), []),
        (replace(CREDITOR, purpose="", asker_address=""), ["no_address", "no_purpose"]),
        (replace(CREDITOR, shown=frozenset({Shown.REGISTRY})), ["beyond_basic"]),
        (replace(CREDITOR, shown=frozenset({Shown.REGISTRY}), special_reason="相続人の調査"), []),
        (replace(CREDITOR, shown=frozenset({Shown.KANA})), []),
        (
            replace(CREDITOR, shown=NUMBERS, special_reason="何であれ"),
            ["number_to_third_party"],
        ),
    ],
)  # fmt: skip
def test_what_speaks_against_a_request(asking: Asking, expected: list[str]) -> None:
    assert codes(asking) == expected


def test_findings_name_the_article_and_the_items() -> None:
    (found,) = judge_request(replace(CREDITOR, shown=frozenset({Shown.REGISTRY})))
    assert found.citation == "住基法12条の3"
    assert found.severity is Severity.ERROR
    assert "本籍・筆頭者" in found.message_ja


@given(
    shown=st.frozensets(st.sampled_from(Shown)), reason=st.sampled_from(["", "必要なため"]),
    bearer=st.sampled_from(Bearer),
)  # fmt: skip
def test_no_number_passes_the_third_door(
    shown: frozenset[Shown], reason: str, bearer: Bearer
) -> None:
    asking = replace(CREDITOR, shown=shown, special_reason=reason, bearer=bearer,
                     bearer_name="人", mandate="委任状")  # fmt: skip
    is_stopped = any(one.severity is Severity.ERROR for one in judge_request(asking))
    assert is_stopped == bool(shown & NUMBERS or (shown & BEYOND_BASIC and not reason))
