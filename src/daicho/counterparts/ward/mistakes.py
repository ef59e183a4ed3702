# SPDX-License-Identifier: Apache-2.0
"""Officers' mistakes at stated rates, made on purpose and written down for the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.counterparts.ward.claims import CLAIMER_LIMIT, NOBODY, SPOUSE_LIMIT, Claims
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.identity import Identity, map_unique
from daicho.counterparts.ward.income import Incomes
from daicho.counterparts.ward.people import CHILDREN, HEAD, SPOUSE, People
from daicho.counterparts.ward.reports import Papers, whole
from daicho.kernel.variants import VARIANTS

# Shares of the rows (or of the households) that can have the mistake.
RATES = {
    "missing_individual_number": 0.02,
    "wrong_check_digit": 0.003,
    "number_of_another_person": 0.001,
    "missing_kana": 0.005,
    "wrong_birth_date": 0.001,
    "name_in_another_form": 0.25,
    "duplicate_report": 0.002,
    "spouse_claimed_twice": 0.05,
    "dependant_claimed_twice": 0.01,
    "dependant_too_young": 0.003,
    "spouse_income_too_high": 0.01,
}
OTHER_CITY_RATE = 0.005  # of the reports, sent here by error
_SAID_INCOME = 400_000
Pick = Callable[[str], np.ndarray]
_VARIANT_TABLE = str.maketrans(VARIANTS)


@dataclass(slots=True)
class Journal:
    """Mistakes by kind: the rows of a file (from 0) and whose they are (row of People)."""

    entries: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def note(self, kind: str, rows: np.ndarray, people: np.ndarray) -> None:
        """Write down one kind."""
        self.entries[kind] = (rows, people)


@dataclass(slots=True)
class ClaimMistake:
    """A wrong claim: of whom (row of People), by whom."""

    kind: str
    claimed: np.ndarray
    by: np.ndarray


def spoil_claims(
    draws: Draws, people: People, incomes: Incomes, claims: Claims
) -> list[ClaimMistake]:
    """Claims that ought not to be, put into the claims themselves."""
    too_high = ClaimMistake(
        "spouse_income_too_high", *_rich_spouses(draws, people, incomes, claims)
    )
    claims.spouse[too_high.by] = too_high.claimed
    claims.spouse_income[too_high.by] = _SAID_INCOME
    mistakes = [
        ClaimMistake("spouse_claimed_twice", *_spouses_by_children(draws, people, incomes, claims)),
        ClaimMistake("dependant_claimed_twice", *_children_by_both(draws, people, incomes, claims)),
        ClaimMistake("dependant_too_young", *_too_young(draws, people, incomes, claims)),
    ]
    for mistake in mistakes:
        free = claims.dependants[mistake.by, -1] == NOBODY
        mistake.claimed, mistake.by = mistake.claimed[free], mistake.by[free]
        slot = (claims.dependants[mistake.by] == NOBODY).argmax(axis=1)
        claims.dependants[mistake.by, slot] = mistake.claimed
    return [too_high, *mistakes]


def _rich_spouses(
    draws: Draws, people: People, incomes: Incomes, claims: Claims
) -> tuple[np.ndarray, np.ndarray]:
    """A spouse who earns too much is claimed as if it were little."""
    by = np.flatnonzero((incomes.main_salary > 0) & people.is_resident & (people.role <= SPOUSE))
    by = by[claims.spouse[by] == NOBODY]
    seats = claims.seats[claims.home[by]]
    other = np.where(seats[:, HEAD] == by, seats[:, SPOUSE], seats[:, HEAD])
    fits = (other != NOBODY) & (incomes.total[other] > SPOUSE_LIMIT)
    fits &= (incomes.total[by] <= CLAIMER_LIMIT) & (incomes.total[by] > incomes.total[other])
    rate = RATES["spouse_income_too_high"]
    fits &= draws.happens(people.id[by], "spouse income too high", rate)
    return other[fits], by[fits]


def _spouses_by_children(
    draws: Draws, people: People, incomes: Incomes, claims: Claims
) -> tuple[np.ndarray, np.ndarray]:
    """The mother is claimed by the father as spouse and by a grown child as dependant."""
    earner = np.isin(people.role, (*CHILDREN[:1],)) & (incomes.main_salary > 1_500_000)
    by = np.flatnonzero(earner & people.is_resident)
    by = by[draws.happens(people.id[by], "claims mother too", RATES["spouse_claimed_twice"] * 8)]
    seats = claims.seats[claims.home[by]]
    first, second = claims.spouse[seats[:, HEAD]], claims.spouse[seats[:, SPOUSE]]
    first = np.where(seats[:, HEAD] == NOBODY, NOBODY, first)
    second = np.where(seats[:, SPOUSE] == NOBODY, NOBODY, second)
    claimed = np.where(first != NOBODY, first, second)
    there = claimed != NOBODY
    return claimed[there], by[there]


def _children_by_both(
    draws: Draws, people: People, incomes: Incomes, claims: Claims
) -> tuple[np.ndarray, np.ndarray]:
    """Both parents, each in their own report, claim the same child of 16 or more."""
    by = np.flatnonzero(claims.dependants[:, 0] != NOBODY)
    child = claims.dependants[by, 0]
    is_child = np.isin(people.role[child], CHILDREN)
    by, child = by[is_child], child[is_child]
    seats = claims.seats[claims.home[by]]
    other = np.where(seats[:, HEAD] == by, seats[:, SPOUSE], seats[:, HEAD])
    both = (other != NOBODY) & (incomes.main_salary[other] > 1_500_000)
    both &= draws.happens(people.id[by], "both claim", RATES["dependant_claimed_twice"] * 5)
    return child[both], other[both]


def _too_young(
    draws: Draws, people: People, incomes: Incomes, claims: Claims
) -> tuple[np.ndarray, np.ndarray]:
    """A child of 13 to 15 stands among the dependants of 16 and more."""
    by = np.flatnonzero((claims.under_16[:, 0] != NOBODY) & (incomes.main_salary > 0))
    child = claims.under_16[by, 0]
    young = (incomes.age[child] >= 13) & draws.happens(
        people.id[by], "too young", RATES["dependant_too_young"] * 10
    )
    claims.under_16[by[young]] = np.roll(claims.under_16[by[young]], -1, axis=1)
    claims.under_16[by[young], -1] = NOBODY
    return child[young], by[young]


def spoil_reports(
    draws: Draws, people: People, identity: Identity, papers: Papers, *, year: int
) -> tuple[Papers, Journal]:
    """Spoil cells of the salary reports and repeat some; the journal tells the rows."""
    journal = Journal()
    now = draws.of(year)
    keys = np.arange(len(papers)) * 7_919 + people.id[papers.person]
    free = np.ones(len(papers), dtype=bool)

    def pick(kind: str) -> np.ndarray:
        rows = np.flatnonzero(free & now.happens(keys, kind, RATES[kind]))
        free[rows] = False
        journal.note(kind, rows, papers.person[rows])
        return rows

    _spoil_numbers(papers, identity, pick)
    _blank(papers, "kana", pick("missing_kana"))
    rows = pick("wrong_birth_date")
    births = np.asarray(papers.columns["birth_date"]).copy()
    births[rows] = np.roll(people.birth_date, 1)[papers.person[rows]]
    papers.columns["birth_date"] = whole(births)
    _write_other_forms(papers, now, keys, journal)
    return _repeat(papers, pick("duplicate_report"), journal)


def _spoil_numbers(papers: Papers, identity: Identity, pick: Pick) -> None:
    column = "individual_number"
    _blank(papers, column, pick("missing_individual_number"))
    rows = pick("wrong_check_digit")
    cells = papers.columns[column].to_pylist()
    for row in rows.tolist():
        cells[row] = cells[row][:-1] + str((int(cells[row][-1]) + 1) % 10)
    others = identity.individual_number
    for row in pick("number_of_another_person").tolist():
        cells[row] = others[int(papers.person[row] - 1) % len(others)].as_py()
    papers.columns[column] = pa.array(cells, pa.string())


def _blank(papers: Papers, column: str, rows: np.ndarray) -> None:
    mask = np.zeros(len(papers), dtype=bool)
    mask[rows] = True
    papers.columns[column] = pc.if_else(pa.array(mask), "", papers.columns[column])


def _write_other_forms(papers: Papers, now: Draws, keys: np.ndarray, journal: Journal) -> None:
    """渡邉 becomes 渡辺: no mistake in law, but a join must see through it."""
    plain = map_unique(papers.columns["name"], lambda name: name.translate(_VARIANT_TABLE))
    differs = np.asarray(pc.not_equal(plain, papers.columns["name"]).to_numpy(zero_copy_only=False))
    rows = np.flatnonzero(differs & now.happens(keys, "other form", RATES["name_in_another_form"]))
    mask = np.zeros(len(papers), dtype=bool)
    mask[rows] = True
    papers.columns["name"] = pc.if_else(pa.array(mask), plain, papers.columns["name"])
    journal.note("name_in_another_form", rows, papers.person[rows])


def _repeat(papers: Papers, rows: np.ndarray, journal: Journal) -> tuple[Papers, Journal]:
    """Put a copy behind each of the rows; all rows noted before move down with it."""
    order = np.sort(np.concatenate([np.arange(len(papers)), rows]), kind="stable")
    moved = np.searchsorted(order, np.arange(len(papers)), side="left")
    for kind, (noted, people) in journal.entries.items():
        journal.entries[kind] = (moved[noted], people)
    journal.note("duplicate_report", moved[rows] + 1, papers.person[rows])
    return papers.take(order), journal
