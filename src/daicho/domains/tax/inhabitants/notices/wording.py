# SPDX-License-Identifier: Apache-2.0
"""Words of a notice that depend on the person: relatives, own states, what a change changed."""

from __future__ import annotations

from daicho.domains.tax.inhabitants.documents.amounts import yen
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase
from daicho.domains.tax.inhabitants.notices.figures import Recomputed
from daicho.rules.inhabitants_tax.facts import ORDINARY_DISABILITY, SPECIAL_DISABILITY

_COUNTED = (
    ("specified", "特定扶養"),
    ("elderly_parents", "同居老親等"),
    ("elderly", "老人扶養"),
    ("general", "その他扶養"),
    ("special_relatives", "特定親族"),
    ("under_16", "16歳未満"),
    ("disabled_special_cohabiting", "同居特別障害者"),
    ("disabled_special", "特別障害者"),
    ("disabled", "普通障害者"),
)


def relatives_text(computed: Recomputed) -> str:
    """配偶者控除　特定扶養 1人 …, as deducted. Empty without anybody."""
    words = [_spouse(computed), *(f"{label} {number}人" for label, number in _numbers(computed))]
    return "　".join(word for word in words if word)


def relatives_counts(computed: Recomputed) -> dict[str, int]:
    """The numbers of a certificate, by the keys it prints."""
    relatives, deductions = computed.relatives, computed.found.deductions
    counts = {name: getattr(relatives, name) for name, _ in _COUNTED}
    deducted = int(deductions.spouse > 0)
    counts["spouse"] = deducted
    counts["spouse_same_livelihood"] = relatives.spouse_same_livelihood * (1 - deducted)
    return {name: number for name, number in counts.items() if number}


def own_states(computed: Recomputed) -> tuple[str, ...]:
    """本人該当: what the person is, as far as the tax takes it into account."""
    person, deductions = computed.person, computed.found.deductions
    states = (
        ("普通障害者", person.disability == ORDINARY_DISABILITY),
        ("特別障害者", person.disability == SPECIAL_DISABILITY),
        ("寡婦", deductions.widow > 0),
        ("ひとり親", deductions.single_parent > 0),
        ("勤労学生", deductions.working_student > 0),
        ("未成年者", computed.is_minor),
    )
    return tuple(word for word, holds in states if holds)


def remarks_of(case: NoticeCase) -> str:
    """What the notice of a change says: the tax before, the difference, the reason (変更の理由)."""
    if not case.is_change:
        return ""
    what = "賦課取消通知" if case.is_withdrawn else "税額変更通知"
    return (
        f"【{what}】年税額を{yen(case.before)}円から{yen(case.annual_tax)}円に変更しました"
        f"（増減額 {yen(case.difference)}円）。変更の理由：{case.reason}"
    )


def _spouse(computed: Recomputed) -> str:
    deductions, relatives = computed.found.deductions, computed.relatives
    if deductions.spouse:
        return "老人控除対象配偶者" if relatives.spouse_elderly else "控除対象配偶者"
    if deductions.spouse_special:
        return "配偶者特別控除"
    return "同一生計配偶者" if relatives.spouse_same_livelihood else ""


def _numbers(computed: Recomputed) -> list[tuple[str, int]]:
    counts = ((label, getattr(computed.relatives, name)) for name, label in _COUNTED)
    return [(label, number) for label, number in counts if number]
