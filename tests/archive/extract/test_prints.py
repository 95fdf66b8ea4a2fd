"""What was printed as real bytes is read again to the last cell, in every format, style and form; the results stand in
docs.

`NIANBAO_PROOF=60 pytest tests/archive/extract/test_prints.py -k docs_names` tries so many documents for each field of
the table in `docs/reading.md`, LibreOffice's files among them, and writes it anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.extract import output, parser
from archive.extract.parser import Order
from archive.extract.report import statistics_forms
from archive.extract.report.model import Context
from tests.support.documents import renderers
from tests.support.documents.strategies import BLOCKS, COLUMNS, RESULTS, Figures
from tests.support.paths import ROOT
from tests.support.proof import reports
from tests.support.proof.prints import CONVERTED, LOSSY, PRINTS, convert, prints
from tests.support.proof.reports import KINDS, Kind

DOCS = ROOT / "docs" / "reading.md"
BEGIN, END = "<!-- proof -->\n", "<!-- end of proof -->\n"
_IN_UNITS = "disclosure.procurement.amount"
"""A cell that is printed with its unit, as the form wants it."""

_SUMMED: tuple[Kind, ...] = ("2021", "2019", "mixed")
FIELDS = [(name, kind) for name in PRINTS for kind in KINDS if prints(name, kind)]


def some(examples: int) -> settings:
    """That many documents, the same each time."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def drawn(name: str, kind: Kind) -> st.SearchStrategy[Figures]:
    return reports.reports(kind, blanks=name not in LOSSY)


def _in_turn() -> list[Any]:
    """Every style with every form that has sums, two thirds of them for the slow tests."""
    return [
        pytest.param(name, kind, marks=[] if (at + turn) % len(_SUMMED) == 0 else pytest.mark.slow)
        for at, name in enumerate(PRINTS)
        for turn, kind in enumerate(_SUMMED)
    ]


def parsed(data: bytes) -> dict[str, Any]:
    return output.to_json(parser.parse(Order(data, Context())))


def errors(reading: dict[str, Any]) -> dict[str, str]:
    return {f["rule"]: f["blame"] for f in reading["findings"] if f["severity"] == "error"}


def misread(printed: Figures, reading: dict[str, Any]) -> list[str]:
    """Everything that was not read as it was printed: the form, cells, states, stated indicators, broken sums."""
    wrong = [] if reading["form"] == printed.form else [f"the form as {reading['form']}"]
    if printed.form == "narrative":
        documented_table = {figure["indicator"]: figure["value"] for figure in reading["narrative"]}
        want = printed.tables["narrative"]
        return wrong + [
            f"{name} as {documented_table.get(name)}"
            for name, value in want.items()
            if documented_table.get(name) != value
        ]
    want, got = (dict(reports.leaves(tables)) for tables in (reports.values(printed.tables), reading["tables"]))
    wrong += [
        f"{place}: {want.get(place, 'absent')} as {got.get(place, 'absent')}"
        for place in dict.fromkeys([*want, *got])
        if want.get(place, "absent") != got.get(place, "absent")
    ]
    states = {
        ".".join(filter(None, (cell["table"], cell["line"], cell["column"]))): cell["state"]
        for cell in reading["cells"]
    }
    states.pop(_IN_UNITS, None)
    if states != reports.states(printed.tables):
        wrong.append(f"the states as {states}")
    return wrong + list(errors(reading))


@pytest.mark.parametrize(("name", "kind"), FIELDS)
def test_reading_gives_back_what_was_printed(name: str, kind: Kind) -> None:
    @some(1)
    @given(drawn(name, kind))
    def holds(printed: Figures) -> None:
        assert misread(printed, parsed(PRINTS[name](printed))) == []

    holds()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "kind"), FIELDS)
def test_reading_gives_back_what_was_printed_more_often(name: str, kind: Kind) -> None:
    @some(6)
    @given(drawn(name, kind))
    def holds(printed: Figures) -> None:
        assert misread(printed, parsed(PRINTS[name](printed))) == []

    holds()


@pytest.mark.parametrize(("name", "kind"), _in_turn())
def test_one_broken_cell_breaks_exactly_the_rules_that_touch_it(name: str, kind: Kind) -> None:
    @some(1)
    @given(drawn(name, kind), st.data())
    def holds(printed: Figures, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(list(printed.tables["applications"])))
        column = data.draw(st.sampled_from(COLUMNS))
        value = printed.tables["applications"][line][column] + data.draw(st.integers(1, 9))
        expected = {f"applications.{line}.row_sum"}
        if line in ("new", "carried_in", "carried_out", "outcome_total"):
            expected.add(f"applications.{column}.balance")
        if line not in ("new", "carried_in", "carried_out"):
            expected.add(f"applications.{column}.outcome_sum")
        reading = parsed(PRINTS[name](renderers.broken(printed, "applications", line, column, value)))
        assert errors(reading) == dict.fromkeys(expected, "source")
        assert reading["tables"]["applications"][line][column] == value

    holds()


