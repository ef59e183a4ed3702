# SPDX-License-Identifier: Apache-2.0
"""Sources beside the records themselves: what was issued, restrained, noted, looked at (10.1).

Which tables they are stands in config/register_hooks.py (EXTRACTED), so that later domains can put
theirs on the list. A row is about one person, with the name and the household on the day asked
for. Free texts count as places: staff write addresses into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.module_loading import import_string

from daicho.domains.extraction.formula.kinds import Kind
from daicho.domains.extraction.sources import Column, Source, column_of, source_of

_PERSON = (
    Column(code="addressee_no", label="宛名番号", sql="r.about", kind=Kind.NUMBER),
    Column(code="household_no", label="世帯番号", sql="r.home", kind=Kind.NUMBER),
    Column(code="name", label="氏名", sql="r.person_name", kind=Kind.TEXT),
    Column(code="kana", label="氏名の振り仮名", sql="r.person_kana", kind=Kind.TEXT),
)
_OF_THE_DAY = """(
    SELECT t.*, {home} AS home, p.name AS person_name, p.kana AS person_kana
    FROM ({rows}) t
    LEFT JOIN register_people_on(%(day)s, %(known)s) p ON p.addressee_no = t.about
) r"""


@dataclass(frozen=True, kw_only=True)
class Records:
    """One table as a source: `fields` in order, `joined` those of a table it points to.

    `person` is the column of 宛名番号, a list of them if `is_list`; `household` that of 世帯番号.
    `places` are hidden with the address; `choices` names a table of codes and labels; of `steps`
    only the highest holds now.
    """

    code: str
    label: str
    model_name: str
    fields: tuple[str, ...]
    function: str = ""
    person: str = "addressee_no"
    household: str = ""  # of a row about a whole household
    is_list: bool = False
    joined: tuple[str, tuple[str, ...]] | None = None  # foreign key, its fields
    places: frozenset[str] = frozenset()
    steps: tuple[str, str] | None = None  # rows are steps of one thing: its number, theirs
    choices: Mapping[str, str] = field(default_factory=dict)

    def __call__(self) -> Source:
        """The source, once all tables are known."""
        model = apps.get_model(self.model_name)
        columns = [*_PERSON, *(self._column(model, name) for name in self.fields)]
        joined = ""
        if self.joined is not None:
            key, names = self.joined
            related: Any = model._meta.get_field(key).related_model
            columns += [self._column(related, name, key) for name in names]
            told = ", ".join(f'j."{name}" AS "{key}_{name}"' for name in names)
            joined = f', {told} FROM "{model._meta.db_table}" m JOIN' + (
                f' "{related._meta.db_table}" j ON j.id = m."{key}_id"'
            )
        table = str(model._meta.db_table)
        quoted = table if table.startswith('"') else f'"{table}"'
        if self.steps is not None:
            thing, step = self.steps
            later = f'n."{thing}" = r."{thing}" AND n."{step}" > r."{step}"'
            sql = f"NOT EXISTS (SELECT FROM {quoted} n WHERE {later})"
            columns.append(Column(code="is_latest", label="最新の内容", sql=sql, kind=Kind.FLAG))
        rows = f"SELECT m.*, {self._about}{joined or f' FROM {quoted} m'}{self._each}"
        home = "p.household_no"
        if self.household:
            home = f"coalesce(p.household_no, t.{self.household})"
        relation = _OF_THE_DAY.format(rows=rows, home=home)
        return source_of(
            self.code, self.label, relation, columns, function=self.function,
            person="r.about", household="r.home",
        )  # fmt: skip

    @property
    def _about(self) -> str:
        return "each_person AS about" if self.is_list else f'm."{self.person}" AS about'

    @property
    def _each(self) -> str:
        """A row a person; what is about nobody stays as one row."""
        person = f'unnest(m."{self.person}") AS each_person'
        return f" LEFT JOIN LATERAL {person} ON TRUE" if self.is_list else ""

    def _column(self, model: type[Model], name: str, key: str = "") -> Column:
        found: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
        more: dict[str, Any] = {"is_place": name in self.places}
        if name in self.choices:
            table = import_string(self.choices[name])
            more["choices"] = tuple((code, one.label) for code, one in table.items())
        made = column_of(found, **more)
        if not key:
            return made
        code = f"{key}_{name}"
        sql = made.sql.replace(f"r.{found.column}", f"r.{code}")
        return Column(
            code=code, label=made.label, sql=sql, kind=made.kind, is_place=made.is_place,
            choices=made.choices,
        )  # fmt: skip
