"""Files built to exhaust memory or time or to break in: read within limits, or refused with the limit as the reason.

Each is read in a worker as the crawler reads it, so that a crash would be one of the worker and show in the reason.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from archive.extract.dispatch import formats
from archive.extract.layout import limits
from archive.extract.layout.document import Document, Paragraph, Table, Unreadable, UnreadableReason
from archive.extract.sandbox.pool import WorkerPool
from tests.support.documents import generate
from tests.support.documents.zips import packed
from tests.support.proof import compound

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(12))
_PASSWD = '<!ENTITY a11 SYSTEM "file:///etc/passwd">'
_REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


@pytest.fixture(scope="module")
def readers() -> Iterator[WorkerPool]:
    with WorkerPool(1, seconds=2.0) as pool:
        yield pool


@pytest.fixture
def readers_with_more_time() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


def docx(head: str, inside: str) -> bytes:
    return packed({"word/document.xml": f"{head}<w:document {_W}><w:body>{inside}</w:body></w:document>"})


def odt(head: str, inside: str) -> bytes:
    names = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table"))
    content = f"<office:document-content {names}><office:body><office:text>{inside}</office:text></office:body></office:document-content>"  # noqa: E501
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": head + content})


def xlsx(head: str, inside: str) -> bytes:
    return packed({"xl/worksheets/sheet1.xml": f"{head}<worksheet>{inside}</worksheet>"})


def ofd(head: str, inside: str) -> bytes:
    return packed(
        {
            "OFD.xml": "<O><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></O>",
            "D/Document.xml": '<D><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></D>',
            "D/P.xml": f'{head}<P><TextObject Boundary="0 0 9 9"><TextCode>{inside}</TextCode></TextObject></P>',
        }
    )


def pdf(*objects: str) -> bytes:
    """A PDF of these objects, the first of them its root."""
    made, starts = b"%PDF-1.5\n", []
    for number, inside in enumerate(objects, 1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    tail = (
        f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(starts) + 1} /Root 1 0 R >>\n"
    )
    return made + f"{tail}startxref\n{len(made)}\n%%EOF\n".encode()


def stream(attributes: str, data: bytes) -> str:
    return f"<< {attributes} /Length {len(data)} >>\nstream\n{data.decode('latin-1')}\nendstream"


_ROOT = "<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >> >>"
)
_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>"

_ONE = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
_RING = "<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R >>"
_DRAWN_BY_ITSELF = stream(_FORM, b"/X Do " * 50)
_PACKED_TWICE = stream("/Filter [/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(b"q " * 20_000_000)))

PDFS = {
    "page tree in a ring": pdf(_ROOT, "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 3 0 R] >>", _RING),
    "page tree without end": pdf(_ROOT, "<< /Type /Pages /Count 100000000 /Kids [3 0 R] >>", _PAGE, stream("", b"")),
    "content that draws itself": pdf(_ROOT, _ONE, _PAGE, _DRAWN_BY_ITSELF),
    "object streams in a ring": pdf(
        _ROOT,
        _ONE,
        "3 0 R",
        stream("/Type /ObjStm /N 1 /First 4 /Extends 5 0 R", b"6 0 4 0 R"),
        stream("/Type /ObjStm /N 1 /First 4 /Extends 4 0 R", b"3 0 5 0 R"),
    ),
    "lengths in a ring": pdf(_ROOT, _ONE, _PAGE, "<< /Length 4 0 R >>\nstream\nq\nendstream"),
    "brackets without end": pdf(_ROOT, "<< /Type /Pages /Count 1 /Kids " + "[" * 100_000),
}


def answer(readers: WorkerPool, data: bytes) -> Document | Unreadable:
    """What comes back, after it was made sure that the reader knew what it did and the worker lived to say so."""
    result = readers.run_now(formats.read, data)
    reason = result.reason if isinstance(result, Unreadable) else ""
    assert "died" not in reason
    assert "its reader failed" not in reason
    return result


@pytest.mark.parametrize("name", PDFS)
def test_pdfs_that_run_in_rings_end(readers: WorkerPool, name: str) -> None:
    assert len(str(answer(readers, PDFS[name]))) < 100_000


def test_a_page_that_unpacks_to_millions_of_operators_costs_only_its_worker(readers: WorkerPool) -> None:
    """PDFium reaches the limit of time on a slow machine, and the limit of memory, where it aborts, on a fast one."""
    result = readers.run_now(formats.read, pdf(_ROOT, _ONE, _PAGE, _PACKED_TWICE))
    assert isinstance(result, Unreadable)
    assert result.code in (UnreadableReason.TIMED_OUT, UnreadableReason.PROCESS_DIED)
    assert isinstance(answer(readers, PDFS["lengths in a ring"]), Document | Unreadable)


@pytest.mark.parametrize("write", [docx, odt, xlsx, ofd])
@pytest.mark.parametrize("head", [f"<!DOCTYPE x [{_ENTITIES}]>", f"<!DOCTYPE x [{_PASSWD}]>", _REMOTE])
def test_entities_are_neither_expanded_nor_fetched(readers: WorkerPool, write: object, head: str) -> None:
    inside = "<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>" if write is docx else "<text:p>&a11;</text:p>"
    data = write(head, inside if "[" in head else "x")  # type: ignore[operator]
    result = str(answer(readers, data))
    assert "root:" not in result
    assert len(result) < 10_000


def positions(result: Document | Unreadable) -> int:
    blocks = result.blocks if isinstance(result, Document) else ()
    return sum(len(block.grid) * len(block.grid[0]) for block in blocks if isinstance(block, Table) and block.grid)


GREAT = {
    "a million cells in a page": ("<table>" + "<tr>" + "<td>1" * 100 + "</tr>") * 1 + ("<tr>" + "<td>1" * 100) * 10_000,
    "spans of a million": "<table><tr>" + "<td colspan=1000000 rowspan=1000000>1" * 1000,
    "rows of spans": "<table>" + "<tr><td colspan=1000 rowspan=65534>1<td>2" * 2000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", GREAT)
def test_great_tables_in_pages_are_bounded(readers_with_more_time: WorkerPool, name: str) -> None:
    assert positions(answer(readers_with_more_time, GREAT[name].encode())) <= limits.POSITIONS


def great_packages() -> dict[str, bytes]:
    """Small packages that claim great tables."""
    cell = "<table:table-cell table:number-columns-repeated='1048576' table:number-columns-spanned='9999999'><text:p>1</text:p></table:table-cell>"  # noqa: E501
    row = f"<table:table-row table:number-rows-repeated='1048576'>{cell}{cell}</table:table-row>"
    merged = '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'  # noqa: E501
    far = '<sheetData><row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>'
    wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='9999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>" * 500
    return {
        "repeated rows": odt("", f"<table:table>{row * 50}</table:table>"),
        "merged cells": xlsx("", merged),
        "a far row": xlsx("", far),
        "wide cells": docx("", wide),
    }


@pytest.mark.parametrize("name", great_packages())
def test_great_tables_in_packages_are_bounded(readers: WorkerPool, name: str) -> None:
    assert positions(answer(readers, great_packages()[name])) <= limits.POSITIONS


def deep_nesting() -> dict[str, bytes]:
    """Documents whose elements lie in one another thousandfold."""
    deep = 3_000
    return {
        "HTML": b"<div>" * deep + b"x",
        "HTML tables": b"<table><tr><td>" * 3000 + b"x",
        "docx": docx("", "<w:tbl><w:tr><w:tc>" * 1000 + "</w:tc></w:tr></w:tbl>" * 1000),
        "odt": odt("", "<text:section>" * 5000 + "</text:section>" * 5000),
        "RTF": b"{\\rtf1 " + b"{\\b " * deep,
        "JSON": b'{"a":' * deep,
        "MHT": b"Content-Type: multipart/related; boundary=a\n\n--a\n" * 300,
    }


@pytest.mark.parametrize("name", deep_nesting())
def test_deep_nesting_ends_in_every_format(readers: WorkerPool, name: str) -> None:
    assert isinstance(answer(readers, deep_nesting()[name]), Document | Unreadable)


def test_macros_are_neither_run_nor_read(readers_with_more_time: WorkerPool) -> None:
    macro = b'Attribute VB_Name = "ThisDocument"\r\nSub AutoOpen()\r\nShell "touch /tmp/nianbao-macro"\r\nEnd Sub\r\n'
    text = "郏县冢头镇2023年政府信息公开工作年度报告"
    with_macro = BytesIO(generate.docx([text]))
    with zipfile.ZipFile(with_macro, "a") as file:
        file.writestr("word/vbaProject.bin", macro)
    result = answer(readers_with_more_time, with_macro.getvalue())
    assert isinstance(result, Document)
    assert result.blocks == (Paragraph(text),)
    old = compound.doc([text])
    assert isinstance(answer(readers_with_more_time, old + macro), Document)
    assert not Path("/tmp/nianbao-macro").exists()


@pytest.mark.parametrize("place", ["年报.html", "年报.zip/年报.doc", "word/document.xml"])
def test_a_zip_that_unpacks_a_thousandfold_is_refused(readers_with_more_time: WorkerPool, place: str) -> None:
    outer, inside, inner = place.partition(".zip/")
    zeros = bytes(20_000_000)
    bomb = packed({f"{outer}.zip": packed({inner: zeros})} if inside else {place: zeros})
    result = answer(readers_with_more_time, bomb)
    assert isinstance(result, Unreadable)
    assert "unpacks to more" in result.reason


def test_a_zip_of_too_many_parts_is_refused(readers_with_more_time: WorkerPool) -> None:
    many = answer(readers_with_more_time, packed({f"{number}.txt": "x" for number in range(5001)}))
    assert isinstance(many, Unreadable)
    assert "more than 5000 parts" in many.reason
