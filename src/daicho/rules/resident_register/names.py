# SPDX-License-Identifier: Apache-2.0
"""Names beside the name (1.1.7, 1.1.18): furigana, former surname (旧氏), alias (通称)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from daicho.kernel.findings import Finding
from daicho.kernel.text import fold_name
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import Reason, ResidentKind

FURIGANA_FROM = dt.date(2025, 5, 26)  # 氏名の振り仮名 becomes an item of the record
_FURIGANA = re.compile(r"[ァ-ヺー・ 　]+")


@dataclass(frozen=True, slots=True)
class Furigana:
    """Readings of a person's names, and whether the person confirmed the first."""

    name: str
    former_surname: str = ""
    alias: str = ""
    is_confirmed: bool = False


def is_furigana(text: str) -> bool:
    """Whether text is written as furigana is kept: full-width katakana, ー, ・ and spaces."""
    return bool(_FURIGANA.fullmatch(text)) and bool(text.strip("ー・ 　"))


def check_furigana(
    furigana: Furigana,
    *,
    kind: ResidentKind,
    has_former_surname: bool,
    as_of: dt.date,
    subject: str = "",
) -> tuple[Finding, ...]:
    """Katakana in every reading; since 2025-05-26 an empty one of a Japanese is told."""
    found = list(_misspelt(furigana, subject))
    if kind is ResidentKind.JAPANESE and as_of >= FURIGANA_FROM:
        if not furigana.name:
            found.append(finding("A-042", subject=subject))
        if has_former_surname and not furigana.former_surname:
            found.append(finding("A-043", subject=subject))
    if furigana.name and not furigana.is_confirmed:
        found.append(finding("A-041", subject=subject))
    return tuple(found)


def _misspelt(furigana: Furigana, subject: str) -> Iterator[Finding]:
    named = (
        ("氏名", furigana.name),
        ("旧氏", furigana.former_surname),
        ("通称", furigana.alias),
    )
    for item, text in named:
        if text and not is_furigana(text):
            yield finding("E-041", subject=subject, detail=f"{item}のフリガナ {text}")


@dataclass(frozen=True, slots=True)
class FormerSurnameRequest:
    """A request about a former surname, with what is held now."""

    reason: Reason
    kind: ResidentKind
    current_surname: str
    held: str = ""  # 旧氏 on the record now
    requested: str = ""
    has_proof: bool = False  # 戸籍・除籍等 that shows it
    was_removed: bool = False  # removed before, and the surname has not changed since
    subject: str = ""


def check_former_surname(request: FormerSurnameRequest) -> tuple[Finding, ...]:
    """旧氏: Japanese residents, at most one, shown by a family register, not today's surname.

    Who had it removed may record one again only after another change of surname
    (住民基本台帳法施行令30条の14, unverified).
    """
    if request.kind is not ResidentKind.JAPANESE:
        return (finding("E-043", subject=request.subject),)
    if request.reason is Reason.FORMER_SURNAME_RECORD:
        return tuple(_record_former_surname(request))
    if not request.held:
        return (finding("E-046", subject=request.subject),)
    if request.reason is Reason.FORMER_SURNAME_CHANGE:
        return tuple(_new_former_surname(request))
    return ()


def _record_former_surname(request: FormerSurnameRequest) -> Iterator[Finding]:
    if request.held:
        yield finding("E-042", subject=request.subject)
    if request.was_removed:
        yield finding("E-057", subject=request.subject)
    yield from _new_former_surname(request)


def _new_former_surname(request: FormerSurnameRequest) -> Iterator[Finding]:
    if not request.requested:
        yield finding("E-001", subject=request.subject, detail="旧氏")
    elif fold_name(request.requested) == fold_name(request.current_surname):
        yield finding("E-048", subject=request.subject)
    if not request.has_proof:
        yield finding("E-050", subject=request.subject)


@dataclass(frozen=True, slots=True)
class AliasOffer:
    """An offer (申出) about an alias, with what is held now."""

    reason: Reason
    kind: ResidentKind
    held: str = ""
    requested: str = ""
    on: dt.date | None = None  # 通称を記載・削除した年月日
    municipality: str = ""  # 通称を記載・削除した市区町村
    subject: str = ""


def check_alias(offer: AliasOffer) -> tuple[Finding, ...]:
    """通称: foreign residents, one at a time, with day and municipality of each change."""
    if offer.kind is not ResidentKind.FOREIGN:
        return (finding("E-044", subject=offer.subject),)
    return tuple(_alias_findings(offer))


def _alias_findings(offer: AliasOffer) -> Iterator[Finding]:
    if offer.reason is Reason.ALIAS_RECORD:
        if offer.held:
            yield finding("E-049", subject=offer.subject)
        if not offer.requested:
            yield finding("E-001", subject=offer.subject, detail="通称")
    elif not offer.held:
        yield finding("E-047", subject=offer.subject)
    if offer.on is None or not offer.municipality:
        yield finding("E-045", subject=offer.subject)
