# SPDX-License-Identifier: Apache-2.0
"""What must hold between the addressees and the register (`daicho db check`)."""

from __future__ import annotations

from django.utils import timezone

from daicho.foundation.database.checks import broken, holds
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding

_DIFFERENT = """
SELECT r.addressee_no FROM register_people_on(%(day)s, %(now)s) r
LEFT JOIN addressee_addressee a ON a.addressee_no = r.addressee_no
WHERE r.source IS NULL AND r.event_id IS NOT NULL AND (a.addressee_no IS NULL
   OR (a.name, a.kana, a.birth_date, a.sex, a.household_no, a.ceased_on)
      IS DISTINCT FROM (r.name, r.kana, r.birth_date, r.sex, r.household_no, r.ceased_on)
   OR (r.status = 'resident' AND (a.address, a.building) <> (r.address, r.building)))
ORDER BY 1 LIMIT 20
"""


@holds("宛名は住民記録と一致する")
def addressees_follow_the_register() -> list[Finding]:
    """Each event carries them along; of a planned one, the daily job does (daicho register day)."""
    now = timezone.now()
    found = rows(_DIFFERENT, {"day": timezone.localtime(now).date(), "now": now})
    message = "宛名が住民記録と異なります。日次処理(daicho register day)を確かめてください。"
    return [broken("addressee.behind", message, f"宛名番号 {number}") for (number,) in found]
