# SPDX-License-Identifier: Apache-2.0
"""Writes the compiled kernel's module: the specialised rules and the loops around them.

Most people have few kinds of facts. Persons are first sorted into shapes (only a salary, only a
pension, …) block by block; each shape has its own loop, in which the facts that its persons do not
have are the literal 0. The compiler then drops the rules that cannot matter. All shapes run the
same rules, and the last two take everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from daicho.engine.layout import AMOUNTS, DEPENDANT_FLAGS, FLAGS, RARE, USUAL, Flag
from daicho.engine.specialise import Specialiser
from daicho.rules.inhabitants_tax.assess import Assessment, assess
from daicho.rules.inhabitants_tax.facts import DependantFacts, PersonFacts, Relatives
from daicho.rules.inhabitants_tax.relatives import add_dependant, add_spouse

BLOCK = 4096  # persons sorted at a time: their columns stay in the second-level cache
OPTIONS = "nogil=True, error_model='numpy', boundscheck=False"
COLUMN_ARGUMENTS = (
    *(f"c_{name}" for name in AMOUNTS),
    *("c_flags", "c_rare_index", "c_rare", "c_offsets"),
    *("d_birth_date", "d_income", "d_flags"),
)


class Output(NamedTuple):
    """One column of the result: its name and where it stands in the Assessment `a`."""

    name: str
    expression: str


OUTPUTS = (
    Output("annual_tax", "a.levy.annual_tax"),
    Output("income_levy_municipal", "a.levy.income_levy.municipal"),
    Output("income_levy_prefectural", "a.levy.income_levy.prefectural"),
    Output("per_capita_municipal", "a.levy.per_capita.municipal"),
    Output("per_capita_prefectural", "a.levy.per_capita.prefectural"),
    Output("forest_environment_tax", "a.levy.forest_environment_tax"),
    Output("total_income", "a.income.total"),
    Output("deductions_total", "a.deductions.total"),
    Output("tax_base_general", "a.base.general"),
    Output("refund_or_appropriation", "a.levy.refund_or_appropriation"),
    Output("fixed_amount_not_deducted", "a.levy.fixed_amount_not_deducted"),
    Output("nontaxable_reason", "a.nontaxability.reason"),
)


class Shape(NamedTuple):
    """A sort of person: the groups of facts that such persons may have."""

    name: str
    allowed: frozenset[str]


def every_output(stage: Any = Assessment, place: str = "a", name: str = "") -> Iterator[Output]:
    """A column for every figure of an assessment: `levy_annual_tax`, `collection_salary_0` …"""
    if stage is int:
        yield Output(name, place)
    elif get_origin(stage) is tuple:
        for index, item in enumerate(get_args(stage)):
            yield from every_output(item, f"{place}[{index}]", f"{name}_{index}")
    else:
        for field, below in get_type_hints(stage).items():
            longer = f"{name}_{field}" if name else field
            yield from every_output(below, f"{place}.{field}", longer)


def _group(*names: str) -> frozenset[str]:
    return frozenset(names)


# What a person may have, as bits; a shape is the set of bits it allows.
GROUPS: dict[str, frozenset[str]] = {
    "salary": _group("salary_revenue"),
    "pension": _group("pension_revenue"),
    "other": _group("business", "real_estate", "misc"),
    "insurance": _group(
        *("small_enterprise_mutual_aid", "life_new_general", "life_old_general"),
        *("life_care_medical", "life_new_pension", "life_old_pension", "earthquake_insurance"),
    ),
    "expense": _group(
        *("medical_paid", "medical_reimbursed", "donation_furusato", "donation_one_stop"),
        *("housing_move_in", "housing_credit_available"),
    ),
    "status": _group(
        *("disability", "widow", "single_parent", "working_student", "public_assistance"),
        *("house_or_office", "self_medication", "housing_specified"),
    ),
    "relatives": _group(*(name for name in PersonFacts._fields if "spouse" in name)),
    "rare": frozenset(),
}
SHAPES = (
    Shape("no_income", _group()),
    Shape("salary", _group("salary", "insurance")),
    Shape("pension", _group("pension", "insurance")),
    Shape("salary_family", _group("salary", "insurance", "relatives")),
    Shape("pension_family", _group("pension", "insurance", "relatives")),
    Shape("any", _group(*(name for name in GROUPS if name != "rare"))),
    Shape("rare", _group(*GROUPS)),
)
FEW_SHAPES = SHAPES[-2:]  # for a town: half as fast, compiled in a third of the time


def kernel_source(
    parameters: Any,
    nontaxable_class: int,
    outputs: tuple[Output, ...] = OUTPUTS,
    shapes: tuple[Shape, ...] = SHAPES,
) -> str:
    """The whole module; its entry point is `run(start, stop, columns…, outputs…)`."""
    specialiser = Specialiser(parameters)
    names = {
        "assess": specialiser.add(assess),
        "spouse": specialiser.add(add_spouse),
        "dependant": specialiser.add(add_dependant),
        "class": str(nontaxable_class),
    }
    for kind in (PersonFacts, DependantFacts, Relatives, Assessment):
        specialiser.tuple_class(kind)
    loops = ["\n".join(_shape_loop(shape, names, outputs)) for shape in shapes]
    head = '"""Generated by daicho.engine.kernel_source. Do not edit."""\n'
    imports = "import numpy as np\nfrom numba import int64, njit, uint64\n"
    rules = specialiser.source(f"@njit({OPTIONS}, forceinline=True)")
    ends = ["\n".join(_classify(shapes)), "\n".join(_run(outputs, shapes))]
    return "\n\n".join([head, imports, rules, *loops, *ends]) + "\n"


def _shape_loop(shape: Shape, names: dict[str, str], outputs: tuple[Output, ...]) -> Iterator[str]:
    arguments = ", ".join(["bucket", "count", *COLUMN_ARGUMENTS, *_output_names(outputs)])
    yield f"@njit({OPTIONS})"
    yield f"def shape_{shape.name}({arguments}):"
    yield "    for k in range(count):"
    yield "        i = uint64(bucket[k])  # unsigned: no index from the end, no test for it"
    yield from _person(shape)
    yield from _relatives(shape.allowed, names)
    yield f"        a = {names['assess']}(f, r, {names['class']})"
    for output in outputs:
        yield f"        o_{output.name}[i] = {output.expression}"


def _person(shape: Shape) -> Iterator[str]:
    if "rare" in shape.allowed:
        yield "        row = uint64(c_rare_index[i])"
        values = [f"c_rare[{index}, row]" for index in range(len(RARE))]
    else:
        yield "        word = int64(c_flags[i])"
        known = {
            name for group, members in GROUPS.items() if group in shape.allowed for name in members
        }
        grouped = {name for members in GROUPS.values() for name in members}
        values = [_field(name, name in known or name not in grouped) for name in RARE]
    yield f"        f = PersonFacts({', '.join(values)})"


def _field(name: str, present: bool) -> str:
    """The expression of one fact in a shape's loop."""
    if name in USUAL:
        return str(USUAL[name])
    if not present:
        return "0"
    flag = next((flag for flag in FLAGS if flag.name == name), None)
    return _unpack(flag, "word") if flag else f"int64(c_{name}[i])"


