# SPDX-License-Identifier: Apache-2.0
"""Who comes back (再転入者, 4.1.1.2), and what may be cancelled or corrected (4.6.0.1, 4.2.3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from daicho.kernel.findings import Finding
from daicho.kernel.search_keys import register_name_key
from daicho.kernel.uncertain_date import UncertainDate
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.relationship import Sex

# 軽微な修正 (規則11条3項2号) concerns the name and the address only.
MINOR_ITEMS = frozenset({"氏名", "住所", "方書"})


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person again; the 個人番号 only as the vault's token, never itself."""

    name: str
    sex: Sex
    birth: UncertainDate | None
    addressee_no: int = 0
    individual_number_token: str = ""
    resident_code: str = ""
    card_number: str = ""  # 在留カードの番号


def check_readmission(
    newcomer: Identity, removed: Iterable[Identity]
) -> tuple[tuple[Finding, ...], tuple[int, ...]]:
    """Findings, and the 宛名番号 of the removed records that match, the sure ones first.

    One number in common stops the new entry: the old 宛名番号 goes on. Name, sex and birth in
    common only warn.
    """
    known = tuple(removed)
    sure = tuple(each.addressee_no for each in known if shares_number(newcomer, each))
    alike = tuple(
        each.addressee_no
        for each in known
        if each.addressee_no not in sure and is_alike(newcomer, each)
    )
    found = [finding("E-036", subject=f"宛名番号 {number}") for number in sure]
    found += [finding("A-004", subject=f"宛名番号 {number}") for number in alike]
    return tuple(found), (*sure, *alike)


def shares_number(one: Identity, other: Identity) -> bool:
    """Whether 個人番号, 住民票コード or 在留カード番号 is the same."""
    pairs = (
        (one.individual_number_token, other.individual_number_token),
        (one.resident_code, other.resident_code),
        (one.card_number, other.card_number),
    )
    return any(mine and mine == theirs for mine, theirs in pairs)


def is_alike(one: Identity, other: Identity) -> bool:
    """Whether name (in any writing), sex and birth are the same (３情報)."""
    if one.birth is None or one.birth != other.birth or one.sex is not other.sex:
        return False
    return register_name_key(one.name) == register_name_key(other.name)


def check_cancellation(
    *, is_cancelled: bool, later_events: int, subject: str = ""
) -> tuple[Finding, ...]:
    """An event is cancelled once, and after the events that came later (4.6.0.1, our reading)."""
    if is_cancelled:
        return (finding("E-071", subject=subject),)
    if later_events:
        return (finding("E-067", subject=subject, detail=f"後の異動{later_events}件"),)
    return ()


def check_minor_correction(
    changed_items: Iterable[str], *, subject: str = ""
) -> tuple[Finding, ...]:
    """軽微な修正 touches name and address only; anything else is 職権修正 or 誤記修正."""
    others = [item for item in changed_items if item not in MINOR_ITEMS]
    return (finding("E-068", subject=subject, detail="、".join(others)),) if others else ()
