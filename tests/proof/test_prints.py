"""What was printed as real bytes is read again to the last cell, in every format and style; the results stand in docs.

`NIANBAO_WRITE_PROOF=1 pytest -m slow tests/proof` writes the table in `docs/reading.md` anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive import parser
from archive.form.reading import Context
from archive.parser import Order
from tests.form import renderers
from tests.form.strategies import BLOCKS, COLUMNS, RESULTS, Figures, figures
from tests.form.test_round_trip import differences
from tests.proof.prints import PRINTS

DOCS = Path(__file__).parents[2] / "docs" / "reading.md"
BEGIN, END = "<!-- proof -->\n", "<!-- end of proof -->\n"
TRIED = 60
"""Documents for each line of the table."""


def some(examples: int) -> settings:
    """That many documents, the same ones each time."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def said(name: str, printed: Figures) -> dict[str, Any]:
    return parser.parse(Order(PRINTS[name](printed), Context()))


def errors(reading: dict[str, Any]) -> dict[str, str]:
    return {f["rule"]: f["blame"] for f in reading["findings"] if f["severity"] == "error"}


def exact(name: str, printed: Figures) -> bool:
    reading = said(name, printed)
    return not differences(printed.tables, reading["tables"]) and not errors(reading)


@pytest.mark.parametrize("name", PRINTS)
def test_reading_gives_back_what_was_printed(name: str) -> None:
    @some(2)
    @given(figures())
    def holds(printed: Figures) -> None:
        reading = said(name, printed)
        assert differences(printed.tables, reading["tables"]) == []
        assert errors(reading) == {}
        assert reading["form"] == printed.form
        assert [section["number"] for section in reading["sections"]] == [1, 2, 3, 4, 5, 6]

    holds()


@pytest.mark.parametrize("name", PRINTS)
def test_one_broken_cell_breaks_exactly_the_rules_that_touch_it(name: str) -> None:
    @some(2)
    @given(figures(), st.data())
    def holds(printed: Figures, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(list(printed.tables["applications"])))
        column = data.draw(st.sampled_from(COLUMNS))
        value = printed.tables["applications"][line][column] + data.draw(st.integers(1, 9))
        expected = {f"applications.{line}.row_sum"}
        if line in ("new", "carried_in", "carried_out", "outcome_total"):
            expected.add(f"applications.{column}.balance")
        if line not in ("new", "carried_in", "carried_out"):
            expected.add(f"applications.{column}.outcome_sum")
        reading = said(name, renderers.broken(printed, "applications", line, column, value))
        assert errors(reading) == dict.fromkeys(expected, "source")
        assert reading["tables"]["applications"][line][column] == value

    holds()


@pytest.mark.parametrize("name", PRINTS)
def test_one_broken_review_cell_breaks_the_total_of_its_block(name: str) -> None:
    @some(1)
    @given(figures(), st.sampled_from(BLOCKS), st.sampled_from(RESULTS))
    def holds(printed: Figures, block: str, result: str) -> None:
        value = printed.tables["review"][block][result] + 1
        reading = said(name, renderers.broken(printed, "review", block, result, value))
        assert errors(reading) == {f"review.{block}.total": "source"}

    holds()


def test_the_table_in_the_docs_names_every_print_and_misses_none() -> None:
    rows = [line.strip("| ").split(" | ") for line in told().splitlines()[2:]]
    assert [row[0] for row in rows] == list(PRINTS)
    assert [row[2] for row in rows] == [row[1] for row in rows]


@pytest.mark.slow
def test_the_table_in_the_docs_is_what_is_measured() -> None:
    table = ["| Format and style | Documents tried | Documents exact |", "| --- | --- | --- |"]
    for name in PRINTS:
        tried, right = measured(name)
        table.append(f"| {name} | {tried} | {right} |")
    written = "\n".join(table) + "\n"
    if os.environ.get("NIANBAO_WRITE_PROOF"):
        DOCS.write_text(DOCS.read_text(encoding="utf-8").replace(told(), written), encoding="utf-8")
    assert told() == written


def measured(name: str) -> tuple[int, int]:
    """Documents tried and documents exact."""
    outcomes: list[bool] = []

    @some(TRIED)
    @given(figures())
    def count(printed: Figures) -> None:
        outcomes.append(exact(name, printed))

    count()
    return len(outcomes), sum(outcomes)


def told() -> str:
    """The table as the documentation has it."""
    return DOCS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