def _unpack(flag: Flag, word: str) -> str:
    text = f"(({word} >> {flag.shift}) & {flag.mask})"
    return f"({text} - {flag.bias})" if flag.bias else text


def _relatives(allowed: frozenset[str], names: dict[str, str]) -> Iterator[str]:
    yield f"        r = {names['spouse']}(f)"
    if "relatives" not in allowed:
        return
    flags = {flag.name: _unpack(flag, "marks") for flag in DEPENDANT_FLAGS}
    amounts = {"birth_date": "int64(d_birth_date[j])", "income": "int64(d_income[j])"}
    values = ", ".join((flags | amounts)[name] for name in DependantFacts._fields)
    yield "        for j in range(uint64(c_offsets[i]), uint64(c_offsets[i + uint64(1)])):"
    yield "            marks = int64(d_flags[j])"
    yield f"            r = {names['dependant']}(f, r, DependantFacts({values}))"


def _classify(shapes: tuple[Shape, ...]) -> Iterator[str]:
    """Sorts the persons start..stop into the buckets of their shapes."""
    bits = list(GROUPS)
    table = [
        _shape_of({bits[b] for b in range(len(bits)) if code >> b & 1}, shapes)
        for code in range(1 << len(bits))
    ]
    yield f"SHAPE_OF = np.array({table}, dtype=np.uint8)"
    yield ""
    yield ""
    yield f"@njit({OPTIONS})"
    yield f"def classify(start, stop, buckets, counts, {', '.join(COLUMN_ARGUMENTS)}):"
    yield "    counts[:] = 0"
    yield "    for i in range(start, stop):"
    yield "        word = int64(c_flags[i])"
    for position, name in enumerate(bits):
        yield f"        b{position} = {_presence(name)}"
    code = " | ".join(f"(int64(b{position}) << {position})" for position in range(len(bits)))
    yield f"        shape = SHAPE_OF[{code}]"
    yield "        buckets[shape, counts[shape]] = i"
    yield "        counts[shape] += 1"


def _presence(group: str) -> str:
    """Whether a person has anything of a group."""
    if group == "rare":
        return "c_rare_index[i] >= 0"
    members = GROUPS[group]
    amounts = [f"c_{name}[i]" for name in AMOUNTS if name in members]
    mask = sum(flag.mask << flag.shift for flag in FLAGS if flag.name in members)
    texts = [f"({' | '.join(amounts)}) != 0"] * bool(amounts)
    texts += [f"(word & {mask}) != 0"] * bool(mask)
    texts += ["c_offsets[i + 1] != c_offsets[i]"] * (group == "relatives")
    return " | ".join(f"({text})" for text in texts)


def _shape_of(groups: set[str], shapes: tuple[Shape, ...]) -> int:
    return next(index for index, shape in enumerate(shapes) if groups <= shape.allowed)


def _run(outputs: tuple[Output, ...], shapes: tuple[Shape, ...]) -> Iterator[str]:
    columns = ", ".join([*COLUMN_ARGUMENTS, *_output_names(outputs)])
    yield f"@njit({OPTIONS}, cache=True)"
    yield f"def run(start, stop, {columns}):"
    yield f"    buckets = np.empty(({len(shapes)}, {BLOCK}), np.int32)"
    yield f"    counts = np.empty({len(shapes)}, np.int64)"
    yield f"    for low in range(start, stop, {BLOCK}):"
    yield f"        high = min(low + {BLOCK}, stop)"
    yield f"        classify(low, high, buckets, counts, {', '.join(COLUMN_ARGUMENTS)})"
    for index, shape in enumerate(shapes):
        yield f"        shape_{shape.name}(buckets[{index}], counts[{index}], {columns})"


def _output_names(outputs: tuple[Output, ...]) -> list[str]:
    return [f"o_{output.name}" for output in outputs]
