# SPDX-License-Identifier: Apache-2.0
"""The made-up ward: same seed same bytes, believable, read back whole, mistakes where it says."""

import datetime as dt
import json

import numpy as np
import pyarrow.compute as pc
import pytest

from daicho.adapters.registry import FILE_KINDS
from daicho.config.commands import ward_generate
from daicho.counterparts.ward.generate import generate_ward
from daicho.kernel.numbers import is_addressee_number, is_corporate_number, is_individual_number
from daicho.kernel.text import fold_name

RESIDENTS = 3_000


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ward")
    generate_ward(residents=RESIDENTS, seed=7, fiscal_year=2026, out=folder)
    return folder


@pytest.fixture(scope="module")
def control(ward):
    return json.loads((ward / "control.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def parsed(ward, control):
    return {
        file["kind"]: FILE_KINDS[file["kind"]].read(ward / file["file"], fiscal_year=2026)
        for file in control["files"]
    }


def test_every_row_is_accepted_and_the_sums_agree(control, parsed):
    assert set(parsed) == set(FILE_KINDS)
    for file in control["files"]:
        read = parsed[file["kind"]]
        assert read.refusal == ""
        assert read.errors == ()
        assert read.accepted_count == file["rows"]
        assert read.sha256 == file["sha256"]
        assert {name: read.sums[name] for name in file["sums"]} == file["sums"]


def test_the_same_seed_gives_the_same_bytes(ward, tmp_path):
    generate_ward(residents=RESIDENTS, seed=7, fiscal_year=2026, out=tmp_path)
    for path in ward.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_another_seed_gives_another_ward(control, tmp_path):
    other = generate_ward(residents=RESIDENTS, seed=8, fiscal_year=2026, out=tmp_path)
    ours = {file["kind"]: file["sha256"] for file in control["files"]}
    assert all(file["sha256"] != ours[file["kind"]] for file in other["files"])


def test_has_exactly_the_residents_asked_for(control, parsed):
    classes = np.asarray(parsed["residents"].table["resident_class"])
    assert control["residents"] == (classes < 3).sum() == RESIDENTS
    assert control["foreign_residents"] == (classes == 2).sum()
    assert control["non_residents"] == (classes == 3).sum() == 60


def test_shares_are_believable(control, parsed):
    assert 0.06 < control["foreign_residents"] / RESIDENTS < 0.11
    assert 1.5 < RESIDENTS / control["households"] < 1.9
    rows = {file["kind"]: file["rows"] / RESIDENTS for file in control["files"]}
    assert 0.65 < rows["salary-report"] < 0.9
    assert 0.1 < rows["pension-report"] < 0.25
    assert 0.1 < rows["tax-return"] < 0.25
    people = parsed["residents"].table
    householders = pc.equal(people["relationship_to_householder"], "世帯主")
    assert pc.sum(householders).as_py() == control["households"]


def test_every_number_is_valid_and_unique(parsed):
    people = parsed["residents"].table
    numbers = people["individual_number"].to_pylist()
    addressees = people["addressee_number"].to_pylist()
    assert len(set(numbers)) == len(set(addressees)) == len(numbers)
    assert all(map(is_individual_number, numbers))
    assert all(map(is_addressee_number, addressees))
    corporate = parsed["employers"].table["corporate_number"].to_pylist()
    assert all(is_corporate_number(number) for number in corporate if number)


def test_another_year_finds_the_same_people_a_year_apart(parsed, tmp_path):
    generate_ward(residents=RESIDENTS, seed=7, fiscal_year=2025, out=tmp_path)
    before = FILE_KINDS["residents"].read(tmp_path / "residents.csv", fiscal_year=2025).table
    columns = ("addressee_number", "individual_number", "birth_date", "name")
    now = {
        row[0]: row
        for row in zip(*(parsed["residents"].table[c].to_pylist() for c in columns), strict=True)
    }
    then = {row[0]: row for row in zip(*(before[c].to_pylist() for c in columns), strict=True)}
    both = set(now) & set(then)
    assert len(both) > RESIDENTS * 0.75
    assert len(now) - len(both) > RESIDENTS * 0.02
    assert all(now[number] == then[number] for number in both)


def _rows_of(parsed, control, kind):
    """The rows of the salary reports that a kind of mistake names."""
    lines = control["mistakes"][kind]["lines"]
    assert len(lines) == control["mistakes"][kind]["count"]
    return parsed["salary-report"].table.take([line - 1 for line in lines]).to_pylist()


def test_mistakes_stand_where_the_control_file_says(parsed, control):
    people = {p["addressee_number"]: p for p in parsed["residents"].table.to_pylist()}
    mistakes = control["mistakes"]

    def pairs(kind):
        rows = _rows_of(parsed, control, kind)
        return [
            (row, people.get(number))
            for row, number in zip(rows, mistakes[kind]["addressee_numbers"], strict=True)
        ]

    assert all(row["kana"] == "" for row, _ in pairs("missing_kana"))
    assert all(row["individual_number"] == "" for row, _ in pairs("missing_individual_number"))
    assert all(row["individual_number"] == "" for row, _ in pairs("wrong_check_digit"))
    for row, person in pairs("number_of_another_person"):
        assert row["individual_number"] not in ("", person and person["individual_number"])
    for row, person in pairs("wrong_birth_date"):
        assert person is None or row["birth_date"] != person["birth_date"]
    for row, person in pairs("name_in_another_form"):
        assert person is None or row["name"] != person["name"]
        assert person is None or fold_name(row["name"]) == fold_name(person["name"])
    assert all(person is None for _, person in pairs("person_of_another_city"))
    assert sum(entry["count"] for entry in mistakes.values()) > 100


def test_duplicates_repeat_the_row_before(parsed, control):
    rows = parsed["salary-report"].table.drop_columns(["line_number"])
    for line in control["mistakes"]["duplicate_report"]["lines"]:
        assert rows.slice(line - 1, 1) == rows.slice(line - 2, 1)


@pytest.mark.parametrize("kind", ["spouse_claimed_twice", "dependant_claimed_twice"])
def test_relatives_claimed_twice_are_named_by_two_people(parsed, control, kind):
    people = {p["addressee_number"]: p for p in parsed["residents"].table.to_pylist()}
    slots = ["spouse", *(f"dependant_{n}" for n in range(1, 7))]
    claimers: dict[str, set[str]] = {}
    for document in ("salary-report", "tax-return"):
        for row in parsed[document].table.to_pylist():
            for slot in slots:
                if number := row.get(f"{slot}_individual_number"):
                    who = (fold_name(row["name"]), row["birth_date"])
                    claimers.setdefault(number, set()).add(who)
    for number in control["mistakes"][kind]["addressee_numbers"]:
        assert len(claimers[people[number]["individual_number"]]) >= 2


def test_a_control_file_holds_no_individual_number(ward, parsed):
    text = (ward / "control.json").read_text(encoding="utf-8")
    assert not any(
        number in text for number in parsed["residents"].table["individual_number"].to_pylist()
    )


def test_nobody_is_born_after_or_removed_before_the_assessment_date(parsed):
    people = parsed["residents"].table
    assert pc.max(people["birth_date"]).as_py() < 20260101
    removed = [day for day in people["removed_on"].to_pylist() if day]
    assert removed
    assert min(removed) >= 20260101
    assert pc.max(people["became_resident_on"]).as_py() <= 20260101
    births = people["birth_date"].to_pylist()
    assert all(dt.date(b // 10000, b // 100 % 100, b % 100) for b in births)


@pytest.mark.parametrize("fiscal_year", [2019, 2021, 2027])
def test_every_fiscal_year_can_be_made(fiscal_year, tmp_path):
    control = generate_ward(residents=200, seed=3, fiscal_year=fiscal_year, out=tmp_path)
    for file in control["files"]:
        module = FILE_KINDS[file["kind"]]
        read = module.read(tmp_path / file["file"], fiscal_year=fiscal_year)
        assert (read.refusal, read.errors) == ("", ())


def test_the_command_prints_the_counts(tmp_path, capsys):
    arguments = ["--residents", "100", "--seed", "1", "--out", str(tmp_path)]
    import argparse

    parser = argparse.ArgumentParser()
    ward_generate.configure(parser)
    assert ward_generate.run(parser.parse_args(arguments)) == 0
    assert "住民 100人" in capsys.readouterr().out
    too_many = [*arguments[:1], "99999999", *arguments[2:]]
    assert ward_generate.run(parser.parse_args(too_many)) == 2
