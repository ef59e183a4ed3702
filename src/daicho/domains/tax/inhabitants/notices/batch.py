# SPDX-License-Identifier: Apache-2.0
"""All notices of a run: built one after the other from streams, printed by worker processes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from daicho.domains.tax.inhabitants.documents.batches import (
    BatchResult,
    render_employee_batch,
    render_employer_batch,
    render_notices,
)
from daicho.domains.tax.inhabitants.documents.employer_notice import (
    EmployeeNotice,
    EmployerNotice,
)
from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.domains.tax.inhabitants.documents.tax_notice import TaxNotice
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.actions import EMPLOYEE, EMPLOYER, TAX
from daicho.domains.tax.inhabitants.notices.building import (
    employee_notice_of,
    employer_notice_of,
    tax_notice_of,
)
from daicho.domains.tax.inhabitants.notices.reading import (
    employers_by_number,
    stream_employees,
    stream_employers,
    stream_ordinary,
)
from daicho.kernel.findings import Finding

Notice = TaxNotice | EmployerNotice | EmployeeNotice
CONTROL_FILE = "control.json"
_TELL_EVERY = 500


class Making(NamedTuple):
    """What all notices of a batch share."""

    run: AssessmentRun
    issuer: Issuer
    issued_on: dt.date
    made_at: dt.datetime
    workers: int
    tell: Callable[[int], None]  # how many letters so far


@dataclass(slots=True)
class Tally:
    """Counted from the letters themselves on their way to the printer."""

    letters: int = 0
    people: int = 0
    amount: int = 0
    refusals: list[Finding] = field(default_factory=list)


class Printed(NamedTuple):
    """One kind of notice of a run, printed."""

    tally: Tally
    result: BatchResult


def notices_of_run(making: Making, paper: str) -> Iterator[Notice | Finding]:
    """The notices of one kind in order, each built when it is asked for."""
    run, issuer, issued_on = making.run, making.issuer, making.issued_on
    if paper == TAX:
        for case in stream_ordinary(run):
            yield tax_notice_of(case, issuer=issuer, issued_on=issued_on)
    elif paper == EMPLOYER:
        for employer, lines in stream_employers(run):
            yield employer_notice_of(
                employer,
                lines,
                fiscal_year=run.fiscal_year,
                municipality=run.municipality_code,
                issuer=issuer,
                issued_on=issued_on,
            )
    else:
        known = employers_by_number()
        for case, is_protected in stream_employees(run, on=issued_on):
            yield employee_notice_of(
                case,
                employer=known[case.employer_no or ""],
                issuer=issuer,
                issued_on=issued_on,
                is_protected=is_protected,
            )


def print_notices(making: Making, paper: str, out: Path) -> Printed:
    """Print one kind into PDFs in the folder `out`, with a control file beside them."""
    tally = Tally()
    render = _RENDERERS[paper]
    letters = _counted(notices_of_run(making, paper), tally, making.tell)
    result = render(letters, out, made_at=making.made_at, workers=making.workers)
    if result.count != tally.letters:
        raise AssertionError(f"{result.count} letters printed of {tally.letters}")
    _write_control(out, tally, result)
    return Printed(tally, result)


def count_letter(notice: Notice) -> tuple[int, int]:
    """People and yen on a letter, added up from the instalments that it shows."""
    if isinstance(notice, TaxNotice):
        amounts = (item.amount for item in notice.instalments)
        return 1, sum(amounts) + sum(month or 0 for month in notice.pension_months)
    if isinstance(notice, EmployeeNotice):
        return 1, sum(notice.months)
    return len(notice.lines), sum(sum(line.months) for line in notice.lines)


_RENDERERS: dict[str, Callable[..., BatchResult]] = {
    TAX: render_notices,
    EMPLOYER: render_employer_batch,
    EMPLOYEE: render_employee_batch,
}


def _counted(
    made: Iterable[Notice | Finding], tally: Tally, tell: Callable[[int], None]
) -> Iterator[Notice]:
    """The letters; what cannot be printed is kept for the report."""
    for one in made:
        if isinstance(one, Finding):
            tally.refusals.append(one)
            continue
        people, amount = count_letter(one)
        tally.letters += 1
        tally.people += people
        tally.amount += amount
        if tally.letters % _TELL_EVERY == 0:
            tell(tally.letters)
        yield one


def _write_control(out: Path, tally: Tally, result: BatchResult) -> None:
    """Counts of every file, and the letters that must be taken out and mended by hand."""
    out.mkdir(parents=True, exist_ok=True)
    content = {
        "letters": tally.letters,
        "people": tally.people,
        "amount": tally.amount,
        "pages": result.pages,
        "files": [
            {
                "file": file.path.name,
                "letters": file.count,
                "pages": file.pages,
                "first": file.first_key,
                "last": file.last_key,
            }
            for file in result.files
        ],
        "missing_shapes": {
            key: list(shapes) for file in result.files for key, shapes in file.missing_shapes
        },
        "not_printed": [finding.as_dict() for finding in tally.refusals],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (out / CONTROL_FILE).write_text(text + "\n", encoding="utf-8")
