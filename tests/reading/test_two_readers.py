"""Web pages are read by two parsers that know nothing of one another: where they agree, and what is told where not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive import parser, reading
from archive.form import forms
from archive.form.reading import Context
from archive.parser import Order
from tests.form.strategies import BLOCKS, COLUMNS, RESULTS, Figures
from tests.proof.prints import PRINTS

TESTS = Path(__file__).parent.parent
PAGES = sorted(
    path
    for pattern in ("form/cases/*/input.html", "reading/cases/*/input.*", "reading/files/*.html", "sites/*.html")
    for path in TESTS.glob(pattern)
)


def doubly(data: bytes) -> dict[str, Any]:
    return parser.parse(Order(data, Context()), double=True)


def told(said: dict[str, Any]) -> dict[str, str]:
    return {f["rule"]: f["detail"] for f in said["findings"] if f["rule"].startswith("readers.")}


def report(count: int = 3, **new: str) -> bytes:
    """A report whose figures add up; cells of the line of new applications are printed as given."""
    zeros = dict.fromkeys(COLUMNS, 0)
    lines: dict[str, Any] = {line: dict(zeros) for line in forms.load("2021").tables["applications"].line_keys}
    lines["new"] = {**zeros, "natural_person": count, "total": count, **new}
    for line in ("granted", "outcome_total"):
        lines[line] = {**zeros, "natural_person": count, "total": count}
    normative = {"issued": 1, "repealed": 0, "in_force": 2}
    disclosure = {"regulations": dict.fromkeys(normative, 0), "normative_documents": normative}
    decided = {"licences": 4, "penalties": 0, "coercive_measures": 0, "fees": 0}
    blocks = {block: dict.fromkeys(RESULTS, 0) for block in BLOCKS}
    tables = {"disclosure": {**disclosure, **decided}, "applications": lines, "review": blocks}
    return PRINTS["HTML, tables ruled"](Figures("2021", tables))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_both_readers_say_the_same_of_every_fixture(path: Path) -> None:
    assert told(doubly(path.read_bytes())) == {}


def test_a_second_reading_changes_nothing_where_both_agree() -> None:
    data = (TESTS / "sites" / "sample.html").read_bytes()
    assert json.dumps(doubly(data)) == json.dumps(parser.parse(Order(data, Context())))


def test_the_reading_that_adds_up_is_taken_and_the_other_one_told() -> None:
    """A caption ends a cell for browsers and belongs to it for libxml2."""
    sound = parser.parse(Order(report(37), Context()))
    assert [f for f in sound["findings"] if f["severity"] == "error"] == []
    said = parser.parse(Order(report(37, natural_person="3<caption>7</caption>"), Context()))
    assert said["tables"] == sound["tables"]
    (detail,) = told(said).values()
    assert "The tolerant reader's was taken" in detail


def test_where_both_break_as_many_sums_the_fast_one_stays() -> None:
    said = parser.parse(Order(report(total="4<caption>7</caption>"), Context()))
    (detail,) = told(said).values()
    assert "The fast reader's was taken" in detail
    assert said["tables"]["applications"]["new"]["total"] == 4
    blames = {f["blame"] for f in said["findings"] if f["rule"] == "applications.new.row_sum"}
    assert blames == {"reading"}


def test_sound_figures_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tolerant", lambda *_, **__: pytest.fail("was read twice"))
    parser.parse(Order(report(), Context()))


def test_text_that_only_one_reader_sees_is_told() -> None:
    data = report().replace(
        "工作。</p>".encode(), "工作。<table><tr><td>未<caption>完成</caption></td></tr></table></p>".encode()
    )
    assert list(told(doubly(data))) == ["readers.section1"]
    assert told(parser.parse(Order(data, Context()))) == {}
