"""A DOCX with remarks: the same text, a comment at each place, and the cells shaded."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from archive.drafts import annotated, review
from archive.drafts.annotated import Mark
from archive.extract.layout import xml
from archive.extract.layout.document import Unreadable
from crawler.cli.draft_files import marks
from tests.support.documents.drafts import BROKEN, docx
from tests.support.documents.read_drafts import read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def marked(data: bytes) -> bytes:
    result = annotated.mark(data, marks(review.of(read(data)), "zh"), "年报自查")
    assert isinstance(result, bytes)
    return result


def part(data: bytes, name: str) -> xml.Element:
    return xml.parse(ZipFile(BytesIO(data)).read(name))


@pytest.mark.parametrize("name", BROKEN)
def test_the_draft_reads_as_before_and_has_a_comment_for_each_remark(name: str) -> None:
    data = docx(BROKEN[name]())
    result = marked(data)
    before, after = read(data), read(result)
    assert replace(after.report, sha256=before.report.sha256) == before.report
    comments = part(result, "word/comments.xml")
    ids = [comment.get(f"{W}id") for comment in comments]
    assert len(ids) == len(review.of(before).remarks)
    anchored = [element.get(f"{W}id") for element in part(result, "word/document.xml").iter(f"{W}commentReference")]
    assert sorted(map(str, anchored)) == sorted(map(str, ids))


def test_the_cell_that_is_wrong_is_shaded_and_carries_the_comment() -> None:
    body = part(marked(docx(BROKEN["sums"]())), "word/document.xml")
    cells = [cell for cell in body.iter(f"{W}tc") if list(cell.iter(f"{W}commentReference"))]
    assert sorted("".join(map(str, cell.itertext())) for cell in cells) == ["2", "3", "5"]
    assert all(list(cell.iter(f"{W}shd")) for cell in cells)


def test_comments_that_are_there_stay() -> None:
    first = marked(docx(BROKEN["cells"]()))
    comments = part(marked(first), "word/comments.xml")
    ids = [comment.get(f"{W}id") for comment in comments]
    assert len(ids) == len(set(ids)) == 2 * len(part(first, "word/comments.xml"))


@pytest.mark.parametrize("data", [b"<html><body>...</body></html>", b"PK\x03\x04", b""])
def test_what_is_no_docx_is_not_marked(data: bytes) -> None:
    assert isinstance(annotated.mark(data, [Mark("…", "correct")], "年报自查"), Unreadable)
