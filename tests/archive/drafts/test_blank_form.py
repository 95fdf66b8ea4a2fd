"""The empty form: read as the form it is, and its fields add up the cells that the form adds up."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from archive.drafts import blank_form
from archive.extract.layout import xml
from archive.extract.layout.xml import Element
from archive.extract.report import forms
from tests.support.documents.read_drafts import read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def form() -> bytes:
    return blank_form.write(2025)


def test_it_is_read_as_the_form_for_its_year(form: bytes) -> None:
    report = read(form).report
    assert (report.kind, report.form, report.year) == ("report", "2021", 2025)
    assert {name: list(lines) for name, lines in report.tables.items()} == {
        name: list(table.line_keys) for name, table in forms.load("2021").tables.items()
    }
    assert {note.state for note in report.cells} == {"blank"}
    assert [finding.rule for finding in report.findings if finding.severity == "error"] == []


def test_its_fields_add_up_what_the_form_adds_up(form: bytes) -> None:
    applications = _rows(form, 1)
    for number, row in enumerate(applications[3:], 4):
        label = _text(row[-8])
        if label != "（七）总计":
            _fill(row[-7:-1], range(number, number + 6))
    values = _evaluated(applications)
    counts = {number: range(number, number + 6) for number in range(4, 29)}
    outcome = 27
    assert [values[number][-1] for number in counts if number != outcome] == [
        sum(count) for number, count in counts.items() if number != outcome
    ]
    columns = [sum(counts[number][at] for number in range(6, outcome)) for at in range(6)]
    assert values[outcome][-7:] == [*columns, sum(columns)]


def test_its_fields_of_reviews_add_up_their_block(form: bytes) -> None:
    rows = _rows(form, 2)
    for at, cell in enumerate(rows[-1]):
        if at % 5 < 4:
            _fill([cell], [at + 1])
    assert [_evaluated(rows)[4][at] for at in (4, 9, 14)] == [1 + 2 + 3 + 4, 6 + 7 + 8 + 9, 11 + 12 + 13 + 14]


def _rows(form: bytes, table: int) -> list[list[Element]]:
    """The cells of each row of a table, in their order: the way in which formulas name them."""
    body = xml.parse(ZipFile(BytesIO(form)).read("word/document.xml"))
    found = list(body.iter(f"{W}tbl"))[table]
    return [list(row.iter(f"{W}tc")) for row in found.iter(f"{W}tr")]


def _text(cell: Element) -> str:
    return "".join(part.text or "" for part in cell.iter(f"{W}t"))


def _fill(cells: list[Element], counts: range | list[int]) -> None:
    for cell, count in zip(cells, counts, strict=True):
        assert not list(cell.iter(f"{W}instrText"))
        cell.set("count", str(count))


def _evaluated(rows: list[list[Element]]) -> dict[int, list[int]]:
    """The numbers of each row, formulas computed as Word does: by row and position in the row."""

    def value(name: str) -> int:
        cell = rows[int(name[1:]) - 1][ord(name[0]) - ord("A")]
        formula = "".join(part.text or "" for part in cell.iter(f"{W}instrText")).strip().removeprefix("=")
        if not formula:
            return int(cell.get("count", "0"))
        if span := re.fullmatch(r"SUM\(([A-Z])(\d+):([A-Z])\2\)", formula):
            return sum(value(f"{chr(at)}{span[2]}") for at in range(ord(span[1]), ord(span[3]) + 1))
        return sum(map(value, formula.split("+")))

    return {
        number: [value(f"{chr(ord('A') + at)}{number}") for at in range(len(row))] for number, row in enumerate(rows, 1)
    }
