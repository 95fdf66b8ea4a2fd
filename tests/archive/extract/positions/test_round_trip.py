"""What is cut out of a document where a figure is said to stand reads as the figure: of every document in the tests."""

from __future__ import annotations

import json
from datetime import date
from html import unescape
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.extract.layout import charset
from archive.extract.layout.document import IN_TEXT, PARTS, Area, Document, Spot, Table
from archive.extract.parser import Order, parse_document
from archive.extract.positions import elements, packing
from archive.extract.positions.spots import squeezed
from archive.extract.report import cells
from archive.extract.report.model import CellRef, Context, Report
from tests.support.documents import case_files
from tests.support.paths import FORM_CASES

FILES = Path(__file__).parents[1] / "files"
CASES = sorted(FORM_CASES.glob("*/input.*"))
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
WITHOUT_SPOT = {
    "103c-blanks-without-rulings": 142,  # what stands nowhere has no place
    "105-head-misprinted-over-a-merged-cell": 7,  # the next: no cell is known to hold the value of one column
    "13-displaced-total": 7,
    "20-number-over-two-cells": 1,
    "21-row-index-in-first-value": 1,
    "32-middle-column-apart": 4,
    "96c-subtotal-at-an-unknown-place": 21,
    "98-a-cell-over-two-columns": 7,
    "98c-a-cell-over-two-columns-and-one-too-many": 3,
}
"""Cells without a position, by case: everything else has one."""
NO_ELEMENTS = {"51b-body-in-a-string-of-a-script"}


def read(source: Path) -> tuple[bytes, Report, Document]:
    data = case_files.content(source) if source.is_relative_to(FORM_CASES) else source.read_bytes()
    expected = source.parent / "expected.json"
    known = json.loads(expected.read_text(encoding="utf-8")).get("context", {}) if expected.exists() else {}
    context = Context(**known | ({"today": date.fromisoformat(known["today"])} if "today" in known else {}))
    report, document = parse_document(Order(data, context))
    assert isinstance(document, Document)
    return data, report, document


def cut_from_blocks(document: Document, spot: Spot) -> str:
    block = document.blocks[spot.block]
    if isinstance(block, Table):
        cell = block.grid[spot.row][spot.column]
        assert cell is not None
        return cell.text
    assert spot.row == IN_TEXT
    return str(getattr(block, "text", ""))[spot.start : spot.end]


def cut_from_page(root: LexborNode, spot: Spot) -> str:
    """The text of a figure's element as a browser shows it: deleted text left out, fields with what they hold."""
    element = elements.find(root, spot.path)
    assert element is not None, spot.path
    if spot.row == IN_TEXT:
        text = "".join(squeezed(node.text_content or "") for node in elements.texts(element))
        return text[spot.offset : spot.offset + spot.length]
    deleted = {node.mem_id for gone in element.css("del, s, strike") for node in elements.texts(gone)}
    text = "".join(node.text_content or "" for node in elements.texts(element) if node.mem_id not in deleted)
    return unescape(text) + "".join(field.attributes.get("value") or "" for field in element.css("input"))


def same(raw: str, cut: str) -> bool:
    return squeezed(cut).translate(RAISED) == squeezed(raw).translate(RAISED)


def printed(report: Report) -> dict[CellRef, str]:
    """The text of each cell: as noted, else its number."""
    noted = {(note.table, note.line, note.column): note.raw for note in report.cells}
    return {cell: noted.get(cell, str(value)) for cell, value in report.values()}


def agrees(raw: str, cut: str) -> bool:
    return same(raw, cut) or str(cells.read(squeezed(cut)).number) == raw


@pytest.mark.parametrize("source", CASES, ids=lambda path: path.parent.name)
def test_every_figure_stands_where_it_is_said_to(source: Path) -> None:
    check(source)


@pytest.mark.parametrize("source", sorted(FILES.glob("report.*")), ids=lambda path: path.name)
def test_in_every_format(source: Path) -> None:
    check(source)


def check(source: Path) -> None:
    data, report, document = read(source)
    name, raws = source.parent.name, printed(report)
    missing = [cell for cell in raws if cell not in report.positions.cells]
    assert len(missing) == WITHOUT_SPOT.get(name, 0), missing
    assert len(report.positions.figures) == len(report.narrative)
    spots = [(raws[cell], spot) for cell, spot in report.positions.cells.items()]
    spots += [(f.quote, spot) for f, spot in zip(report.narrative, report.positions.figures, strict=True) if spot]
    assert len(spots) == len(raws) - len(missing) + len(report.narrative)
    wrong = [(raw, spot) for raw, spot in spots if not agrees(raw, cut_from_blocks(document, spot))]
    assert wrong == []
    if document.media_type == "text/html" and name not in NO_ELEMENTS:
        root = LexborHTMLParser(charset.decode(data).text.encode("utf-8", "replace")).root
        assert root is not None
        wrong = [(raw, spot) for raw, spot in spots if not agrees(raw, cut_from_page(root, spot))]
        assert wrong == []
    if document.media_type == "application/pdf":
        assert [(raw, spot) for raw, spot in spots if not agrees(raw, cut_from_pdf(data, spot.areas))] == []
    packed = packing.unpack(packing.pack(report.positions))
    assert packed == report.positions
    assert [*packed.cells] == [*report.positions.cells]


def cut_from_pdf(data: bytes, areas: tuple[Area, ...]) -> str:
    assert areas
    document = pdfium.PdfDocument(data)
    found = []
    for area in areas:
        page = document[area.page - 1]
        width, height = page.get_size()
        found.append(
            page.get_textpage().get_text_bounded(
                left=area.left * width / PARTS,
                bottom=height - area.bottom * height / PARTS,
                right=area.right * width / PARTS,
                top=height - area.top * height / PARTS,
            )
        )
    document.close()
    return "".join(found)
