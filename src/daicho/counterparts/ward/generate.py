# SPDX-License-Identifier: Apache-2.0
"""Makes a ward and writes its files, with control.json: counts, sums, and the mistakes by line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.eltax.shared_columns import income_year_cell
from daicho.adapters.layout import Kind, Layout
from daicho.adapters.registry import FILE_KINDS
from daicho.counterparts.ward import mistakes, reports, returns
from daicho.counterparts.ward.claims import NOBODY, Claims, claim
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.employers import employer_columns, hire
from daicho.counterparts.ward.identity import Identity, identify
from daicho.counterparts.ward.income import Incomes, earn, find_jobs
from daicho.counterparts.ward.lives import days
from daicho.counterparts.ward.lives.files import item_columns, write_register
from daicho.counterparts.ward.lives.guarded import protected_households, restrained_people
from daicho.counterparts.ward.lives.story import Assisted, tell_stories
from daicho.counterparts.ward.lives.timeline import live
from daicho.counterparts.ward.people import (
    NON_RESIDENT_IDS,
    OTHER_CITY_IDS,
    People,
    join,
    outsiders,
    settle,
)
from daicho.counterparts.ward.register import resident_columns
from daicho.counterparts.ward.reports import WARD_CODE, Columns, Papers

NON_RESIDENT_SHARE = 0.02
_PEOPLE_AN_EMPLOYER = 40
_FIGURES = frozenset((Kind.YEN, Kind.SIGNED_YEN, Kind.COUNT, Kind.FLAG))
_NOT_OF_OUTSIDERS = (
    "pension", "second_pension", "business", "real_estate", "dividend", "listed_shares",
    "occasional", "medical_paid", "gift", "housing_credit", "housing_move_in",
)  # fmt: skip


@dataclass(slots=True)
class Ward:
    """A ward in memory: its people, and what the files will hold."""

    people: People
    identity: Identity
    incomes: Incomes
    claims: Claims
    registered: int  # the first so many people stand in the residents file


def generate_ward(*, residents: int, seed: int, fiscal_year: int, out: Path) -> dict[str, Any]:
    """Write the files of a ward into a folder; gives what control.json holds."""
    out.mkdir(parents=True, exist_ok=True)
    draws = Draws(seed)
    ward = _people_the_ward(draws, residents=residents, fiscal_year=fiscal_year)
    wrong_claims = mistakes.spoil_claims(draws, ward.people, ward.incomes, ward.claims)
    tables, spoiled, filers = _make_papers(
        draws, ward, residents=residents, fiscal_year=fiscal_year
    )
    files = [_write(kind, columns, out) for kind, columns in tables.items()]
    people = ward.people
    control = {
        "fiscal_year": fiscal_year,
        "seed": seed,
        "municipality_code": WARD_CODE,
        "residents": int(people.is_resident.sum()),
        "households": len(np.unique(people.household[people.is_resident])),
        "foreign_residents": int(people.is_foreign.sum()),
        "non_residents": ward.registered - residents,
        "files": files,
        "mistakes": _tell_mistakes(ward, spoiled, wrong_claims, filers),
    }
    text = json.dumps(control, ensure_ascii=False, indent=1)
    (out / "control.json").write_text(text + "\n", encoding="utf-8")
    return control


def _people_the_ward(draws: Draws, *, residents: int, fiscal_year: int) -> Ward:
    non_residents = max(1, int(residents * NON_RESIDENT_SHARE))
    others = max(1, int(residents * mistakes.OTHER_CITY_RATE))
    people = join(
        [
            settle(draws, residents=residents, fiscal_year=fiscal_year),
            outsiders(draws, count=non_residents, first_id=NON_RESIDENT_IDS),
            outsiders(draws, count=others, first_id=OTHER_CITY_IDS),
        ]
    )
    incomes = earn(draws, people, fiscal_year=fiscal_year)
    registered = residents + non_residents
    for name in _NOT_OF_OUTSIDERS:
        getattr(incomes, name)[registered:] = 0
    claims = claim(people, incomes, fiscal_year=fiscal_year)
    return Ward(people, identify(draws, people), incomes, claims, registered)


def _make_papers(
    draws: Draws, ward: Ward, *, residents: int, fiscal_year: int
) -> tuple[dict[str, Columns], tuple[Papers, mistakes.Journal], np.ndarray]:
    """Every file's columns, the spoiled salary reports with their journal, who filed a return."""
    year, cell = fiscal_year - 1, income_year_cell(fiscal_year)
    people, identity, incomes, claims = ward.people, ward.identity, ward.incomes, ward.claims
    count = max(5, residents // _PEOPLE_AN_EMPLOYER)
    employers = hire(draws, count=count)
    jobs = find_jobs(draws, people, incomes, fiscal_year=fiscal_year, employers=count)
    salary, journal = mistakes.spoil_reports(
        draws, people, identity,
        reports.make_salary_reports(
            people, identity, incomes, claims, jobs, employers, cell=cell, year=year
        ),
        year=year,
    )  # fmt: skip
    filers = returns.find_filers(draws, people, incomes, year=year)
    filers = filers[filers < ward.registered]
    pensions = reports.make_pension_reports(people, identity, incomes, claims, employers, cell=cell)
    tax_returns = returns.make_tax_returns(
        draws, people, identity, incomes, claims, filers, year=year
    )
    ward_returns = returns.make_inhabitants_tax_returns(
        draws, people, identity, incomes, claims, filers, fiscal_year=fiscal_year
    )
    notices = returns.make_one_stop_notices(draws, people, identity, incomes, filers, year=year)
    collection = returns.make_pension_collection(people, identity, incomes, fiscal_year=fiscal_year)
    register = resident_columns(draws, people, identity, incomes, fiscal_year=fiscal_year)
    tables = {
        "residents": {name: values[: ward.registered] for name, values in register.items()},
        "employers": employer_columns(employers, fiscal_year=fiscal_year),
        "salary-report": salary.columns,
        "pension-report": pensions.columns,
        "tax-return": tax_returns.columns,
        "inhabitants-tax-return": ward_returns.columns,
        "one-stop-notice": notices.columns,
        "pension-collection": collection.columns,
    }
    return tables, (salary, journal), filers


def _write(kind: str, columns: Columns, out: Path) -> dict[str, Any]:
    module = FILE_KINDS[kind]
    path = out / f"{kind}.{'dat' if kind == 'pension-collection' else 'csv'}"
    table = pa.table(columns)
    module.write(table, path)
    return {
        "kind": kind,
        "file": path.name,
        "rows": table.num_rows,
        "sums": _sums(module.LAYOUT, table),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _sums(layout: Layout, table: pa.Table) -> dict[str, int]:
    names = [c.name for c in layout.columns if c.kind in _FIGURES and c.name in table.column_names]
    sums = {name: int(pc.sum(table[name]).as_py() or 0) for name in names}
    return {name: total for name, total in sums.items() if total}


def _tell_mistakes(
    ward: Ward,
    spoiled: tuple[Papers, mistakes.Journal],
    wrong_claims: list[mistakes.ClaimMistake],
    filers: np.ndarray,
) -> dict[str, Any]:
    """By kind: the lines of salary-report.csv, and the addressees concerned (never a 個人番号)."""
    papers, journal = spoiled
    settled = _settled_rows(papers, len(ward.people))
    mentions = _count_mentions(ward, settled, filers)
    for mistake in wrong_claims:
        rows = settled[mistake.by]
        printed = rows != NOBODY
        if mistake.kind.endswith("twice"):
            printed &= mentions[mistake.claimed] >= 2
        journal.note(mistake.kind, rows[printed], mistake.claimed[printed])
    strangers = np.flatnonzero(papers.person >= ward.registered)
    journal.note("person_of_another_city", strangers, papers.person[strangers])
    numbers = ward.identity.addressee_number
    return {
        kind: {
            "file": "salary-report.csv",
            "count": len(rows),
            "lines": (rows + 1).tolist(),
            "addressee_numbers": numbers.take(pa.array(people)).to_pylist(),
        }
        for kind, (rows, people) in sorted(journal.entries.items())
    }


def _settled_rows(papers: Papers, count: int) -> np.ndarray:
    """For each person the first report that tells relatives, NOBODY where there is none."""
    rows = np.flatnonzero(np.asarray(papers.columns["spouse_class"]) > 0)[::-1]
    found = np.full(count, NOBODY)
    found[papers.person[rows]] = rows
    return found


def _count_mentions(ward: Ward, settled: np.ndarray, filers: np.ndarray) -> np.ndarray:
    """By how many people each person is claimed in a salary report or a tax return."""
    tells = settled != NOBODY
    tells[filers] = True
    claimed = [ward.claims.spouse[tells], ward.claims.dependants[tells].ravel()]
    everyone = np.concatenate(claimed)
    return np.bincount(everyone[everyone != NOBODY], minlength=len(ward.people))


def generate_register(
    *, residents: int, seed: int, fiscal_year: int, until: dt.date, out: Path, passphrase: str
) -> dict[str, Any]:
    """Write the register of the same ward, with its history up to a day, into `out`/register.

    Beside it stand the two years' non-residents-YEAR.csv: whom the residents file names besides.
    On January 1 of the year and of the one before, its residents are those of the two years' files.
    """
    out.mkdir(parents=True, exist_ok=True)
    draws = Draws(seed)
    last = (until - days.EPOCH).days
    lives = live(draws, residents=residents, fiscal_year=fiscal_year, until=last)
    assisted, outside = [], []
    for year in (fiscal_year - 1, fiscal_year):
        ward = _people_the_ward(draws, residents=residents, fiscal_year=year)
        told = resident_columns(draws, ward.people, ward.identity, ward.incomes, fiscal_year=year)
        assisted.append(ward.people.id[np.asarray(told["public_assistance"]).astype(bool)])
        outside.append({n: v[residents : ward.registered] for n, v in told.items()})
    cast, book = tell_stories(
        draws, lives, Assisted(*assisted), fiscal_year=fiscal_year, until=last,
        columns=item_columns(),
    )  # fmt: skip
    manifest = write_register(
        out / "register", cast, book, draws, until=last, passphrase=passphrase
    )
    for year, columns in zip((fiscal_year - 1, fiscal_year), outside, strict=True):
        path = out / f"non-residents-{year}.csv"
        FILE_KINDS["residents"].write(pa.table(columns), path)
    return {
        "until": until.isoformat(),
        "files": {one.file: one.rows for one in manifest.files},
        "events": _count(told.reason for told in book.events),
        "protected": protected_households(draws, cast, last),
        "restrained": restrained_people(draws, cast, last),
    }


def _count(reasons: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(reasons).items()))
