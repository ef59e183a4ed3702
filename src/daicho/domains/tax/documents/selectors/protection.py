# SPDX-License-Identifier: Apache-2.0
"""Documents that may be of a protected person (支援措置): the paper itself prints an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from daicho.domains.addressee.public import PEOPLE_RELATION
from daicho.foundation.database.query import rows

# Whoever a document is joined to, may be joined to, or fits by number or by name and birth date:
# a person who moved away in secret is known by the number on the report sent on to the new place.
_MAY_BE = f"""
SELECT d.id, a.addressee_no, a.protected FROM tax_documents_document d
JOIN {PEOPLE_RELATION} a ON a.addressee_no = d.addressee_no WHERE d.id = ANY(%(ids)s)
UNION ALL
SELECT d.id, a.addressee_no, a.protected FROM tax_documents_document d
JOIN {PEOPLE_RELATION} a ON a.number_hash = d.number_hash WHERE d.id = ANY(%(ids)s)
UNION ALL
SELECT d.id, a.addressee_no, a.protected FROM tax_documents_document d
JOIN {PEOPLE_RELATION} a ON a.birth_date = d.birth_date
    AND (a.name_folded = d.name_folded OR d.kana_folded <> '' AND a.kana_folded = d.kana_folded)
WHERE d.id = ANY(%(ids)s)
UNION ALL
SELECT c.document_id, a.addressee_no, a.protected FROM tax_documents_joincandidate c
JOIN {PEOPLE_RELATION} a ON a.addressee_no = c.addressee_no WHERE c.document_id = ANY(%(ids)s)
"""
_PROTECTED = f"""
SELECT DISTINCT m.id FROM ({_MAY_BE}) m
WHERE m.protected OR EXISTS (SELECT FROM access_protectedperson p
                             WHERE p.addressee_no = m.addressee_no AND p.valid @> %(on)s::date)
"""


def documents_of_protected(*, document_ids: Collection[int], on: dt.date) -> frozenset[int]:
    """Those of the documents whose address only `protected.view` may see."""
    found = rows(_PROTECTED, {"ids": list(document_ids), "on": on})
    return frozenset(number for (number,) in found)
