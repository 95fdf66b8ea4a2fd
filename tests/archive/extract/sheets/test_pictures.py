"""Pictures in XLS and ODS workbooks: recognised where they are the report, else unreadable with the reason."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from archive.extract.dispatch import formats, ole
from archive.extract.layout.document import Document, Paragraph, Unreadable, UnreadableReason
from archive.extract.ocr import scan
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.sheets import xls_pictures
from tests.support.documents.zips import packed
from tests.support.paths import FILES

_SCAN = (FILES / "scan.png").read_bytes()


def ods(*, hidden: bool = False) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    image = '<d:frame><d:image x:href="Pictures/1.png"/></d:frame>'
    style = '<s:style s:name="ta2" s:family="table"><s:table-properties t:display="false"/></s:style>'
    content = (
        f'<o:document-content xmlns:o="{space}office:1.0" xmlns:t="{space}table:1.0" xmlns:d="{space}drawing:1.0"'
        f' xmlns:s="{space}style:1.0" xmlns:x="http://www.w3.org/1999/xlink"><o:automatic-styles>{style}'
        f'</o:automatic-styles><o:body><o:spreadsheet><t:table t:name="甲"/><t:table t:name="乙"'
        f' t:style-name="{"ta2" if hidden else "ta1"}"><t:shapes>{image}</t:shapes></t:table>'
        "</o:spreadsheet></o:body></o:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "Pictures/1.png": _SCAN,
        }
    )


def part(kind: int, body: bytes) -> bytes:
    return struct.pack("<HHI", 0, kind, len(body)) + body


def workbook_stream() -> bytes:
    """A workbook's stream with the scanned page in its drawings, cut into records as Excel does."""
    picture = part(0xF01E, bytes(17) + _SCAN)
    entry = struct.pack("<HHI", 0, 0xF007, 36 + len(picture)) + bytes(36) + picture
    drawings = part(0xF000, part(0xF006, bytes(24)) + part(0xF001, entry))
    pieces = [drawings[at : at + 8224] for at in range(0, len(drawings), 8224)]
    records = [(0x809, bytes(16)), (0xEB, pieces[0]), *((0x3C, piece) for piece in pieces[1:]), (0x0A, b"")]
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


@pytest.fixture
def recognises(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(600, 800, [Glyph("二、主动公开政府信息情况", 50, 50, 300, 62)], [], 1)
    monkeypatch.setattr(scan, "is_available", lambda: True)
    monkeypatch.setattr(scan, "recognise", lambda data: page if data == _SCAN else "another picture")


def test_a_picture_on_a_sheet_of_ods_is_recognised(recognises: None) -> None:
    document = formats.read(ods())
    assert isinstance(document, Document)
    assert document.blocks == (Paragraph("二、主动公开政府信息情况"),)


def test_a_picture_on_a_hidden_sheet_is_not(recognises: None) -> None:
    document = formats.read(ods(hidden=True))
    assert isinstance(document, Document)
    assert document.blocks == ()


def test_the_pictures_of_an_old_workbook_are_found() -> None:
    assert xls_pictures.in_workbook(workbook_stream()) == [_SCAN]
    assert xls_pictures.in_workbook(b"") == []
    assert xls_pictures.in_workbook(workbook_stream()[:9000]) != [_SCAN]


def test_a_picture_in_an_old_workbook_is_recognised(recognises: None) -> None:
    blank = Document("application/vnd.ms-excel", "xls", blocks=())
    document = ole._with_pictures(blank, [_SCAN])
    assert isinstance(document, Document)
    assert document.blocks == (Paragraph("二、主动公开政府信息情况"),)


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_of_pictures_that_were_not_read_is_unreadable(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    blank = Document("application/vnd.ms-excel", "xls", blocks=())
    answer = formats.read(ods()) if kind == "ods" else ole._with_pictures(blank, [_SCAN])
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.NOT_RECOGNISED
    assert scan.MISSING in answer.reason


def test_the_sample_workbook_has_none() -> None:
    assert isinstance(formats.read(Path(FILES / "report.xls").read_bytes()), Document)
