# SPDX-License-Identifier: Apache-2.0
"""Papers as PDF bytes. Each function takes filled view classes and the time of making."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.domains.tax.inhabitants.documents.tax_notice import TaxNotice, show_form, show_notice
from daicho.foundation.documents.press import Press

TEMPLATES = Path(__file__).with_name("templates")


@cache
def press_for() -> Press:
    """The press of this process: starting one costs more than a letter."""
    return Press(TEMPLATES)


def set_notices(press: Press, notices: Sequence[TaxNotice], *, made_at: datetime) -> bytes:
    """Notices of one issuer and year as one PDF."""
    issuer, year = notices[0].issuer, notices[0].fiscal_year
    if any(item.issuer != issuer or item.fiscal_year != year for item in notices):
        raise ValueError("the notices of a file need one issuer and one fiscal year")
    form = _notice_form(press, issuer, year)
    shown = [show_notice(item, press.fonts) for item in notices]
    data = {"title": "納税通知書", "form": form, "notices": shown}
    return press.set_document(template="tax_notice.typ", data=data, made_at=made_at)


@cache
def _notice_form(press: Press, issuer: Issuer, fiscal_year: int) -> str:
    """Set the form once a press, issuer and year; its name differs so that no two are mixed up."""
    return press.make_form(template="tax_notice_form.typ", data=show_form(issuer, fiscal_year))


def render_tax_notice(notice: TaxNotice, *, made_at: datetime) -> bytes:
    """納税通知書 of one person."""
    return set_notices(press_for(), (notice,), made_at=made_at)
