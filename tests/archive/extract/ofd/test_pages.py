"""Which objects of an OFD's pages are read, and where they come to lie."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from archive.extract.layout.document import NoteCode, Picture, Table
from archive.extract.ocr import engine, scan
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from tests.support.documents import drawn, generate
from tests.support.documents.drawn import ROWS
from tests.support.documents.zips import packed

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_PAGE = "Doc_0/Pages/Page_0/Content.xml"
_TEXT = re.compile(
    r'<ofd:TextObject ID="2" Boundary="(\S+) (\S+) (\S+) (\S+)" Font="3" Size="(\S+)">'
    r'<ofd:TextCode X="0" Y="(\S+)" DeltaX="([^"]*)">([^<]*)</ofd:TextCode></ofd:TextObject>'
)
_PATH = re.compile(r'<ofd:PathObject ID="4" Boundary="(\S+) (\S+) (\S+) (\S+)".*?</ofd:PathObject>')


def _parts() -> dict[str, str]:
    with ZipFile(BytesIO(generate.ofd([[[(text, 1, 1) for text in row] for row in ROWS]]))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def _each(change: Callable[[re.Match[str]], str], parts: dict[str, str] | None = None) -> bytes:
    """The table with each of its texts changed."""
    parts = parts or _parts()
    return packed({**parts, _PAGE: _TEXT.sub(change, parts[_PAGE])})


def _seven(entries: str, inside: str = "") -> Callable[[re.Match[str]], str]:
    """A 7 behind the 56, with such entries."""

    def change(match: re.Match[str]) -> str:
        if match[8] != "56":
            return match[0]
        x, size = float(match[1]), float(match[5])
        return (
            f'{match[0]}<ofd:TextObject Boundary="{x + size} {match[2]} 9 9" Size="{size}" {entries}>{inside}'
            f'<ofd:TextCode X="0" Y="{match[6]}">7</ofd:TextCode></ofd:TextObject>'
        )

    return change


@pytest.mark.parametrize(
    ("entries", "inside"),
    [
        ('Visible="false"', ""),
        ('Alpha="0"', ""),
        ('Fill="false"', ""),
        ("", '<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
        ('CTM="0.707 0.707 -0.707 0.707 0 0"', ""),
    ],
)
def test_what_cannot_be_seen_and_watermarks_are_no_figures(entries: str, inside: str) -> None:
    assert drawn.cells(_each(_seven(entries, inside))) == [ROWS]


def test_a_small_raised_digit_is_the_mark_of_a_note() -> None:
    def change(match: re.Match[str]) -> str:
        if match[8] != "56":
            return match[0]
        x, y, size = (float(match[at]) for at in (1, 2, 5))
        mark = f'<ofd:TextObject Boundary="{x + size} {y} 9 9" Size="{size * 0.58}">'
        return f'{match[0]}{mark}<ofd:TextCode X="0" Y="{size * 0.48}">2</ofd:TextCode></ofd:TextObject>'

    ((*_, last),) = drawn.cells(_each(change))
    assert last == ("规范性文件", "56²", "9")


def test_text_drawn_twice_for_bold_is_read_once() -> None:
    def change(match: re.Match[str]) -> str:
        return match[0] + match[0].replace(f'Boundary="{match[1]}', f'Boundary="{float(match[1]) + 0.08}')

    assert drawn.cells(_each(change)) == [ROWS]


def test_a_run_without_a_height_has_that_of_the_previous_run() -> None:
    def change(match: re.Match[str]) -> str:
        text, size = match[8], float(match[5])
        if len(text) < 3:
            return match[0]
        return match[0].replace(
            f">{text}</ofd:TextCode>",
            f'>{text[:2]}</ofd:TextCode><ofd:TextCode X="{2 * size}">{text[2:]}</ofd:TextCode>',
        )

    assert drawn.cells(_each(change)) == [ROWS]


def test_a_page_drawn_sideways_is_turned() -> None:
    def text(match: re.Match[str]) -> str:
        x, y = float(match[1]), float(match[2])
        return match[0].replace(
            f'Boundary="{match[1]} {match[2]} {match[3]} {match[4]}"',
            f'Boundary="0 0 297 210" CTM="0 1 -1 0 {297 - y} {x}"',
        )

    def path(match: re.Match[str]) -> str:
        x, y, wide, high = (float(match[at]) for at in range(1, 5))
        return (
            f'<ofd:PathObject Boundary="{297 - y - high} {x} {high} {wide}"><ofd:AbbreviatedData>M 0 0 L {high} 0 '
            f"L {high} {wide} L 0 {wide} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    parts = _parts()
    assert drawn.cells(_each(text, {**parts, _PAGE: _PATH.sub(path, parts[_PAGE])})) == [ROWS]


def _line(text: str) -> str:
    code = f'<ofd:TextCode X="0" Y="4">{text}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="20 20 99 9" Size="5">{code}</ofd:TextObject>'


def _with_resources(parts: dict[str, str], resources: str) -> dict[str, str]:
    document = parts["Doc_0/Document.xml"].replace(
        "<ofd:CommonData>", "<ofd:CommonData><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    )
    return {**parts, "Doc_0/Document.xml": document, "Doc_0/Res.xml": f"<ofd:Res {_SPACE}>{resources}</ofd:Res>"}


def _emptied(parts: dict[str, str], inside: str) -> tuple[dict[str, str], str]:
    """The parts with other objects on the page, and those that stood there."""
    page = parts[_PAGE]
    start, end = page.index("<ofd:Layer"), page.index("</ofd:Layer>")
    start = page.index(">", start) + 1
    return {**parts, _PAGE: page[:start] + inside + page[end:]}, page[start:end]


def test_composite_objects_are_opened() -> None:
    parts, objects = _emptied(_parts(), '<ofd:CompositeObject ID="5" ResourceID="7" Boundary="0 20 210 297"/>')
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{objects}</ofd:Content></ofd:CompositeGraphicUnit>'
    assert drawn.cells(packed(_with_resources(parts, unit))) == [ROWS]


def test_a_composite_object_in_itself_comes_to_an_end() -> None:
    inside = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>' * 3
    parts, _ = _emptied(_parts(), inside)
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'
    assert drawn.cells(packed(_with_resources(parts, unit))) == []


def test_annotations_are_read() -> None:
    parts, objects = _emptied(_parts(), "")
    document = parts["Doc_0/Document.xml"].replace(
        "</ofd:Document>", "<ofd:Annotations>Annots/All.xml</ofd:Annotations></ofd:Document>"
    )
    hidden = f'<ofd:Annot Type="Stamp" Visible="false"><ofd:Appearance Boundary="30 0 9 9">{objects}</ofd:Appearance>'
    shown = f'<ofd:Annot Type="Stamp"><ofd:Appearance Boundary="0 30 210 267">{objects}</ofd:Appearance></ofd:Annot>'
    parts |= {
        "Doc_0/Document.xml": document,
        "Doc_0/Annots/All.xml": f'<ofd:Annotations {_SPACE}><ofd:Page PageID="10"><ofd:FileLoc>P.xml</ofd:FileLoc>'
        "</ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/P.xml": f"<ofd:PageAnnot {_SPACE}>{hidden}</ofd:Annot>{shown}</ofd:PageAnnot>",
    }
    assert drawn.cells(packed(parts)) == [ROWS]


def test_all_documents_of_a_file_are_read() -> None:
    parts = _parts()
    body = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"
    cover, _ = _emptied(parts, _line("封面"))
    data = packed(
        {
            **parts,
            "OFD.xml": parts["OFD.xml"].replace("<ofd:DocBody>", f"{body}<ofd:DocBody>", 1),
            "Doc_1/Document.xml": parts["Doc_0/Document.xml"],
            _PAGE.replace("Doc_0", "Doc_1"): cover[_PAGE],
        }
    )
    assert drawn.lines(data) == ["封面"]
    assert drawn.cells(data) == [ROWS]


def _pictured() -> bytes:
    """A page with a line of text over a picture that takes most of it."""
    picture = '<ofd:ImageObject ResourceID="9" Boundary="20 60 170 100" CTM="170 0 0 100 0 0"/>'
    parts, _ = _emptied(_parts(), _line("二、主动公开") + picture)
    file = '<ofd:MultiMedia ID="9"><ofd:MediaFile>a.jpg</ofd:MediaFile></ofd:MultiMedia>'
    media = f"<ofd:MultiMedias>{file}</ofd:MultiMedias>"
    return packed({**_with_resources(parts, media), "Doc_0/a.jpg": "a picture"})


def test_a_picture_on_a_page_of_text_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(600, 400, [Glyph("行政许可", 10, 10, 90, 40, 0.9)], [], 1)
    monkeypatch.setattr(scan, "recognise", lambda data: page if data == b"a picture" else "broken")
    assert drawn.lines(_pictured()) == ["二、主动公开", "行政许可"]


def test_a_picture_that_cannot_be_read_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda: None)
    document = drawn.read(_pictured())
    assert any(isinstance(block, Picture) for block in document.blocks)
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert [note for note in document.notes if note.code is NoteCode.UNREAD_PART and "not read:" in note.text]
