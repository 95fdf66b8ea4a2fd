"""The characters of a PDF's page at their places, those that can be seen apart from those that cannot.

Knows PDFium's text pages and text objects. Unseen are characters that are not painted (render modes 3 and 7, ISO
32000-1, 9.3.6), have no opacity or the colour of their ground, lie outside of the paper or of what it is clipped to, or
are painted over. Characters at a slant are watermarks and dropped. What a font maps to no character is U+FFFD.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.layout import limits
from archive.extract.page import strokes
from archive.extract.page.characters import Glyph
from archive.extract.page.matrix import Matrix, quarters
from archive.extract.page.strokes import Box
from archive.extract.pdf.background import Ground
from archive.extract.pdf.drawings import Colour, Drawn, fill_colour
from archive.extract.pdf.view import Handle, Page, View

UNMAPPED: Final = "\ufffd"
_GLYPHS: Final = 60_000
_LOOSE: Final = 4.0
_LOW: Final = 0.6
_ASCENT: Final = 0.88
_UNPAINTED: Final = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_FILLED: Final = (c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_CLIP)
_BLANKS: Final = frozenset((0xA0, 0x3000, 0xFFFE))


@dataclass(slots=True)
class Text:
    """Characters that are seen and that are not, and how many are turned by each number of quarters, clockwise."""

    seen: list[Glyph] = field(default_factory=list)
    unseen: list[Glyph] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)


class _Style(NamedTuple):
    """What all characters of a text object share.

    `turn` is None for a slant; `colour` is None where the ground need not be asked.
    """

    order: int
    turn: int | None
    painted: bool
    colour: Colour | None
    clip: Box


def text(page: Page, view: View, drawn: Drawn) -> Text:
    """The characters of an open page. Raises `TooMuchError`."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > _GLYPHS:
            raise limits.TooMuchError("a page of it has too many characters")
        return _Reader(textpage.raw, view, drawn).text(count)
    finally:
        textpage.close()


