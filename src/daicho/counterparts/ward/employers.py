# SPDX-License-Identifier: Apache-2.0
"""Employers and pension insurers who pay the people of the ward."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.counterparts.ward import digits
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.identity import places_of
from daicho.counterparts.ward.names import load_stocks

_NUMBER_BASE = 100_000
_INSURERS = ("厚生労働省年金局", "みなと企業年金基金")


@dataclass(slots=True)
class Employers:
    """Employers as columns; the last two are the pension insurers."""

    number: pa.Array
    corporate_number: pa.Array
    name: pa.Array
    postcode: pa.Array
    address: pa.Array
    phone: pa.Array
    is_sole: np.ndarray
    insurers: np.ndarray  # their rows

    def payer_columns(self, rows: np.ndarray) -> dict[str, pa.Array]:
        """The payer's columns of a report."""
        index = pa.array(rows)
        return {
            "payer_name": self.name.take(index),
            "payer_address": self.address.take(index),
            "payer_phone": self.phone.take(index),
            "payer_corporate_number": self.corporate_number.take(index),
            "employer_number": self.number.take(index),
        }


def hire(draws: Draws, *, count: int) -> Employers:
    """So many employers and two insurers."""
    ids = np.arange(count + len(_INSURERS), dtype=np.int64)
    is_insurer = ids >= count
    is_sole = draws.happens(ids, "sole proprietor", 0.06) & ~is_insurer
    place = places_of(draws, ids + 10**9, inside=draws.happens(ids, "in the ward", 0.6))
    phone = pc.binary_join_element_wise(
        "03", digits.as_text(3000 + ids % 6000, 4), digits.as_text(ids * 37 % 10000, 4), "-"
    )
    insurers = pa.array([""] * count + list(_INSURERS))
    return Employers(
        number=digits.as_text(digits.addressee_numbers(ids + _NUMBER_BASE), 8),
        corporate_number=pc.if_else(pa.array(is_sole), "", digits.corporate_numbers(ids)),
        name=pc.if_else(pa.array(is_insurer), insurers, _names(draws, ids, is_sole)),
        postcode=place["postcode"],
        address=place["report_address"],
        phone=phone,
        is_sole=is_sole,
        insurers=np.flatnonzero(is_insurer),
    )


def _names(draws: Draws, ids: np.ndarray, is_sole: np.ndarray) -> pa.Array:
    stock = load_stocks()["companies"]
    words, trades, kinds = (stock[key].split() for key in ("words", "trades", "kinds"))
    parts = [
        pa.array(names).take(pa.array(draws.below(ids, what, len(names))))
        for what, names in (("word", words), ("second word", words), ("trade", trades))
    ]
    kind = pa.array(kinds).take(pa.array(draws.choose(ids, "kind", (70, 14, 8, 5, 3))))
    company = pc.binary_join_element_wise(kind, *parts, "")
    return pc.if_else(pa.array(is_sole), pc.binary_join_element_wise(parts[0], "商店", ""), company)


def employer_columns(employers: Employers, *, fiscal_year: int) -> dict[str, pa.Array]:
    """The file of 特別徴収義務者."""
    count = len(employers.number)
    rows = np.arange(count)
    year = pa.array([str(fiscal_year)]).take(pa.array(np.zeros(count, dtype=np.int64)))
    return {
        "fiscal_year": year,
        "employer_number": employers.number,
        "corporate_number": employers.corporate_number,
        "name": employers.name,
        "postcode": employers.postcode,
        "address": employers.address,
        "phone": employers.phone,
        "half_year_payment": pa.array((rows % 5 == 4).astype(np.int64)),
        "notice_by": pa.array(["1", "2"]).take(pa.array((rows % 3 == 2).astype(np.int64))),
        "is_sole_proprietor": pa.array(employers.is_sole.astype(np.int64)),
        "is_pension_insurer": pa.array(np.isin(rows, employers.insurers).astype(np.int64)),
    }
