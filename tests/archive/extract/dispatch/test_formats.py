"""The same report is read alike in every format; what a format cannot hold is noted."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from archive.extract.dispatch import formats
from archive.extract.layout import sniffing
from archive.extract.layout.document import Block, Document, Paragraph, Table, Unreadable
from archive.extract.ocr import engine
from tests.support.documents import report
from tests.support.documents.made import read as read_document
from tests.support.documents.zips import packed
from tests.support.paths import FILES

_FILES = FILES


def _flat(text: str) -> str:
    return "".join(text.split())


def _grid(rows: report.Rows) -> list[list[str]]:
    width = sum(columns for _, _, columns in rows[0])
    grid = [[""] * width for _ in rows]
    for row, column, text, tall, wide in report.placed(rows):
        for r in range(row, row + tall):
            grid[r][column : column + wide] = [_flat(text)] * wide
    return grid


def _texts(block: Block) -> object:
    if isinstance(block, Table):
        assert block.aligned
        return [[_flat(cell.text) if cell else "" for cell in row] for row in block.grid]
    return _flat(block.text) if isinstance(block, Paragraph) else block


_EXPECTED = [_flat(block) if isinstance(block, str) else _grid(block) for block in report.BLOCKS]


@pytest.mark.parametrize("kind", ["docx", "doc", "rtf", "odt", "pdf", "ofd", "mht", "html"])
def test_every_format_gives_the_same_blocks(kind: str) -> None:
    document = read_document((_FILES / f"report.{kind}").read_bytes())
    assert [_texts(block) for block in document.blocks] == _EXPECTED


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_sheet_is_its_title_and_its_table(kind: str) -> None:
    if kind == "xls":
        pytest.importorskip("xlrd", reason="xlrd is not installed")
    document = read_document((_FILES / f"report.{kind}").read_bytes())
    assert [_texts(block) for block in document.blocks] == [_EXPECTED[0], _EXPECTED[6]]


def test_the_bytes_decide_and_not_the_name() -> None:
    data = (_FILES / "report.rtf").read_bytes()
    document = formats.read(data, declared="application/pdf", name="report.doc")
    assert isinstance(document, Document)
    assert document.reader == "rtf"


@pytest.mark.parametrize("path", sorted(_FILES.iterdir()), ids=lambda path: path.name)
def test_media_types_are_detected_by_magic_bytes(path: Path) -> None:
    detected = sniffing.media_type(path.read_bytes())
    assert detected is not None
    assert (path.suffix, detected.rpartition("/")[2]) in {
        (".doc", "msword"),
        (".xls", "msword"),
        (".docx", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".xlsx", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (".rtf", "rtf"),
        (".odt", "vnd.oasis.opendocument.text"),
        (".pdf", "pdf"),
        (".ofd", "ofd"),
        (".mht", "related"),
        (".html", "html"),
        (".png", "png"),
    }


def test_the_report_is_picked_from_a_packed_file() -> None:
    parts = {"说明.txt": "这里是说明。".encode(), "清溪镇年报.docx": (_FILES / "report.docx").read_bytes()}
    document = read_document(packed(parts))
    assert [_texts(block) for block in document.blocks] == _EXPECTED
    assert document.notes[0].text == "Read from 清溪镇年报.docx in a packed file."


def test_a_picture_needs_the_extra_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda: None)
    answer = formats.read((_FILES / "scan.png").read_bytes())
    assert isinstance(answer, Unreadable)
    assert "nianbao[ocr]" in answer.reason


def _scanned() -> bytes:
    """A PDF whose one page is a grey picture."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(595, 842)
    bitmap = pdfium.PdfBitmap.new_native(200, 280, 4)
    bitmap.fill_rect((200, 200, 200, 255), 0, 0, 200, 280)
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(bitmap)
    image.set_matrix(pdfium.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    written = BytesIO()
    document.save(written)
    document.close()
    return written.getvalue()


def test_a_scanned_pdf_needs_the_extra_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda: None)
    answer = formats.read(_scanned())
    assert isinstance(answer, Unreadable)
    assert "pictures of pages" in answer.reason
    assert "nianbao[ocr]" in answer.reason


def test_a_picture_is_recognised() -> None:
    for package in ("rapidocr", "onnxruntime"):
        pytest.importorskip(package, reason="the extra “ocr” is not installed: pip install 'nianbao[ocr]'")
    document = read_document((_FILES / "scan.png").read_bytes())
    tables = [_texts(block) for block in document.blocks if isinstance(block, Table)]
    assert _EXPECTED[4] in tables


def test_old_word_needs_libreoffice_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray((_FILES / "report.doc").read_bytes())
    at = data.index(b"\xec\xa5")
    data[at + 2 : at + 4] = b"\x65\x00"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    answer = formats.read(bytes(data))
    assert isinstance(answer, Unreadable)
    assert "Word 95" in answer.reason
    assert "soffice" in answer.reason


def test_libreoffice_converts_what_no_reader_reads() -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: run deploy/install-system-packages")
    from archive.extract.dispatch import libreoffice

    document = libreoffice.read((_FILES / "report.docx").read_bytes(), "docx", "a test wants it")
    assert isinstance(document, Document), document
    assert [_texts(block) for block in document.blocks] == _EXPECTED


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), id="pptx"),
        pytest.param(packed({"mimetype": b"application/epub+zip"}), id="epub"),
        pytest.param(packed({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), id="odp"),
        pytest.param(b"%!PS-Adobe-3.0\n", id="postscript"),
        pytest.param(bytes(range(1, 256)) * 4 + b"<p >" + bytes(range(1, 256)) * 4, id="bytes with <p by chance"),
        pytest.param(b"\xef\xbb\xbf\n", id="only a byte order mark"),
    ],
)
def test_what_is_not_opened_is_unreadable(data: bytes) -> None:
    assert isinstance(formats.read(data), Unreadable)


def test_parts_of_a_word_file_may_begin_with_a_slash() -> None:
    with ZipFile(BytesIO((_FILES / "report.docx").read_bytes())) as whole:
        slashed = packed({f"/{name}": whole.read(name) for name in whole.namelist()})
    assert [_texts(block) for block in read_document(slashed).blocks] == _EXPECTED
