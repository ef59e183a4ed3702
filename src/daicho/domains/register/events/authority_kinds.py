# SPDX-License-Identifier: Apache-2.0
"""The modules of slips by authority, of foreign residents, names, codes and cancellation."""

from __future__ import annotations

from daicho.domains.register.events import (
    birth,
    cancel,
    correction,
    correction_family_register,
    death,
)

AUTHORITY_MODULES = (birth, death, correction, correction_family_register, cancel)
