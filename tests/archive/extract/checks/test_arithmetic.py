"""Sums of the statutory tables: a decision table at the edge of each rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.extract.checks import arithmetic, registry
from archive.extract.report.model import CellNote, Issuer, Level, Report
from tests.archive.extract.checks.test_rules import line, report
from tests.support.documents.strategies import COLUMNS, RESULTS

RECEIVED = {"new": line(2), "carried_in": line(1)}
"""Three applications, in a table without the lines that a sum of outcomes would need."""


def broken(report: Report) -> set[str]:
    checks = [check for check in registry.CHECKS if check.__module__ == arithmetic.__name__]
    return {found.name for check in checks for found in check(report)}


def blanks(count: int) -> tuple[CellNote, ...]:
    places = [(row, column) for row in ("new", "granted") for column in COLUMNS]
    return tuple(CellNote("applications", row, column, "blank", "") for row, column in places[:count])


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        pytest.param({**RECEIVED, "granted": line(3)}, set(), id="all that were received"),
        pytest.param({**RECEIVED, "granted": line(4)}, {"applications.granted.exceeds_received"}, id="one more"),
        pytest.param({**RECEIVED, "granted": {**line(), "total": None}}, set(), id="a count that is not printed"),
        pytest.param({"new": line(2), "granted": line(4)}, set(), id="what was received is not all printed"),
        pytest.param({"new": line(0), "carried_in": line(0), "granted": line(0)}, set(), id="none of none"),
    ],
)
def test_no_outcome_exceeds_what_was_received(tables: dict[str, Any], expected: set[str]) -> None:
    assert broken(report(applications=tables)) == expected


@pytest.mark.parametrize(("count", "expected"), [(10, set()), (11, {"applications.blank_cells"})])
def test_more_than_ten_blank_cells_are_many(count: int, expected: set[str]) -> None:
    assert broken(replace(report(), cells=blanks(count))) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param({**line(1, 2), "total": 3}, set(), id="adds up"),
        pytest.param({**line(1, 2), "total": 2}, {"applications.new.row_sum"}, id="one less"),
        pytest.param({**line(1, 2), "total": 4}, {"applications.new.row_sum"}, id="one more"),
        pytest.param({**line(1, None), "total": 4}, set(), id="a number is missing"),
        pytest.param({**line(1, 2), "total": None}, set(), id="the total is missing"),
    ],
)
def test_a_line_adds_up_to_its_total(printed: dict[str, int | None], expected: set[str]) -> None:
    assert broken(report(applications={"new": printed})) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param({"licences": -1}, {"disclosure.licences.negative"}, id="a negative count"),
        pytest.param({"licences": 0}, set(), id="none"),
        pytest.param({"licences": {"change": -1}}, set(), id="a change may be negative"),
        pytest.param({"fees": 1000}, set(), id="a thousand ten-thousands"),
        pytest.param({"fees": 1000.5}, {"disclosure.fees.scale"}, id="more than that"),
        pytest.param({"regulations": {"issued": 0}}, set(), id="no regulations"),
        pytest.param(
            {"regulations": {"issued": 1}}, {"disclosure.regulations.township"}, id="regulations of a township"
        ),
    ],
)
def test_counts_that_cannot_be_are_found(lines: dict[str, Any], expected: set[str]) -> None:
    assert broken(report(disclosure=lines)) == expected


@pytest.mark.parametrize(
    ("code", "issued", "expected"),
    [
        pytest.param("410425001", 1, {"disclosure.normative_documents.office"}, id="an office issues one"),
        pytest.param("410425001", 0, set(), id="an office issues none"),
        pytest.param("410425001", None, set(), id="not printed"),
        pytest.param("410425101", 1, set(), id="a government may"),
        pytest.param(None, 1, set(), id="not known which"),
    ],
)
def test_an_office_seldom_issues_normative_documents(code: str | None, issued: int | None, expected: set[str]) -> None:
    counted = report(disclosure={"normative_documents": {"issued": issued, "in_force": 3}})
    assert broken(replace(counted, issuer=Issuer(level="township", township_code=code))) == expected


@pytest.mark.parametrize("level", ["department", "county"])
def test_what_a_township_cannot_have_others_may(level: Level) -> None:
    counted = report(disclosure={"regulations": {"issued": 1}, "fees": 1000.5})
    assert broken(replace(counted, issuer=Issuer(level=level))) == set()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param({"upheld": 1, "total": 1}, set(), id="adds up"),
        pytest.param({"upheld": 1, "total": 0}, {"review.reconsideration.total"}, id="one less"),
        pytest.param({"upheld": 1, "total": 2}, {"review.reconsideration.total"}, id="one more"),
        pytest.param({"upheld": None, "total": 2}, set(), id="a number is missing"),
        pytest.param({"upheld": 1, "total": None}, set(), id="the total is missing"),
    ],
)
def test_the_results_of_a_review_add_up(printed: dict[str, int | None], expected: set[str]) -> None:
    zeros: dict[str, int | None] = dict.fromkeys(RESULTS, 0)
    assert broken(report(review={"reconsideration": zeros | printed})) == expected


@pytest.mark.parametrize(
    ("settled", "left", "expected"),
    [
        pytest.param(3, 0, set(), id="all settled"),
        pytest.param(2, 1, set(), id="one carried out"),
        pytest.param(2, 0, {"applications.natural_person.balance", "applications.total.balance"}, id="one lost"),
        pytest.param(3, 1, {"applications.natural_person.balance", "applications.total.balance"}, id="one too many"),
    ],
)
def test_what_was_received_was_settled_or_is_carried_out(settled: int, left: int, expected: set[str]) -> None:
    lines = {**RECEIVED, "outcome_total": line(settled), "carried_out": line(left)}
    found = {name for name in broken(report(applications=lines)) if name.endswith(".balance")}
    assert found == expected
