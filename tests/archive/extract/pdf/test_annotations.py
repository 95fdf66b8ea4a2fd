"""Text that is typed over a PDF's page."""

from __future__ import annotations

import pytest

from archive.extract.layout.document import NoteCode
from tests.support.documents import drawn
from tests.support.documents.drawn import ROWS

_BLANK = (*ROWS[:2], ("规范性文件", "", "9"))
_KINDS = {
    "field": f"/Subtype /Widget /FT /Tx /T (a) /V {drawn.code('56')}",
    "typed": f"/Subtype /FreeText /Contents {drawn.code('56')} /DA (/F1 10 Tf)",
    "stamp": "/Subtype /Stamp",
}


def _page(entries: str, appearance: bool = True, flags: int = 4) -> bytes:
    shown = "/AP << /N 6 0 R >>" if appearance else ""
    look = drawn.form(drawn.say("56", 6, 6)).replace(b"[0 0 595 842]", b"[0 0 120 20]")
    annotation = f"<< /Type /Annot /Rect [180 640 300 660] /F {flags} {entries} {shown} >>"
    page = "/MediaBox [0 0 595 842] /Annots [7 0 R]"
    return drawn.write(drawn.table(_BLANK), page=page, objects=[look, annotation])


@pytest.mark.parametrize("kind", _KINDS)
def test_what_is_typed_over_a_page_is_read(kind: str) -> None:
    document = drawn.read(_page(_KINDS[kind]))
    assert drawn.cells(_page(_KINDS[kind])) == [ROWS]
    assert document.notes == ()


@pytest.mark.parametrize("kind", ["field", "typed"])
def test_text_without_appearance_is_noted(kind: str) -> None:
    document = drawn.read(_page(_KINDS[kind], appearance=False))
    assert [note for note in document.notes if note.code is NoteCode.UNREAD_PART and "not read:" in note.text]


def test_hidden_fields_and_links_are_no_text() -> None:
    assert drawn.cells(_page(_KINDS["field"], flags=2)) == [_BLANK]
    link = drawn.read(_page("/Subtype /Link /Border [0 0 0]", appearance=False))
    assert link.notes == ()
