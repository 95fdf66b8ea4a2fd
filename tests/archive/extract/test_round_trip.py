"""What was printed is read again, whatever the print looks like; and one broken cell breaks the rules that touch it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import gazetteer
from archive.extract.checks.rules import evaluate
from archive.extract.interpret import interpret
from archive.extract.report.model import Context, Report
from tests.support.documents import renderers
from tests.support.documents.strategies import BLOCKS, COLUMNS, RESULTS, Figures, figures
from tests.support.documents.trees import leaves

GAZETTEER = gazetteer.load()
QUIET = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def differences(printed: Mapping[str, Any], found: Mapping[Any, Any]) -> list[str]:
    """Cells that were not read as printed."""
    want, got = leaves(printed), leaves(found)
    return [
        f"{cell}: {want.get(cell, 'absent')} read as {got.get(cell, 'absent')}"
        for cell in dict.fromkeys([*want, *got])
        if want.get(cell, "absent") != got.get(cell, "absent")
    ]


def read(printed: Figures, style: str) -> Report:
    return interpret(renderers.document(renderers.RENDERERS[style](printed)), Context(), GAZETTEER)


@pytest.mark.parametrize("style", renderers.RENDERERS)
def test_reading_gives_back_what_was_printed(style: str) -> None:
    @QUIET
    @given(figures())
    def holds(printed: Figures) -> None:
        reading = read(printed, style)
        assert reading.kind == "report"
        assert differences(printed.tables, reading.tables) == []
        assert reading.form == printed.form
        assert [section.number for section in reading.sections] == [1, 2, 3, 4, 5, 6]
        assert [f for f in reading.findings if f.severity == "error"] == []
        assert all(not section.text for section in reading.sections[1:3])

    holds()


@QUIET
@given(figures(), st.data())
def test_one_broken_cell_breaks_exactly_the_rules_that_touch_it(printed: Figures, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(list(printed.tables["applications"])))
    column = data.draw(st.sampled_from(COLUMNS))
    value = printed.tables["applications"][line][column] + data.draw(st.integers(1, 9))
    reading = read(renderers.broken(printed, "applications", line, column, value), "ruled")
    expected = {f"applications.{line}.row_sum"}
    if line in ("new", "carried_in", "carried_out", "outcome_total"):
        expected.add(f"applications.{column}.balance")
    if line not in ("new", "carried_in", "carried_out"):
        expected.add(f"applications.{column}.outcome_sum")
    errors = {f.rule: f.blame for f in reading.findings if f.severity == "error"}
    assert errors == dict.fromkeys(expected, "source")


@QUIET
@given(figures(), st.sampled_from(BLOCKS), st.sampled_from(RESULTS))
def test_one_broken_review_cell_breaks_the_total_of_its_block(printed: Figures, block: str, result: str) -> None:
    value = printed.tables["review"][block][result] + 1
    reading = read(renderers.broken(printed, "review", block, result, value), "tabbed")
    assert [f.rule for f in reading.findings if f.severity == "error"] == [f"review.{block}.total"]


@QUIET
@given(figures())
def test_evaluation_is_a_function_of_the_reading(printed: Figures) -> None:
    reading = read(printed, "ruled")
    assert set(evaluate(reading)) <= set(reading.findings)
