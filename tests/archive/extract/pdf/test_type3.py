"""Fonts drawn by fonts: refused before PDFium draws a page by them a million times."""

from __future__ import annotations

import pytest

from archive.extract.facsimile import pages
from archive.extract.layout import limits
from archive.extract.pdf import type3
from tests.support.fuzz.wrappers import pdf_of

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _pdf(*objects: str, resources: str = "<< /Font << /F 5 0 R >> >>") -> bytes:
    head = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
    return pdf_of(*head, f"{_PAGE} /Resources {resources} >>", _stream("BT /F 12 Tf 9 9 Td (a) Tj ET"), *objects)


def _font(drawing: int, resources: str = "") -> str:
    return (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 97 /LastChar 97"
        f" /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a {drawing} 0 R >> {resources} >>"
    )


_BY_ANOTHER = _stream("9 0 d0 BT /F 12 Tf 0 0 Td (aa) Tj ET")
_BY_LINES = _stream("9 0 d0 0 0 m 9 9 l S")
_FORM = (
    "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 5 0 R >> >> /Length 0 >>\n"
    "stream\n\nendstream"
)
_NEXT = "/Resources << /Font << /F 7 0 R >> >>"

BOMBS = {
    "one draws another": _pdf(_font(6, _NEXT), _BY_ANOTHER, _font(8), _BY_LINES),
    "it draws itself": _pdf(_font(6, "/Resources << /Font << /F 5 0 R >> >>"), _BY_ANOTHER),
    "by the page's own names": _pdf(_font(6), _BY_ANOTHER),
    "within a form": _pdf(_font(6), _BY_ANOTHER, _FORM, resources="<< /XObject << /X 7 0 R >> /Font << /F 5 0 R >> >>"),
    "through a form": _pdf(_font(6, "/Resources << /XObject << /X 7 0 R >> >>"), _stream("9 0 d0 /X Do"), _FORM),
    "through a state": _pdf(
        _font(6, "/Resources << /ExtGState << /G << /Font [5 0 R 9] >> >> >>"), _stream("9 0 d0 /G gs BT (a) Tj ET")
    ),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_fonts_in_fonts_are_refused_before_a_page_is_drawn(kind: str) -> None:
    with pytest.raises(limits.TooMuchError, match="such fonts"):
        type3.check(BOMBS[kind])
    assert pages.draw(BOMBS[kind], 1) is None


@pytest.mark.parametrize(
    "data", [_pdf(_font(6), _BY_LINES), _pdf(_font(6, _NEXT), _BY_LINES, _font(6)), _pdf(_font(99)), b"%PDF-1.5\n"]
)
def test_fonts_drawn_by_lines_are_no_offence_and_a_broken_file_is_left_to_the_reader(data: bytes) -> None:
    type3.check(data)
