# SPDX-License-Identifier: Apache-2.0
"""How many 納税通知書 (two pages: notice, four slips) a second: bench/results/notices.json.

Run: python -m bench.notices [count]
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from daicho.domains.tax.inhabitants.documents.amounts import Item, Split, TaxBase
from daicho.domains.tax.inhabitants.documents.batches import NOTICES_A_FILE, render_notices
from daicho.domains.tax.inhabitants.documents.figures import TaxFigures
from daicho.domains.tax.inhabitants.documents.people import Issuer, Recipient
from daicho.domains.tax.inhabitants.documents.tax_notice import Instalment, TaxNotice

RESULT = Path(__file__).with_name("results") / "notices.json"
TARGET = 150
DUE = (date(2025, 6, 30), date(2025, 9, 1), date(2025, 10, 31), date(2026, 2, 2))
ISSUER = Issuer(
    municipality="港区",
    head_title="港区長",
    head_name="見本　太郎",
    section="税務課",
    postcode="1058511",
    address="東京都港区芝公園１丁目５番２５号",
    phone="03-0000-0000",
    ordinance="港区特別区税条例",
    biller_code="131032",
    payment_places="区役所・総合支所、指定金融機関、ゆうちょ銀行、コンビニエンスストア",
    is_sample=True,
)
NOTHING = Split("", None, None)
FAMILY = "佐藤鈴木高橋田中伊藤渡邉山本中村小林加藤"


def notice(number: int) -> TaxNotice:
    """A made-up notice; every figure differs from the one before, so that nothing is cached."""
    income = 2_000_000 + number * 731 % 9_000_000
    base = (income - 1_200_000) // 1000 * 1000
    municipal, prefectural = base * 6 // 100, base * 4 // 100
    annual = (municipal + prefectural) // 100 * 100 + 5_000
    quarter = annual // 4 // 1000 * 1000
    amounts = (annual - 3 * quarter, quarter, quarter, quarter)
    place = number * 2 % (len(FAMILY) - 1)
    return TaxNotice(
        issuer=ISSUER,
        fiscal_year=2025,
        notice_no=f"{10_000_000 + number}",
        addressee_no=f"{2_000_000 + number * 7}",
        issued_on=date(2025, 6, 10),
        recipient=Recipient(
            name=f"{FAMILY[place : place + 2]}　見本{number}",
            postcode=f"105{number % 10000:04d}",
            address=f"東京都港区三田{number % 5 + 1}丁目{number % 37 + 1}番{number % 23 + 1}号",
            building=f"見本マンション{number % 900 + 100}号室" if number % 3 else "",
        ),
        figures=TaxFigures(
            incomes=(Item("給与所得", income - 100_000), Item("配当所得", 100_000)),
            total_income=income,
            total_income_etc=income,
            deductions=(
                Item("社会保険料控除", 520_000 + number),
                Item("生命保険料控除", 56_000),
                Item("扶養控除", 330_000),
                Item("基礎控除", 430_000),
            ),
            deductions_total=1_336_000 + number,
            tax_bases=(TaxBase("総所得", base, "6%", "4%"),),
            before_credits=Split("", municipal, prefectural),
            credits=(Split("", 1_500, 1_000), *(NOTHING,) * 7),
            income_levy=Split("", municipal // 100 * 100, prefectural // 100 * 100),
            per_capita=Split("", 3_000, 1_000),
            forest_environment_tax=1_000,
            annual_tax=annual,
        ),
        ordinary_total=annual,
        salary_total=None,
        pension_total=None,
        instalments=tuple(
            Instalment(f"第{n}期", due, amount, f"2025{number:010d}{n:02d}")
            for n, (due, amount) in enumerate(zip(DUE, amounts, strict=True), start=1)
        ),
        relatives="配偶者控除なし　一般の扶養親族 1人　16歳未満 0人",
    )


def notices(count: int) -> Iterator[TaxNotice]:
    """A batch that is made as it is read."""
    return (notice(number) for number in range(count))


def cpu_seconds() -> float:
    """Work of this process and its workers: tells more than the clock on a busy machine."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(count: int, workers: int) -> dict[str, float | int]:
    """Print `count` notices into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        start, worked = time.perf_counter(), cpu_seconds()
        made_at = datetime(2025, 6, 10, tzinfo=UTC)
        result = render_notices(notices(count), Path(folder), made_at=made_at, workers=workers)
        seconds = time.perf_counter() - start
        worked = cpu_seconds() - worked
        size = sum(file.path.stat().st_size for file in result.files)
    return {
        "workers": workers,
        "notices": result.count,
        "pages": result.pages,
        "files": len(result.files),
        "seconds": round(seconds, 2),
        "notices_per_second": round(result.count / seconds),
        "cpu_milliseconds_per_notice": round(worked / result.count * 1000, 2),
        "bytes_per_notice": size // result.count,
    }


def main(count: int = 6_000) -> None:
    """Measure with two workers, and all in one file by one worker; print and store both."""
    runs = [measure(count, 2), measure(NOTICES_A_FILE, 1)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    report = {"target_notices_per_second": TARGET, "worker_peak_mb": peak, "runs": runs}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
