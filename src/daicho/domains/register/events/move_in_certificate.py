# SPDX-License-Identifier: Apache-2.0
"""A slip of moving in from the data of a certificate (転出証明書情報, 特例転入, 4.1.1.2, 4.1.1.3).

What is read is the QR code of our own certificates, one JSON object a person, or a CSV file with
the same names as its header (docs/reference/moving-out-qr.md). The official layouts, also that of
the network (住基ネットCS), are not public (unverified). Whatever is read can be corrected.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daicho.domains.register.models import ResidentVersion
from daicho.kernel.findings import Finding, Severity

ITEM = "標準仕様書 4.1.1.3"
VERSION = "DAICHO-MOVEOUT/1"
# Name in the certificate -> name in the slip.
_OF_PERSON: Mapping[str, str] = {
    "name": "name", "kana": "kana", "former": "former_name", "alias": "alias", "birth": "birth",
    "sex": "sex", "rel": "relationship", "domicile": "registered_domicile",
    "registry_head": "registry_head", "code": "resident_code", "number": "individual_number",
}  # fmt: skip
_OF_SLIP: Mapping[str, str] = {
    "addr": "previous_address", "head": "previous_householder", "to": "address",
}  # fmt: skip
_FROM_RECORD = (
    "name", "kana", "kana_confirmed", "kind", "sex", "relationship", "registered_domicile",
    "registry_head", "resident_code", "former_name", "former_name_kana",
    "former_name_kana_confirmed", "under_guardianship",
    "kanji_name", "latin_name", "alias", "alias_kana", "alias_kana_confirmed", "alias_entered_on",
    "alias_entered_at",
    "nationality", "article_30_45", "residence_status", "residence_period", "residence_until",
    "residence_card_no",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadCertificates:
    """What the certificates say, ready for a slip; `planned_on` of each (転出予定年月日)."""

    slip: dict[str, Any]
    planned_on: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_certificates(text: str, *, is_special: bool) -> ReadCertificates:
    """Read the codes of a family, or a CSV file of them; a line that cannot be read is told.

    `is_special`: they came by the network, so there is no paper (特例転入).
    """
    people: list[Mapping[str, str]] = []
    findings: list[Finding] = []
    for line, person in _people(text):
        fault = _fault(person)
        if fault:
            findings.append(
                Finding(
                    "register.certificate",
                    Severity.ERROR,
                    fault,
                    f"{line}件目",
                    "標準仕様書 4.1.1.3",
                )
            )
        elif person is not None:
            people.append(person)
    slip: dict[str, Any] = {"by_certificate": is_special}
    if people:
        slip |= _renamed(people[0], _OF_SLIP)
    slip["members"] = [_renamed(person, _OF_PERSON) for person in people]
    return ReadCertificates(
        slip, tuple(person.get("on", "") for person in people), tuple(findings)
    )  # fmt: skip


def _people(text: str) -> list[tuple[int, Mapping[str, str] | None]]:
    """Each person with their line; None where the line is no object."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if lines and not lines[0].lstrip().startswith("{"):
        return [(number, _told(row)) for number, row in enumerate(csv.DictReader(lines), 1)]
    return [(number, _object(line)) for number, line in enumerate(lines, 1)]


def _object(line: str) -> Mapping[str, str] | None:
    try:
        read = json.loads(line)
    except ValueError:
        return None
    return _told(read) if isinstance(read, dict) else None


def _told(values: Mapping[Any, Any]) -> Mapping[str, str]:
    """Texts only, and only what says something; nested values are no part of the layout."""
    return {
        str(key): str(value)
        for key, value in values.items()
        if isinstance(value, str | int) and str(value) != ""
    }


def _fault(person: Mapping[str, str] | None) -> str:
    if person is None:
        return "転出証明書の情報として読み取れません。"
    if person.get("v") != VERSION:
        return f"転出証明書の情報の版が違います（{VERSION}のみ）。"
    missing = [label for name, label in _REQUIRED.items() if not person.get(name)]
    return f"{'・'.join(missing)}がありません。" if missing else ""


_REQUIRED = {"name": "氏名", "birth": "生年月日", "sex": "性別"}


def _renamed(person: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    return {slip: person[name] for name, slip in names.items() if name in person}


def continued(mover: Mapping[str, Any], record: ResidentVersion) -> dict[str, Any]:
    """A mover who was here before: the removed record, and over it what the certificate says.

    The name stays that of the record (4.1.1.2).
    """
    told = {name: value for name, value in mover.items() if value not in ("", None)}
    return from_record(record) | told | {"name": record.name}


def from_record(record: ResidentVersion) -> dict[str, Any]:
    """The mover's part of a slip as the removed record has it, under the old 宛名番号."""
    items = {name: getattr(record, name) for name in _FROM_RECORD if getattr(record, name)}
    if record.kind == "japanese":
        items.pop("nationality", None)
    return items | {
        "addressee_no": record.addressee_no,
        "birth": record.birth_date_text or str(record.birth_date or ""),
    }
