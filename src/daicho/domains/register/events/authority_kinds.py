# SPDX-License-Identifier: Apache-2.0
"""The modules of slips by authority, of foreign residents, names, codes and cancellation."""

from __future__ import annotations

from daicho.domains.register.events import (
    authority_record,
    authority_remove,
    birth,
    cancel,
    correction,
    correction_family_register,
    death,
    foreigner_arrival,
    foreigner_notice,
    names_alias,
    names_former,
    names_kana,
    nationality,
    numbers_individual,
    numbers_resident_code,
    removed_remark,
    renewal,
)

AUTHORITY_MODULES = (
    birth, death, authority_record, authority_remove, correction, correction_family_register,
    nationality, foreigner_arrival, foreigner_notice, names_former, names_alias,
    names_kana, numbers_individual, numbers_resident_code, renewal,
    removed_remark, cancel,
)  # fmt: skip
