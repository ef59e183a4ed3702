# SPDX-License-Identifier: Apache-2.0
"""The parts that every letter shares: address block with its bars, and the sender."""

from __future__ import annotations

from typing import Any

from daicho.domains.tax.inhabitants.documents.people import Issuer, Recipient
from daicho.foundation.documents.bar_font import postal_text
from daicho.foundation.documents.fitting import Fitted, fit_text
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.barcodes import address_number, customer_barcode

View = dict[str, Any]  # what a template reads: strings, lists and fitted texts only

ADDRESS_BOX = (86.0, 13.0, 9.5)  # width and height in mm, largest size in points
NAME_BOX = (86.0, 9.0, 11.0)


def show_fitted(fitted: Fitted) -> View:
    """A fitted text as the template's `fitted` reads it."""
    return {"f": fitted.family, "s": fitted.size, "l": list(fitted.lines)}


def fit(text: str, box: tuple[float, float, float], fonts: FontSet) -> View:
    """Fit text into a box of (width, height, largest size)."""
    width, height, size = box
    return show_fitted(fit_text(text, width=width, height=height, size=size, fonts=fonts))


def format_postcode(postcode: str) -> str:
    """〒105-8511, or nothing."""
    digits = postcode.replace("-", "")
    return f"〒{digits[:3]}-{digits[3:]}" if digits else ""


def show_recipient(recipient: Recipient, fonts: FontSet) -> View:
    """The address block of a window envelope."""
    return {
        "postcode": format_postcode(recipient.postcode) if recipient.address else "",
        "address": fit(join_lines(recipient.address, recipient.building), ADDRESS_BOX, fonts),
        "name": fit(join_lines(recipient.care_of, full_name(recipient)), NAME_BOX, fonts),
        "bars": postal_text(_bars(recipient)),
    }


def find_missing_shapes(recipient: Recipient, fonts: FontSet) -> tuple[str, ...]:
    """Characters and variants of name and address that would be printed wrongly."""
    texts = (recipient.care_of, recipient.name, recipient.address, recipient.building)
    return tuple(shape for text in texts for shape in fonts.missing_shapes(text))


def full_name(recipient: Recipient) -> str:
    """Name and honorific."""
    return f"{recipient.name}　{recipient.honorific}"


def join_lines(*lines: str) -> str:
    """The lines that are not empty."""
    return "\n".join(line for line in lines if line)


def show_issuer(issuer: Issuer) -> View:
    """The sender, as forms read it."""
    return {
        "municipality": issuer.municipality,
        "head": f"{issuer.head_title}　{issuer.head_name}",
        "section": f"{issuer.municipality}{issuer.section}",
        "postcode": format_postcode(issuer.postcode),
        "address": issuer.address,
        "phone": issuer.phone,
        "municipal_tax": issuer.municipal_tax,
        "prefectural_tax": issuer.prefectural_tax,
        "taxes": issuer.tax_names,
        "sample": issuer.is_sample,
    }


def _bars(recipient: Recipient) -> str:
    """Bars of the customer barcode; none where no address is printed."""
    if not recipient.address:
        return ""
    number = recipient.barcode_number
    if number is None:
        number = address_number(f"{recipient.address} {recipient.building}")
    return customer_barcode(postcode=recipient.postcode, number=number)
