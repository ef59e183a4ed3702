# SPDX-License-Identifier: Apache-2.0
"""The stop check: this year against last year by bracket, kind of income and method. Pure.

What goes beyond a limit stops the release. Limits and shares are in 1/1000, so that no fraction
needs a float.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from daicho.domains.tax.inhabitants.municipal import Limits

# 課税標準額の段階, as 課税状況等の調 has them: below each bound in yen; the last is open.
BRACKETS = (
    (0, "所得割なし"),
    (100_000, "10万円以下"),
    (1_000_000, "100万円以下"),
    (2_000_000, "200万円以下"),
    (3_000_000, "300万円以下"),
    (4_000_000, "400万円以下"),
    (5_500_000, "550万円以下"),
    (7_000_000, "700万円以下"),
    (10_000_000, "1,000万円以下"),
    (0, "1,000万円超"),
)
KINDS = ("所得なし", "給与", "公的年金等", "事業・不動産", "その他")
METHODS = ("普通徴収", "給与特別徴収", "年金特別徴収")


class Group(NamedTuple):
    """People and tax of one row of the distribution."""

    count: int
    tax: int


class Distribution(NamedTuple):
    """One year. `people` includes the nontaxable; a person may count in several methods."""

    people: int
    taxpayers: int
    nontaxable: int
    zero_tax: int  # not nontaxable, yet no tax
    tax: int
    brackets: tuple[Group, ...]
    kinds: tuple[Group, ...]
    methods: tuple[Group, ...]


class Breach(NamedTuple):
    """One limit that was passed."""

    code: str
    label_ja: str
    this_year: int
    last_year: int
    change: int  # in 1/1000; of a share: the difference of shares
    limit: int

    @property
    def text_ja(self) -> str:
        """The breach as a clerk reads it."""
        figures = f"前年 {self.last_year:,} → 本年 {self.this_year:,}"
        if self.code == "jumps":
            figures = f"{self.this_year:,}人 / 両年の{self.last_year:,}人"
        return (
            f"{self.label_ja}: {figures}(変化 {percent(self.change)}、限度 {percent(self.limit)})"
        )


class Verdict(NamedTuple):
    """What the check says. Without a last year there is nothing to lean on: a person decides."""

    has_reference: bool
    breaches: tuple[Breach, ...]

    @property
    def is_fine(self) -> bool:
        """Whether the run may be released without a second person."""
        return self.has_reference and not self.breaches


def check(
    this: Distribution, last: Distribution | None, jumps: tuple[int, int], limits: Limits
) -> Verdict:
    """Compare. `jumps`: people whose tax jumped, and people in both years."""
    if last is None or last.people == 0:
        return Verdict(False, ())
    breaches = [
        *_check_totals(this, last, limits),
        *_check_groups("bracket", _bracket_labels(), this.brackets, last.brackets, limits),
        *_check_groups("income_kind", KINDS, this.kinds, last.kinds, limits),
        *_check_groups("method", METHODS, this.methods, last.methods, limits),
        *_check_jumps(jumps, limits),
    ]
    return Verdict(True, tuple(breaches))


def _check_totals(this: Distribution, last: Distribution, limits: Limits) -> Iterator[Breach]:
    for code, label, now, before in (
        ("total_tax", "年税額の合計", this.tax, last.tax),
        ("taxpayers", "納税義務者数", this.taxpayers, last.taxpayers),
    ):
        yield from _compare(code, label, now, before, getattr(limits, code))
    for code, label, now, before in (
        ("nontaxable_share", "非課税者数", this.nontaxable, last.nontaxable),
        ("zero_tax_share", "税額0円の課税者数", this.zero_tax, last.zero_tax),
    ):
        change = share(now, this.people) - share(before, last.people)
        limit = getattr(limits, code)
        if abs(change) > limit:
            yield Breach(code, f"{label}の割合", now, before, change, limit)


def _check_groups(
    code: str,
    labels: tuple[str, ...],
    this: tuple[Group, ...],
    last: tuple[Group, ...],
    limits: Limits,
) -> Iterator[Breach]:
    limit = getattr(limits, code)
    for label, now, before in zip(labels, this, last, strict=True):
        if max(now.count, before.count) >= limits.minimum_count:
            yield from _compare(code, f"{label}の人数", now.count, before.count, limit)


def _check_jumps(jumps: tuple[int, int], limits: Limits) -> Iterator[Breach]:
    jumped, people = jumps
    change = share(jumped, people)
    if change > limits.jumps:
        yield Breach("jumps", "税額が大きく変わった人の割合", jumped, people, change, limits.jumps)


def _compare(code: str, label: str, now: int, before: int, limit: int) -> Iterator[Breach]:
    """A group that was empty and no longer is has changed wholly."""
    change = (now - before) * 1_000 // before if before else 1_000 * (now > 0)
    if abs(change) > limit:
        yield Breach(code, label, now, before, change, limit)


def percent(permille: int) -> str:
    """1/1000 as a percentage with one digit."""
    sign = "-" if permille < 0 else ""
    return f"{sign}{abs(permille) // 10}.{abs(permille) % 10}%"


def share(part: int, whole: int) -> int:
    """Part of the whole in 1/1000."""
    return part * 1_000 // whole if whole else 0


def _bracket_labels() -> tuple[str, ...]:
    return tuple(label for _, label in BRACKETS)


def as_json(
    this: Distribution, last: Distribution | None, verdict: Verdict, limits: Limits
) -> dict[str, Any]:
    """What the run keeps of its check, for the page."""
    return {
        "this_year": _distribution_json(this),
        "last_year": _distribution_json(last) if last else None,
        "labels": {
            "brackets": _bracket_labels(),
            "kinds": KINDS,
            "methods": METHODS,
        },
        "limits": limits._asdict(),
        "has_reference": verdict.has_reference,
        "breaches": [breach._asdict() | {"text_ja": breach.text_ja} for breach in verdict.breaches],
        "is_fine": verdict.is_fine,
    }


def _distribution_json(distribution: Distribution) -> dict[str, Any]:
    found: Mapping[str, Any] = distribution._asdict()
    return {
        name: [group._asdict() for group in value] if isinstance(value, tuple) else value
        for name, value in found.items()
    }