class _Reader:
    def __init__(self, page: Page, view: View, drawn: Drawn) -> None:
        self._page = page
        self._view = view
        self._drawn = drawn
        self._ground = Ground(drawn.fills, view.width, view.height)
        self._paper = (0.0, 0.0, view.width, view.height)
        self._styles: dict[int, _Style] = {}
        self._repeats: list[tuple[Box, _Style]] | None = None
        self._clips: dict[tuple[int, ...], Box] = {}
        self._box = c.FS_RECTF()
        self._matrix = c.FS_MATRIX()
        self._sides = tuple(ctypes.c_double() for _ in range(4))

    def text(self, count: int) -> Text:
        """The first so many characters."""
        found = Text()
        taken: list[tuple[int, Glyph, _Style]] = []
        for at in range(count):
            code = c.FPDFText_GetUnicode(self._page, at)
            unmapped = c.FPDFText_HasUnicodeMapError(self._page, at)
            if not unmapped and (code <= 32 or code in _BLANKS or 0xD800 <= code < 0xE000 or code > 0x10FFFF):
                continue
            style = self._style(at)
            if style.turn is None or not c.FPDFText_GetLooseCharBox(self._page, at, self._box):
                continue
            box = self._box
            glyph = Glyph(
                UNMAPPED if unmapped else chr(code),
                *self._view.matrix.box(box.left, box.bottom, box.right, box.top),
            )
            if not unmapped or self._tight(at, glyph) is not None:
                taken.append((at, glyph, style))
        for glyph, style in self._sane(taken):
            (found.seen if self._is_seen(glyph, style) else found.unseen).append(glyph)
            found.turns[style.turn or 0] += 1
        return found

    def _sane(self, taken: Sequence[tuple[int, Glyph, _Style]]) -> list[tuple[Glyph, _Style]]:
        """The loose box of each character; the tight one where the loose one is many times the size of the others, as
        PDFium has it for upright script; a stretched one for thin characters.
        """
        if not taken:
            return []
        usual = median(glyph.bottom - glyph.top for _, glyph, _ in taken)
        made = []
        for at, loose, style in taken:
            height = loose.bottom - loose.top
            glyph = loose if 0 < height < _LOOSE * usual else self._tight(at, loose)
            if 0 < height < _LOW * usual and style.turn == 0:
                glyph = self._stretched(at, loose, usual)
            if glyph is not None and math.isfinite(glyph.x0 + glyph.top + glyph.x1 + glyph.bottom):
                made.append((glyph, style))
        return made

    def _stretched(self, at: int, glyph: Glyph, usual: float) -> Glyph:
        """A thin character, such as 一, of a font that tells no height of its lines, in the height of its em."""
        told, x, y = self._matrix, *self._sides[:2]
        if not c.FPDFText_GetMatrix(self._page, at, told) or not c.FPDFText_GetCharOrigin(self._page, at, x, y):
            return glyph
        em = c.FPDFText_GetFontSize(self._page, at) * math.hypot(told.c, told.d)
        if glyph.bottom - glyph.top > _LOW * em or not em < _LOOSE * usual:
            return glyph
        baseline = self._view.matrix.point(x.value, y.value)[1]
        return glyph._replace(top=baseline - _ASCENT * em, bottom=baseline + (1 - _ASCENT) * em)

    def _tight(self, at: int, glyph: Glyph) -> Glyph | None:
        """A character in the box round its ink; None where it has no ink."""
        left, right, bottom, top = self._sides
        if not c.FPDFText_GetCharBox(self._page, at, left, right, bottom, top):
            return None
        if left.value == right.value or bottom.value == top.value:
            return None
        return Glyph(glyph.text, *self._view.matrix.box(left.value, bottom.value, right.value, top.value))

    def _is_seen(self, glyph: Glyph, style: _Style) -> bool:
        return self._shows(glyph, style) or any(
            strokes.holds(box, *glyph.middle) and self._shows(glyph, again) for box, again in self._repeated()
        )

    def _repeated(self) -> list[tuple[Box, _Style]]:
        """The text objects that PDFium passes over because they say the same at the same place as one before."""
        if self._repeats is None:
            self._repeats = []
            sides = tuple(ctypes.c_float() for _ in range(4))
            for address, (handle, order, matrix) in self._drawn.texts.items():
                if address not in self._styles and c.FPDFPageObj_GetBounds(handle, *sides):
                    x0, y0, x1, y1 = matrix.box(*(side.value for side in sides))
                    room = (y1 - y0) / 2
                    self._repeats.append(
                        ((x0 - room, y0, x1 + room, y1), self._of(handle, order, matrix, 0)),
                    )
        return self._repeats

    def _shows(self, glyph: Glyph, style: _Style) -> bool:
        x, y = glyph.middle
        if not style.painted or not strokes.holds(style.clip, x, y):
            return False
        if self._ground.covers(x, y, style.order):
            return False
        return style.colour is None or not self._ground.swallows(x, y, style.order, style.colour)

    def _style(self, at: int) -> _Style:
        handle = c.FPDFText_GetTextObject(self._page, at)
        address = ctypes.addressof(handle.contents) if handle else 0
        style = self._styles.get(address)
        if style is None:
            style = self._styles[address] = self._told(at, handle, address)
        return style

    def _told(self, at: int, handle: Handle, address: int) -> _Style:
        """The style of a text object, of which this is a character."""
        if not handle:
            return _Style(0, 0, True, None, self._paper)
        _, order, matrix = self._drawn.texts.get(address, (None, 0, self._view.matrix))
        return self._of(handle, order, matrix, self._turn(at))

    def _of(self, handle: Handle, order: int, matrix: Matrix, turn: int | None) -> _Style:
        mode = c.FPDFTextObj_GetTextRenderMode(handle)
        colour, alpha = fill_colour(handle)
        painted = mode not in _UNPAINTED and not (mode in _FILLED and colour is not None and alpha == 0)
        asked = mode in _FILLED and colour is not None and self._ground.may_swallow(colour)
        return _Style(order, turn, painted, colour if asked else None, self._clip(handle, matrix))

    def _turn(self, at: int) -> int | None:
        """By how many quarters, clockwise, a character's line is turned; None for a slant."""
        told, shown = self._matrix, self._view.matrix
        if not c.FPDFText_GetMatrix(self._page, at, told):
            return 0
        across, down = shown.a * told.a + shown.c * told.b, shown.b * told.a + shown.d * told.b
        return quarters(across, down)

    def _clip(self, handle: Handle, matrix: Matrix) -> Box:
        """The box outside of which a text object is cut away."""
        clip = c.FPDFPageObj_GetClipPath(handle)
        count = c.FPDFClipPath_CountPaths(clip) if clip else 0
        if count <= 0:
            return self._paper
        firsts = [c.FPDFClipPath_GetPathSegment(clip, path, 0) for path in range(count)]
        key = tuple(ctypes.addressof(first.contents) if first else 0 for first in firsts)
        box = self._clips.get(key)
        if box is None:
            box = self._paper
            for path in range(count):
                box = _cut(box, _bounds(clip, path, matrix))
            self._clips[key] = box
        return box


def _cut(one: Box, other: Box | None) -> Box:
    if other is None:
        return one
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _bounds(clip: Handle, path: int, matrix: Matrix) -> Box | None:
    """The box round a path that clips; None where it has no points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for at in range(min(c.FPDFClipPath_CountPathSegments(clip, path), _GLYPHS)):
        segment = c.FPDFClipPath_GetPathSegment(clip, path, at)
        if segment and c.FPDFPathSegment_GetPoint(segment, x, y):
            points.append(matrix.point(x.value, y.value))
    return strokes.box(points) if points else None