@pytest.mark.parametrize("name", PRINTS)
def test_one_broken_review_cell_breaks_the_total_of_its_block(name: str) -> None:
    @some(1)
    @given(drawn(name, "2021"), st.sampled_from(BLOCKS), st.sampled_from(RESULTS))
    def holds(printed: Figures, block: str, result: str) -> None:
        value = printed.tables["review"][block][result] + 1
        reading = parsed(PRINTS[name](renderers.broken(printed, "review", block, result, value)))
        assert errors(reading) == {f"review.{block}.total": "source"}

    holds()


@pytest.mark.parametrize("name", [name for name in PRINTS if prints(name, "statistics")])
def test_one_broken_number_of_the_old_sheet_breaks_the_sum_that_it_is_in(name: str) -> None:
    sums = statistics_forms.form().sums
    touching = {line: [total for total, parts in sums.items() if line in (total, *parts)] for line in _counted()}

    @some(2)
    @given(drawn(name, "statistics"), st.sampled_from(_counted()))
    def holds(printed: Figures, line: str) -> None:
        lines = printed.tables["statistics"]
        broken = Figures(printed.form, {"statistics": {**lines, line: lines[line] + 1}})
        reading = parsed(PRINTS[name](broken))
        assert errors(reading) == {f"statistics.{total}.sum": "source" for total in touching[line]}

    holds()


def _counted() -> list[str]:
    return [line for line in statistics_forms.form().order if line not in ("budget", "processing_fees")]


@pytest.mark.parametrize("name", PRINTS)
def test_another_number_where_no_sum_is_breaks_none(name: str) -> None:
    @some(1)
    @given(drawn(name, "2021"))
    def holds(printed: Figures) -> None:
        value = printed.tables["disclosure"]["licences"] + 1
        tables = {**printed.tables, "disclosure": {**printed.tables["disclosure"], "licences": value}}
        reading = parsed(PRINTS[name](Figures(printed.form, tables)))
        assert errors(reading) == {}
        assert reading["tables"]["disclosure"]["licences"] == value

    holds()


def test_the_table_in_the_docs_names_every_print_and_misses_none() -> None:
    if os.environ.get("NIANBAO_PROOF"):
        DOCS.write_text(
            DOCS.read_text(encoding="utf-8").replace(documented_table(), measured_table()), encoding="utf-8"
        )
    rows = [line.strip("| ").split(" | ") for line in documented_table().splitlines()[2:]]
    assert [row[0] for row in rows] == [*PRINTS, *CONVERTED]
    for name, *row in rows:
        fields = [tuple(map(int, field.split(" of "))) for field in row if field != "–"]
        least = 0.9 if name in CONVERTED else 1.0
        assert all(exact >= least * tried and tried >= 20 for exact, tried in fields), name


def measured_table() -> str:
    """The table, measured again."""
    tried = int(os.environ["NIANBAO_PROOF"])
    assert shutil.which("soffice"), "the table wants LibreOffice, too"
    table = [f"| Format and style | {' | '.join(KINDS.values())} |", f"| --- |{' --- |' * len(KINDS)}"]
    for name in [*PRINTS, *CONVERTED]:
        fields = [_field(name, kind, tried) if prints(name, kind) else "–" for kind in KINDS]
        table.append(f"| {name} | {' | '.join(fields)} |")
        print(table[-1], flush=True)  # noqa: T201 - it takes minutes
    return "\n".join(table) + "\n"


def _field(name: str, kind: Kind, tried: int) -> str:
    """Documents exact of documents tried."""
    figures = _figures(kind, name not in LOSSY, tried if name in PRINTS else min(tried, 40))
    write: Callable[[], list[bytes]] = (
        (lambda: [PRINTS[name](printed) for printed in figures]) if name in PRINTS else (lambda: convert(name, figures))
    )
    outcomes = [misread(printed, parsed(data)) for printed, data in zip(figures, write(), strict=True)]
    for outcome in outcomes:
        if outcome:
            print(name, kind, outcome[:5])  # noqa: T201
    return f"{outcomes.count([])} of {len(outcomes)}"


@cache
def _figures(kind: Kind, blanks: bool, count: int) -> list[Figures]:
    made: list[Figures] = []

    @some(count)
    @given(reports.reports(kind, blanks=blanks))
    def collect(printed: Figures) -> None:
        made.append(printed)

    collect()
    return made


def documented_table() -> str:
    """The table as the documentation has it."""
    return DOCS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
