"""Whole drafts: what is said of each, in which order, and which one cell would put its sums right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.drafts import review
from archive.drafts.remark import Weight
from tests.support.documents.drafts import BROKEN, Texts, broken, docx, without_fault, year_before
from tests.support.documents.read_drafts import read
from tests.support.documents.strategies import Tables

SAID = {
    "sums": {
        "applications.granted.row_sum",
        "applications.outcome_total.row_sum",
        "applications.enterprise.balance",
        "applications.enterprise.outcome_sum",
        "applications.total.outcome_sum",
        "review.reconsideration.total",
    },
    "copied": {"period", "text.placeholder", "other_year", "self_name", "other_unit", "signed_early"},
    "cells": {"blank_cells", "dash_cells", "words_in_cells"},
    "text-against-table": {
        "sections.6.missing",
        "text.applications_received",
        "text.all_settled",
        "text.reconsiderations",
    },
    "wording": {
        "no_such_day",
        "doubled_words",
        "doubled_punctuation",
        "torn_sentence",
        "brackets",
        "subheading_numbers",
        "points_numbers",
        "processing_fee",
        "half_width",
        "full_stop",
    },
}


def test_of_a_draft_without_fault_there_is_nothing_to_say() -> None:
    found = review.of(read(docx(without_fault())))
    assert [remark.rule for remark in found.remarks] == []
    assert found.numbers == 200


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_said_of_a_draft_with_slips(name: str) -> None:
    assert {remark.rule for remark in review.of(read(docx(BROKEN[name]()))).remarks} == SAID[name]


def test_the_most_urgent_comes_first_and_then_the_order_of_the_text() -> None:
    remarks = review.of(read(docx(BROKEN["wording"]()))).remarks
    assert [remark.weight for remark in remarks] == sorted((r.weight for r in remarks), key=list(Weight).index)
    confirmed = [remark.place.section or 0 for remark in remarks if remark.weight is Weight.CONFIRM]
    assert confirmed == sorted(confirmed)


def test_the_report_of_the_year_before_is_compared() -> None:
    found = review.of(read(docx(without_fault()), previous=docx(year_before())))
    assert {remark.rule for remark in found.remarks} == {
        "years.applications.natural_person.carried",
        "years.applications.total.carried",
        "years.disclosure.normative_documents.in_force",
    }
    carried = next(remark for remark in found.remarks if remark.rule == "years.applications.total.carried")
    assert (carried.args["before"], carried.args["now"]) == ("3", "1")


def set_cell(line: str, column: str, value: int) -> Any:
    def change(tables: Tables, texts: Texts) -> None:
        tables["applications"][line][column] = value

    return change


@pytest.mark.parametrize(
    ("line", "column", "printed", "right"),
    [
        pytest.param("granted", "natural_person", 7, 3, id="a count"),
        pytest.param("granted", "total", 5, 4, id="the total of a line"),
        pytest.param("outcome_total", "enterprise", 3, 2, id="the total of a column"),
        pytest.param("new", "natural_person", 9, 6, id="what was received"),
        pytest.param("carried_out", "total", 4, 1, id="what is carried out"),
    ],
)
def test_the_one_cell_that_breaks_several_sums_is_named(line: str, column: str, printed: int, right: int) -> None:
    remarks = review.of(read(broken(set_cell(line, column, printed)))).remarks
    fixes = {remark.fix for remark in remarks if remark.rule.endswith(("_sum", "balance"))}
    assert fixes == {(("applications", line, column), right)}
    assert all(remark.place.cells[0] == ("applications", line, column) for remark in remarks if remark.fix)


def test_no_cell_is_named_where_several_would_do() -> None:
    def change(tables: Tables, texts: Texts) -> None:
        tables["applications"]["granted"] |= {"natural_person": 4, "enterprise": 0}

    remarks = review.of(read(broken(change))).remarks
    assert {remark.rule for remark in remarks} == {
        "applications.natural_person.outcome_sum",
        "applications.enterprise.outcome_sum",
    }
    assert {remark.fix for remark in remarks} == {None}


@pytest.mark.parametrize("year", [2021, 2025])
def test_a_report_of_another_year_given_as_last_years_is_compared_with_nothing(year: int) -> None:
    made = read(docx(without_fault()), previous=docx(year_before()))
    assert made.previous is not None
    found = review.of(replace(made, previous=replace(made.previous, year=year)))
    assert [remark.rule for remark in found.remarks] == ["last_year_file"]
