"""The glossary has a row for every value of a closed set, and the form's own wording for every line and column."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from archive.alerts import kinds
from archive.captures.answers import Question, Says
from archive.captures.facts import Fact, Observation
from archive.captures.record import CaptureVerdict, Outcome
from archive.deadlines.answering import AnswerState
from archive.deadlines.case import Verdict
from archive.deadlines.reasons import Witness
from archive.deadlines.second_witnesses import SecondWitness, WitnessAnswer
from archive.extract.report import forms
from archive.extract.report.model import Blame, Kind, Level, Match, OtherForm, Severity, State, TableName
from archive.reports.history.versions import Cause, ChangeKind
from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

TABLES = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)

CLOSED_SETS: dict[str, tuple[str, ...]] = {
    "Verdict on a report": get_args(Verdict),
    "Outcome of a site run": get_args(Outcome),
    "Verdict on a capture": get_args(CaptureVerdict),
    "Kind of an alert": tuple(kinds.known()),
    "Kind of a change": (*get_args(ChangeKind), "column"),
    "Cause of a change": get_args(Cause),
    "State of a cell": get_args(State),
    "Blame for a finding": get_args(Blame),
    "Severity of a finding": get_args(Severity),
    "Kind of a document": get_args(Kind),
    "Level of an issuer": get_args(Level),
    "How an issuer was identified": get_args(Match),
    "Generation of the form": (*forms.names(), *get_args(OtherForm)),
    "Fact of a proof": tuple(Fact),
    "Observation of a fact": tuple(Observation),
    "Question for people": tuple(Question),
    "What an answer says": get_args(Says),
    "State of an answer": tuple(AnswerState),
    "Witness of backdating": tuple(Witness),
    "Second witness of absence": tuple(SecondWitness),
    "Answer of a second witness": tuple(WitnessAnswer),
}
"""By the heading of the glossary. A change of `column` is a site's, and so not of the reports' kinds."""

PARTS_OF_THE_FORM: list[tuple[str, TableName]] = [
    (part, table) for part in ("Lines", "Columns") for table in forms.TABLES
]


def rows(heading: str) -> list[list[str]]:
    """The cells of each row of the table under a heading, without its head."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/glossary.md has no heading {heading!r}"
    lines = [line for line in found[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def keys(table: list[list[str]]) -> list[str]:
    return [row[0].strip("`") for row in table]


@pytest.mark.parametrize("heading", CLOSED_SETS)
def test_every_value_of_a_closed_set_has_one_row_and_no_row_is_left_over(heading: str) -> None:
    assert sorted(keys(rows(heading))) == sorted(CLOSED_SETS[heading])


@pytest.mark.parametrize("heading", CLOSED_SETS)
def test_every_value_of_a_closed_set_has_a_chinese_and_an_english_name(heading: str) -> None:
    assert [row[0] for row in rows(heading) if not (row[1] and row[2])] == []


@pytest.mark.parametrize(("part", "table"), PARTS_OF_THE_FORM)
def test_lines_and_columns_have_the_wording_and_order_of_the_form(part: str, table: TableName) -> None:
    form = forms.load("2021").tables[table]
    labels = form.lines if part == "Lines" else form.columns
    shown = rows(f"{part} of `{table}`")
    assert [(row[0].strip("`"), row[1]) for row in shown] == [(label.key, label.label) for label in labels]
    assert all(row[2] for row in shown)


def test_lines_that_only_the_2019_form_has_are_those_listed() -> None:
    only = {
        line.key: line.label
        for table in forms.TABLES
        for line in forms.load("2019").tables[table].lines
        if line.key not in forms.load("2021").tables[table].line_keys
    }
    assert {row[0].strip("`"): row[1] for row in rows("Lines that only the 2019 form has")} == only


def test_no_term_of_the_project_is_listed_twice() -> None:
    terms = [row[0] for row in rows("Terms of this project")]
    assert sorted(terms) == sorted(set(terms))


@pytest.mark.parametrize("table", TABLES, ids=[table.splitlines()[2].split("|")[1].strip() for table in TABLES])
def test_every_row_of_a_table_has_as_many_cells_as_its_head(table: str) -> None:
    assert len({line.count("|") for line in table.splitlines()}) == 1
