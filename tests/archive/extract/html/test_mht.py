"""Web archives: the page with the text, or all sheets of a workbook, is read; unread parts of a report are reported."""

from __future__ import annotations

import quopri

import pytest

from tests.support.documents import generate, report
from tests.support.documents.made import read as read_document

_HEAD = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="next"\r\n\r\n'
_HIDING = "<xml><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></xml>"


def _archive(*pages: tuple[str, str]) -> bytes:
    parts = b"".join(
        f"--next\r\nContent-Location: file:///C:/{name}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f'Content-Type: text/html; charset="utf-8"\r\n\r\n'.encode()
        + quopri.encodestring(page.encode()).replace(b"\n", b"\r\n")
        + b"\r\n"
        for name, page in pages
    )
    return _HEAD + parts + b"--next--\r\n"


def _sheets() -> list[tuple[str, str]]:
    """A report on three pages, as a workbook's sheets."""
    cut = [report.BLOCKS[:5], report.BLOCKS[5:7], report.BLOCKS[7:]]
    return [(f"book.files/sheet{at:03}.htm", generate.html(blocks)) for at, blocks in enumerate(cut, 1)]


def _book(names: list[str]) -> tuple[str, str]:
    sources = "".join(f'<x:WorksheetSource HRef="{name}"/>' for name in names)
    frames = f'<frame src="{names[0]}" name="frSheet"><frame src="book.files/tabstrip.htm">'
    return "book.htm", f'<html><xml>{sources}</xml><frameset rows="*,39">{frames}</frameset></html>'


def test_all_sheets_of_a_workbook_are_read_in_order() -> None:
    sheets = _sheets()
    tabs = ("book.files/tabstrip.htm", "<html><body><p>Sheet1</p></body></html>")
    document = read_document(_archive(_book([name for name, _ in sheets]), tabs, *reversed(sheets)))
    assert len(document.blocks) == len(report.BLOCKS)
    assert document.blocks == read_document(generate.html().encode()).blocks


def test_frames_are_read_where_no_sheets_are_named() -> None:
    sheets = _sheets()
    frames = "".join(f"<FRAME name=a src={name}>" for name, _ in sheets)
    document = read_document(_archive(("a.htm", f"<html><FRAMESET>{frames}</FRAMESET></html>"), *sheets))
    assert len(document.blocks) == len(report.BLOCKS)


def test_hidden_sheets_are_left_out_and_named() -> None:
    sheets = _sheets()
    before = ("book.files/sheet000.htm", generate.html(report.BLOCKS).replace("<head>", f"<head>{_HIDING}"))
    document = read_document(_archive(_book([before[0], *(name for name, _ in sheets)]), before, *sheets))
    assert len(document.blocks) == len(report.BLOCKS)
    assert tuple(note.text for note in document.notes) == (
        "Left out as hidden: the pages file:///C:/book.files/sheet000.htm.",
    )


def test_only_unread_pages_that_may_belong_to_the_report_are_named() -> None:
    header = ("a.files/header.htm", "<html><body><p>第1页</p></body></html>")
    whole = ("a.htm", generate.html())
    assert read_document(_archive(whole, header)).notes == ()
    more = ("b.htm", generate.html(report.BLOCKS[:8]))
    assert tuple(note.text for note in read_document(_archive(whole, more)).notes) == (
        "Pages of the web archive were not read: file:///C:/b.htm.",
    )


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b" \n\n"])
def test_bytes_before_the_header_are_ignored(before: bytes) -> None:
    assert len(read_document(before + _archive(("a.htm", generate.html()))).blocks) == len(report.BLOCKS)
