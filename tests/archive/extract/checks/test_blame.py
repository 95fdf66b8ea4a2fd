"""Whose fault a broken sum is: a decision table over what was noticed while the line was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.extract.checks import rules
from archive.extract.report.model import Blame, CellNote, Finding, Report, Severity, TableName
from tests.archive.extract.checks.test_rules import line, report

BROKEN = replace(
    report(applications={"new": {**line(3), "total": 4}, "granted": line(3)}),
    form="2021",
)


def noticed(rule: str, severity: Severity = "warning", blame: Blame = "reading") -> Finding:
    return Finding(rule, severity, blame, "as it was read")


def remark(table: TableName, line: str) -> CellNote:
    return CellNote(table, line, "enterprise", "annotated", "3（注）")


def blame(report: Report) -> Blame:
    (found,) = [each for each in rules.evaluate(report) if each.rule == "applications.new.row_sum"]
    return found.blame


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        pytest.param(None, "source", id="nothing was noticed"),
        pytest.param(noticed("applications.new.recognised"), "reading", id="the line was read with doubt"),
        pytest.param(noticed("applications.granted.recognised"), "source", id="another line was"),
        pytest.param(noticed("applications.recognised"), "reading", id="the whole table was"),
        pytest.param(noticed("review.recognised"), "source", id="another table was"),
        pytest.param(noticed("readers.applications.new"), "reading", id="two readers differ on the line"),
        pytest.param(noticed("readers.applications.granted"), "source", id="two readers differ on another line"),
        pytest.param(noticed("applications.new.recognised", "info"), "source", id="a remark is no doubt"),
        pytest.param(noticed("applications.recognised", blame="source"), "source", id="the print is at fault"),
        pytest.param(noticed("applications.lines_missing"), "source", id="lines that are not there"),
        pytest.param(noticed("applications.new.negative"), "source", id="a broken rule is nothing noticed"),
        pytest.param(noticed("no.such.rule"), "source", id="a rule that nobody knows"),
    ],
)
def test_a_broken_sum_is_blamed_on_the_reading_where_its_line_was_read_with_uncertainty(
    finding: Finding | None, expected: Blame
) -> None:
    assert blame(replace(BROKEN, findings=(finding,) if finding else ())) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        pytest.param(remark("applications", "new"), "unknown", id="in the line"),
        pytest.param(remark("applications", "granted"), "source", id="in another line"),
        pytest.param(remark("review", "new"), "source", id="in another table"),
    ],
)
def test_a_broken_sum_beside_a_remark_is_nobodys_fault(note: CellNote, expected: Blame) -> None:
    assert blame(replace(BROKEN, cells=(note,))) == expected


def test_uncertainty_outweighs_a_remark() -> None:
    doubtful = replace(BROKEN, cells=(remark("applications", "new"),), findings=(noticed("applications.recognised"),))
    assert blame(doubtful) == "reading"


@pytest.mark.parametrize("doubtful", ["previous", "current"])
def test_a_difference_between_years_is_blamed_on_the_reading_where_either_is_uncertain(doubtful: str) -> None:
    previous = report(2022, applications={"carried_out": line(3)})
    current = report(2023, applications={"carried_in": line(1)})
    (found, *_) = rules.compare_years(previous, current)
    assert found.blame == "source"
    doubt = (noticed("applications.recognised"),)
    years = [replace(each, findings=doubt) if name == doubtful else each
             for name, each in (("previous", previous), ("current", current))]  # fmt: skip
    (found, *_) = rules.compare_years(*years)
    assert found.blame == "reading"
