"""Forms that draw forms: refused before PDFium reads them a million times."""

from __future__ import annotations

import pytest

from archive.extract.facsimile import pages
from archive.extract.layout import limits
from archive.extract.pdf import forms, reader
from tests.support.documents import drawn
from tests.support.fuzz.wrappers import pdf_of

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"


def _stream(content: str, attributes: str = "") -> str:
    return f"<< {attributes} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _form(content: str, draws: int | None, attributes: str = "/Subtype /Form") -> str:
    resources = f"/Resources << /XObject << /F {draws} 0 R >> >>" if draws else ""
    return _stream(content, f"/Type /XObject {attributes} /BBox [0 0 9 9] {resources}")


def _pdf(content: str, *drawn_by_it: str, page: str = "/Resources << /XObject << /F 5 0 R >> >> >>") -> bytes:
    head = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
    return pdf_of(*head, f"{_PAGE} {page}", _stream(content), *drawn_by_it)


def _chain(length: int, times: int = 2) -> list[str]:
    """Each draws the next so many times."""
    return [*(_form("/F Do " * times, at + 1) for at in range(5, 4 + length)), _form("0 0 m 9 9 l S", None)]


BOMBS = {
    "each draws the next one twice": _pdf("/F Do", *_chain(30)),
    "it draws itself twice": _pdf("/F Do", _form("/F Do /F Do", 5)),
    "two draw one another": _pdf("/F Do", _form("/F Do /F Do", 6), _form("/F Do /F Do", 5)),
    "by an escaped name": _pdf("/F Do", *(form.replace("/F Do /F", "/#46 Do /F") for form in _chain(30))),
    "by an escaped kind": _pdf("/F Do", *(form.replace("/Form", "/F#6frm") for form in _chain(30))),
    "by the page's own names": _pdf("/F Do", _form("/F Do /F Do", None)),
    "a long one, often": _pdf("/F Do " * 5000, _form("0 0 m 9 9 l S " * 5000, None)),
    "an annotation's": _pdf(
        "", *_chain(30), page="/Annots [<< /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 5 0 R >> >>] >>"
    ),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_forms_in_forms_are_refused_before_they_are_read(kind: str) -> None:
    with pytest.raises(limits.TooMuchError, match="forms"):
        reader.read(BOMBS[kind])
    assert pages.draw(BOMBS[kind], 1) is None


@pytest.mark.parametrize(
    "data",
    [
        _pdf("/F Do", *_chain(30, times=1)),
        _pdf("/F Do", _form("/F Do", 5)),
        _pdf("/F Do " * 500, _form("0 0 m 9 9 l S", None)),
        _pdf("/F Do", "<< /Subtype /Form >>"),
        _pdf("/F Do", _form("/F Do", 99)),
        _pdf("/F Do", *_chain(3))[:-200],
        b"%PDF-1.5\n/Form",
    ],
)
def test_few_forms_are_no_offence_and_a_broken_file_is_left_to_the_reader(data: bytes) -> None:
    forms.check(data)


def test_a_form_is_read_as_a_part_of_its_page() -> None:
    page = drawn.write("/X6 Do", objects=[drawn.form(drawn.table(drawn.ROWS))])
    assert drawn.cells(page) == [drawn.ROWS]
