"""Which parts of a PDF are recognised, and what is noted where that fails."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extract import parser
from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, NoteCode, Picture, Table, Unreadable, recognised_cells
from archive.extract.ocr import engine, scan
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling
from archive.extract.parser import Order
from archive.extract.report.model import Context
from tests.support.documents import drawn

_TITLE = drawn.say("郏县冢头镇人民政府2023年政府信息公开工作年度报告", 60, 780, 14)
_HEADS = " ".join(drawn.say(text, 60, 740 - 30 * at) for at, text in enumerate(("一、总体情况", "二、主动公开情况")))


def _picture(x: float, y: float, width: float, height: float, grey: str = "40") -> str:
    return f"q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID {grey}> EI Q"


def _table() -> Page:
    """What is recognised in a picture of 400 by 100: a table of one row."""
    levels = [Ruling(0, y, 400, y) for y in (0, 100)]
    uprights = [Ruling(x, 0, x, 100) for x in (0, 200, 400)]
    glyphs = [Glyph("行政许可（依法办理）", 20, 40, 120, 60, 0.95), Glyph("56", 280, 40, 320, 60, 0.93)]
    return Page(400, 100, glyphs, [*levels, *uprights], 1, 4.0)


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """A recogniser that returns the pages of this list one after the other."""
    pages: list[Page] = []
    monkeypatch.setattr(scan, "is_available", lambda: True)
    monkeypatch.setattr(scan, "recognise", lambda data: pages.pop(0))
    return pages


@pytest.fixture
def no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda: None)


def _figures(document: Document) -> list[tuple[str, float]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.grid for cell in row if cell is not None]
    return [(cell.text, cell.confidence) for cell in cells if cell.text.isdigit()]


def test_a_table_that_is_a_picture_on_a_page_of_text_is_recognised(recogniser: list[Page]) -> None:
    recogniser.append(_table())
    document = drawn.read(drawn.write(f"{_TITLE} {_HEADS} {_picture(60, 500, 400, 100)}"))
    assert _figures(document) == [("56", 0.93)]
    assert document.reader == "pdf-ocr"


def test_without_a_recogniser_the_picture_is_noted_and_the_township_not_blamed(no_recogniser: None) -> None:
    data = drawn.write(f"{_TITLE} {_HEADS} {_picture(60, 500, 400, 100)}")
    document = drawn.read(data)
    assert any(isinstance(block, Picture) for block in document.blocks)
    assert [note for note in document.notes if note.code is NoteCode.UNREAD_PART and "not read:" in note.text]
    found = {finding.rule: finding.blame for finding in parser.parse(Order(data, Context())).findings}
    assert found["document.unread_parts"] == "reading"
    assert "tables.missing" not in found


@pytest.mark.parametrize(
    "picture", [_picture(60, 780, 60, 60), _picture(0, 0, 595, 842, "f0"), _picture(60, 600, 400, 20)]
)
def test_seals_backgrounds_and_bars_are_not_recognised(picture: str, recogniser: list[Page]) -> None:
    document = drawn.read(drawn.write(f"{picture} {_TITLE} {_HEADS} {drawn.table()}"))
    assert document.notes == ()


def test_a_scan_with_a_digital_head_is_recognised(recogniser: list[Page]) -> None:
    recogniser.append(_table())
    head = drawn.say("郏县冢头镇人民政府2024年1月15日打印", 60, 815)
    document = drawn.read(drawn.write(f"{_picture(0, 0, 595, 842)} {head}"))
    assert _figures(document) == [("56", 0.93)]
    assert not any(isinstance(block, Picture) for block in document.blocks)


def _searchable(rows: Sequence[Sequence[str]] = drawn.ROWS) -> bytes:
    layer = drawn.table(rows, frames=False).replace("BT", "BT 3 Tr")
    return drawn.write(f"{_picture(0, 0, 595, 842)} {layer}")


def test_a_searchable_scan_is_recognised_again(recogniser: list[Page]) -> None:
    recogniser.append(_table())
    assert _figures(drawn.read(_searchable((("行政许可的本年处理决定数量", "65"),)))) == [("56", 0.93)]


def test_an_invisible_text_layer_is_uncertain(no_recogniser: None) -> None:
    document = drawn.read(_searchable())
    assert {text for text, _ in _figures(document)} == {"12", "30", "56", "9"}
    assert all(cell.confidence < 1 for cell in recognised_cells(document.blocks))
    assert len(recognised_cells(document.blocks)) == 9
    assert "not read:" in document.notes[0].text


def test_a_text_layer_is_used_where_nothing_is_recognised(recogniser: list[Page]) -> None:
    recogniser.append(Page(400, 100, [], [], 1))
    document = drawn.read(_searchable())
    assert ("56", 0.5) in _figures(document)


def _unmapped(digits: str) -> bytes:
    """A page with a font that maps its codes to no character."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    descendant = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /DW 500 /FontDescriptor 5 0 R >>"
    )
    own = drawn.form(f"BT /F2 10 Tf 186 646 Td {digits} Tj ET", "/Resources << /Font << /F2 6 0 R >> >>").replace(
        b"/Resources << /Font << /F1 3 0 R >> >>", b"", 1
    )
    rows = (("信息内容", "本年制发件数"), ("规章", "12"), ("规范性文件", ""))
    return drawn.write(f"{drawn.table(rows)} {_HEADS} /X8 Do", objects=[font, descendant, own])


def test_unmapped_characters_do_not_vanish(no_recogniser: None) -> None:
    (rows,) = drawn.cells(_unmapped("<00130014>"))
    assert rows[2] == ("规范性文件", "\ufffd\ufffd")


def test_a_page_with_unmapped_characters_is_recognised(recogniser: list[Page]) -> None:
    recogniser.append(_table())
    assert _figures(drawn.read(_unmapped("<001300140015>"))) == [("56", 0.93)]


def test_text_drawn_as_curves_is_a_picture(no_recogniser: None) -> None:
    curves = " ".join(f"{60 + at % 40 * 10} {700 - at // 40 * 20} m 1 2 3 4 5 6 c" for at in range(800))
    document = formats.read(drawn.write(f"{curves} f"))
    assert isinstance(document, Unreadable)
    assert "nianbao[ocr]" in document.reason
