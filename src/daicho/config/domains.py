# SPDX-License-Identifier: Apache-2.0
"""The domains and pages that are installed, earlier ones first. To add one, add its line."""

from __future__ import annotations

DOMAIN_APPS: tuple[str, ...] = (
    "daicho.domains.register",
    "daicho.domains.addressee",
    "daicho.domains.extraction",
    "daicho.domains.support",
    "daicho.domains.seals",
    "daicho.domains.collection",
    "daicho.domains.tax.documents",
    "daicho.domains.tax.inhabitants",
    "daicho.domains.statistics",
    "daicho.domains.inspection",
    "daicho.domains.certificates",
)
