# SPDX-License-Identifier: Apache-2.0
"""Tables made of the figures of a run: for pages, and as files that machines read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from daicho.domains.statistics.counting import NO_EVENT, NOTICES, PERSONS, UNKNOWN
from daicho.domains.statistics.models import Figure, Subject
from daicho.domains.statistics.residence import ResidenceNotice, residence_notice_of
from daicho.domains.statistics.suppression import Limits, hidden_areas, hidden_cells
from daicho.foundation.batch.models import BatchRun
from daicho.rules.resident_register.reasons import Reason, Turnover

FEMALE, MALE = "1", "2"
BANDS = (*(f"{first}-{first + 4}歳" for first in range(0, 85, 5)), "85歳以上")
FOREIGN = "foreign"
HIDDEN = "X"
HIDDEN_NOTE = "秘匿"
_KINDS = {"japanese": "日本人", FOREIGN: "外国人"}
_SEXES = {FEMALE: "女", MALE: "男", "0": "不明"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table with a heading a column."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: list[tuple[object, ...]]


def figures_of(run: BatchRun, subject: Subject) -> list[tuple[list[str], int]]:
    """The keys and value of each figure, in the order of keys."""
    found = Figure.objects.filter(run=run, subject=subject).order_by("keys")
    return list(found.values_list("keys", "value"))


def band_of(age: str) -> int | None:
    """The place of the five-year band of an age; None where the birth date is unknown."""
    return None if age == UNKNOWN else min(int(age) // 5, len(BANDS) - 1)


def population_by_town(run: BatchRun) -> Table:
    """Population and households by 町字, Japanese and foreign."""
    people: Counter[tuple[str, str]] = Counter()
    for (town, kind, sex, _), value in figures_of(run, Subject.POPULATION):
        people[town, "all"] += value
        people[town, kind] += value
        people[town, f"sex {sex}"] += value
    homes: Counter[str] = Counter()
    for (town, _), value in figures_of(run, Subject.HOUSEHOLDS):
        homes[town] += value
    towns = sorted({town for town, _ in people} | set(homes))
    parts = ("all", f"sex {MALE}", f"sex {FEMALE}", "japanese", "foreign")
    rows = [(town or "(町字なし)", homes[town], *(people[town, part] for part in parts))
            for town in towns]  # fmt: skip
    head = ("町丁目", "世帯数", "人口", "男", "女", "日本人", "外国人")
    return Table("population-by-town", "町丁目別人口・世帯数", head, [_sum(head, rows), *rows])


def population_by_age(run: BatchRun) -> Table:
    """Population by single age, sex and kind."""
    ages: Counter[tuple[str, str, str]] = Counter()
    for (_, kind, sex, age), value in figures_of(run, Subject.POPULATION):
        ages[age, kind, sex] += value
    order = sorted({age for age, _, _ in ages}, key=lambda age: (age == UNKNOWN, age.zfill(3)))
    columns = [(kind, sex) for kind in _KINDS for sex in (MALE, FEMALE, "0")]
    head = ("年齢", "計", *(f"{_KINDS[kind]}{_SEXES[sex]}" for kind, sex in columns))
    rows = []
    for age in order:
        counts = [ages[age, kind, sex] for kind, sex in columns]
        rows.append((age, sum(counts), *counts))
    return Table("population-by-age", "年齢別人口", head, [_sum(head, rows), *rows])


def population_by_nationality(run: BatchRun) -> Table:
    """Foreign residents by nationality and sex."""
    counted: Counter[tuple[str, str]] = Counter()
    for (nationality, sex), value in figures_of(run, Subject.NATIONALITY):
        counted[nationality, sex] += value
    names = sorted({name for name, _ in counted})
    rows: list[tuple[object, ...]] = []
    for name in names:
        counts = [counted[name, sex] for sex in (MALE, FEMALE, "0")]
        rows.append((name or UNKNOWN, sum(counts), *counts))
    head = ("国籍・地域", "計", "男", "女", "不明")
    return Table("nationality", "国籍・地域別外国人住民数", head, [_sum(head, rows), *rows])


def population_by_residence(run: BatchRun) -> Table:
    """Foreign residents by residence status and nationality (入管庁への定期報告)."""
    counted: Counter[tuple[str, str]] = Counter()
    for (status, nationality, _), value in figures_of(run, Subject.RESIDENCE):
        counted[status, nationality] += value
    rows = [(status or UNKNOWN, nationality or UNKNOWN, value)
            for (status, nationality), value in sorted(counted.items())]  # fmt: skip
    head = ("在留資格", "国籍・地域", "人数")
    return Table("residence-status", "在留資格別外国人住民数", head, rows)


def changes_by_month(run: BatchRun) -> Table:
    """Natural, social and other increase and decrease of each month."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for (month, _, _, _, reason, sign), value in figures_of(run, Subject.CHANGES):
        counted[month, turnover_of(reason), sign] += value
    kinds = (*(one.value for one in _COUNTED), _INSIDE)
    head = ("月", *(f"{kind}({sign})" for kind in kinds for sign in ("増", "減")), "増減計")
    rows = []
    for month in sorted({month for month, _, _ in counted}):
        cells = [counted[month, kind, sign] for kind in kinds for sign in ("増", "減")]
        rows.append((month, *cells, sum(cells[::2]) - sum(cells[1::2])))
    return Table("changes-by-month", "月別の人口動態", head, rows)


