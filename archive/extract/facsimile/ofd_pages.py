"""Pages of an OFD as pictures in SVG: characters, lines and pictures where they stand, in a typeface of the visitor's.

Fonts, colours, curves and fills are not drawn: what it says and where is the same, and not how it looks in every way.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from archive.extract.layout import limits, sniffing
from archive.extract.ofd import reader
from archive.extract.ofd.reader import DrawnPage
from archive.extract.page.characters import Glyph

_TYPEFACES: Final = "SimSun, Songti SC, Noto Serif CJK SC, serif"
_BASELINE: Final = 0.85
"""Where a character stands in its box, from the top, as `archive.extract.ofd.objects` lays it out."""
_PICTURES: Final = frozenset({"image/png", "image/jpeg"})
_MOST_BYTES: Final = 6_000_000
"""Bytes of the pictures of a page beyond which the rest is left out."""


def sizes(data: bytes) -> list[tuple[float, float]]:
    """The width and height of each page in millimetres; [] for what is no OFD with one document."""
    try:
        return [(page.page.width, page.page.height) for page in reader.drawn(data)]
    except limits.TooMuchError:
        return []


def draw(data: bytes, number: int) -> bytes | None:
    """A page by its number from 1, as SVG; None where there is no such page."""
    try:
        pages = reader.drawn(data)
    except limits.TooMuchError:
        return None
    return "".join(_svg(pages[number - 1])).encode() if 0 < number <= len(pages) else None


def _svg(drawn: DrawnPage) -> Iterator[str]:
    page = drawn.page
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {page.width:g} {page.height:g}"'
    yield f' width="{page.width:g}mm" height="{page.height:g}mm" font-family="{_TYPEFACES}">'
    yield f'<rect width="{page.width:g}" height="{page.height:g}" fill="#fff"/>'
    yield from _pictures(drawn)
    yield '<g stroke="#000" stroke-width=".2">'
    for line in page.rulings:
        yield f'<line x1="{line.x0:.2f}" y1="{line.y0:.2f}" x2="{line.x1:.2f}" y2="{line.y1:.2f}"/>'
    yield "</g>"
    yield from (_character(glyph) for glyph in page.glyphs if glyph.text.isprintable())
    yield "</svg>"


def _character(glyph: Glyph) -> str:
    size = glyph.bottom - glyph.top
    at = f'x="{glyph.x0:.2f}" y="{glyph.top + _BASELINE * size:.2f}" font-size="{size:.2f}"'
    return f"<text {at}>{escape(glyph.text)}</text>"


def _pictures(drawn: DrawnPage) -> Iterator[str]:
    """The pictures on a page that browsers show, within the file: an SVG shown as a picture fetches nothing."""
    left = _MOST_BYTES
    for (x0, top, x1, bottom), data in drawn.pictures:
        media_type, left = sniffing.image(data), left - len(data)
        if media_type in _PICTURES and left > 0:
            place = f'x="{x0:.2f}" y="{top:.2f}" width="{x1 - x0:.2f}" height="{bottom - top:.2f}"'
            content = b64encode(data).decode()
            yield f'<image {place} preserveAspectRatio="none" href="data:{media_type};base64,{content}"/>'