def changes_by_reason(run: BatchRun) -> Table:
    """Increase and decrease by reason, Japanese and foreign, as the annual report divides them."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for (_, _, kind, _, reason, sign), value in figures_of(run, Subject.CHANGES):
        counted[reason, kind, sign] += value
    columns = [(kind, sign) for kind in _KINDS for sign in ("増", "減")]
    head = ("異動事由", *(f"{_KINDS[kind]}({sign})" for kind, sign in columns))
    rows = [
        (label_of(reason), *(counted[reason, kind, sign] for kind, sign in columns))
        for reason in sorted({reason for reason, _, _ in counted})
    ]
    return Table("changes-by-reason", "異動事由別の増減", head, [_sum(head, rows), *rows])


def moves_by_prefecture(run: BatchRun) -> Table:
    """Where people came from and went to, by prefecture."""
    counted: Counter[tuple[str, str]] = Counter()
    for (_, sign, prefecture, _, _), value in figures_of(run, Subject.MOVES):
        counted[prefecture, sign] += value
    rows = [(name, counted[name, "増"], counted[name, "減"])
            for name in sorted({name for name, _ in counted})]  # fmt: skip
    head = ("都道府県", "転入", "転出")
    return Table("moves", "転入元・転出先(都道府県)", head, [_sum(head, rows), *rows])


def open_data(run: BatchRun, *, code: str, municipality: str, limits: Limits) -> Table:
    """地域・年齢別人口 of the municipal standard open data set, small counts hidden."""
    people: dict[str, Counter[tuple[str, int | None]]] = {}
    for (town, _, sex, age), value in figures_of(run, Subject.POPULATION):
        people.setdefault(town, Counter())[sex, band_of(age)] += value
    homes: Counter[str] = Counter()
    for (town, _), value in figures_of(run, Subject.HOUSEHOLDS):
        homes[town] += value
    towns = sorted(people)
    hidden = hidden_areas([people[town].total() for town in towns], limits)
    head = ("全国地方公共団体コード", "地域コード", "地方公共団体名", "調査年月日", "地域名",
            "総人口", "男性", "女性",
            *(f"{band}の{sex}" for band in BANDS for sex in ("男性", "女性")),
            "世帯数", "備考")  # fmt: skip
    day = str(run.parameters["day"])
    rows = [
        (code, "", municipality, day, town,
         *_open_cells(people[town], homes[town], limits, is_hidden=place in hidden))
        for place, town in enumerate(towns)
    ]  # fmt: skip
    return Table("population", "地域・年齢別人口", head, rows)


def _open_cells(
    people: Counter[tuple[str, int | None]], homes: int, limits: Limits, *, is_hidden: bool
) -> list[object]:
    if is_hidden:
        return [HIDDEN] * (3 + 2 * len(BANDS) + 1) + [HIDDEN_NOTE]
    sides: list[list[object]] = []
    for sex in (MALE, FEMALE):
        counts = [people[sex, band] for band in range(len(BANDS))]
        unknown = people[sex, None]
        # An unknown age stands in the sum beside the bands, so it hides like one of them.
        small = hidden_cells([*counts, unknown], limits)
        sides.append([HIDDEN if place in small else count for place, count in enumerate(counts)])
    sums = [
        sum(value for (sex, _), value in people.items() if sex == one) for one in (MALE, FEMALE)
    ]
    bands = [cell for pair in zip(*sides, strict=True) for cell in pair]
    note = f"{HIDDEN_NOTE}を含む" if HIDDEN in bands else ""
    return [people.total(), *sums, *bands, homes, note]


_COUNTED = (Turnover.NATURAL, Turnover.SOCIAL, Turnover.OTHER)
_INSIDE = "区内の移動・修正"


def turnover_of(reason: str) -> str:
    """How statistics count a reason; what neither adds nor takes moves within."""
    if reason == NO_EVENT:
        return Turnover.OTHER.value
    kind = Reason(reason).facts.turnover
    return kind.value if kind in _COUNTED else _INSIDE


def label_of(reason: str) -> str:
    """A reason in words."""
    return Reason(reason).label_ja if reason else "異動によらない記録(初期移行など)"


def _sum(head: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[object, ...]:
    """The line of sums above the others."""
    places = range(1, len(head))
    return ("計", *(sum(int(str(row[place])) for row in rows) for place in places))


def notices_by_kind(run: BatchRun) -> Table:
    """Notifications and changes by authority by reason and basis, in papers and in persons."""
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for (_, reason, basis, kind, _, unit), value in figures_of(run, Subject.NOTICES):
        counted[reason, basis, kind, unit] += value
    columns = [(kind, unit) for kind in _KINDS for unit in (NOTICES, PERSONS)]
    head = ("異動事由", "根拠", *(f"{_KINDS[kind]}({unit})" for kind, unit in columns))
    pairs = sorted({(reason, basis) for reason, basis, _, _ in counted})
    rows = [
        (label_of(reason), basis, *(counted[reason, basis, *column] for column in columns))
        for reason, basis in pairs
    ]
    sums = (sum(counted[*pair, *column] for pair in pairs) for column in columns)
    return Table("notices", "届出・職権の件数", head, [("計", "", *sums), *rows])


def residence_notices(run: BatchRun) -> Table:
    """Notices of residence of foreign residents by kind and month (定期報告), in persons."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for (month, reason, _, kind, group, unit), value in figures_of(run, Subject.NOTICES):
        notice = residence_notice_of(Reason(reason))
        if kind == FOREIGN and notice is not None and unit == PERSONS:
            counted[month, group or UNKNOWN, notice] += value
    head = ("月", "法30条の45の区分", "計", *ResidenceNotice)
    rows = []
    for month, group in sorted({(month, group) for month, group, _ in counted}):
        cells = [counted[month, group, notice] for notice in ResidenceNotice]
        rows.append((month, group, sum(cells), *cells))
    sums = [sum(int(str(row[place])) for row in rows) for place in range(2, len(head))]
    return Table(
        "residence-notices", "住居地届出の種類別件数", head, [("計", "", *sums), *rows]
    )  # fmt: skip


TABLES = {
    table.__name__.replace("_", "-"): table
    for table in (
        population_by_town, population_by_age, population_by_nationality,
        population_by_residence, changes_by_month, changes_by_reason, moves_by_prefecture,
        notices_by_kind, residence_notices,
    )
}  # fmt: skip
