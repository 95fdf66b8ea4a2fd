"""The visible and the invisible characters of a PDF's page, with their positions.

Reads PDFium's text pages and text objects. Invisible are characters that are not painted (render modes 3 and 7, ISO
32000-1, 9.3.6), are transparent or of the colour of their background, are off the paper or outside of their clipping
path, or are painted over. Slanted characters are watermarks and dropped. U+FFFD replaces what a font does not map.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median
from struct import Struct
from typing import Final, NamedTuple

import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.layout import limits
from archive.extract.page import strokes
from archive.extract.page.characters import Glyph
from archive.extract.page.matrix import Matrix, quarters
from archive.extract.page.strokes import Box
from archive.extract.pdf import by_address
from archive.extract.pdf.background import Background
from archive.extract.pdf.drawings import Colour, Drawings, fill_colour
from archive.extract.pdf.view import Page, View

UNMAPPED: Final = "\ufffd"
_MAX_GLYPHS: Final = 60_000
_TOO_HIGH: Final = 4.0
"""Multiple of the typical height from which a loose box is wrong."""
_TOO_LOW: Final = 0.6
"""Multiple of the typical height under which a box is that of a thin character."""
_ASCENT: Final = 0.88
"""The share of the em above the baseline."""
_UNPAINTED: Final = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_FILLED: Final = (c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_CLIP)
_BLANKS: Final = frozenset((0xA0, 0x3000, 0xFFFE))
_FOUR_FLOATS: Final = Struct("4f").unpack_from
"""An `FS_RECTF` in one step: left, top, right, bottom."""


@dataclass(slots=True)
class PageText:
    """Visible and invisible characters, and how many are rotated by each number of clockwise quarter turns."""

    visible: list[Glyph] = field(default_factory=list)
    invisible: list[Glyph] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)


class _TextStyle(NamedTuple):
    """What all characters of a text object share.

    `turn` is in clockwise quarters, None for a slant; `colour` is None where the background need not be checked.
    """

    order: int
    turn: int | None
    painted: bool
    colour: Colour | None
    clip: Box


def text(page: Page, view: View, drawings: Drawings) -> PageText:
    """The characters of an open page. Raises `TooMuchError`."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > _MAX_GLYPHS:
            raise limits.TooMuchError("a page of it has too many characters")
        return _TextReader(textpage.raw, view, drawings).text(count)
    finally:
        textpage.close()


class _TextReader:
    def __init__(self, page: Page, view: View, drawings: Drawings) -> None:
        self._page = page
        self._view = view
        self._drawings = drawings
        self._background = Background(drawings.fills, view.width, view.height)
        self._paper = (0.0, 0.0, view.width, view.height)
        self._styles: dict[int, _TextStyle] = {}
        self._repeats: list[tuple[Box, _TextStyle]] | None = None
        self._clips: dict[tuple[int, ...], Box] = {}
        self._box = c.FS_RECTF()
        self._matrix = c.FS_MATRIX()
        self._sides = tuple(ctypes.c_double() for _ in range(4))

    def text(self, count: int) -> PageText:
        """The first `count` characters."""
        found = PageText()
        characters: list[tuple[int, Glyph, _TextStyle]] = []
        page, styles, box, to_view = (
            ctypes.addressof(self._page.contents),
            self._styles,
            self._box,
            self._view.matrix.box,
        )
        box_address = ctypes.addressof(box)
        for at in range(count):
            code = by_address.unicode(page, at)
            unmapped = by_address.has_unicode_map_error(page, at)
            if not unmapped and (code <= 32 or code in _BLANKS or 0xD800 <= code < 0xE000 or code > 0x10FFFF):
                continue
            address = by_address.text_object(page, at) or 0
            style = styles.get(address) or self._read_style(at, address)
            if style.turn is None or not by_address.loose_char_box(page, at, box_address):
                continue
            left, top, right, bottom = _FOUR_FLOATS(box)
            glyph = Glyph(UNMAPPED if unmapped else chr(code), *to_view(left, bottom, right, top))
            if not unmapped or self._tight(at, glyph) is not None:
                characters.append((at, glyph, style))
        boxed = self._with_boxes(characters)
        for glyph, style in boxed:
            (found.visible if self._is_visible(glyph, style) else found.invisible).append(glyph)
        found.turns.update([style.turn or 0 for _, style in boxed])
        return found

    def _with_boxes(self, characters: Sequence[tuple[int, Glyph, _TextStyle]]) -> list[tuple[Glyph, _TextStyle]]:
        """The characters with usable boxes: the loose box; the tight one where the loose one is many times as high as
        the others, as PDFium has it for vertical script; a stretched one for thin characters.
        """
        if not characters:
            return []
        typical_height = median([glyph.bottom - glyph.top for _, glyph, _ in characters])
        boxed = []
        for at, loose, style in characters:
            height = loose.bottom - loose.top
            glyph = loose if 0 < height < _TOO_HIGH * typical_height else self._tight(at, loose)
            if 0 < height < _TOO_LOW * typical_height and style.turn == 0:
                glyph = self._stretched(at, loose, typical_height)
            if glyph is not None and math.isfinite(sum(glyph[1:5])):
                boxed.append((glyph, style))
        return boxed

    def _stretched(self, at: int, glyph: Glyph, typical_height: float) -> Glyph:
        """A thin character, such as 一, of a font without line height, stretched to the height of its em."""
        char_matrix, x, y = self._matrix, *self._sides[:2]
        if not c.FPDFText_GetMatrix(self._page, at, char_matrix) or not c.FPDFText_GetCharOrigin(self._page, at, x, y):
            return glyph
        em = c.FPDFText_GetFontSize(self._page, at) * math.hypot(char_matrix.c, char_matrix.d)
        if glyph.bottom - glyph.top > _TOO_LOW * em or not em < _TOO_HIGH * typical_height:
            return glyph
        baseline = self._view.matrix.point(x.value, y.value)[1]
        return glyph._replace(top=baseline - _ASCENT * em, bottom=baseline + (1 - _ASCENT) * em)

    def _tight(self, at: int, glyph: Glyph) -> Glyph | None:
        """A character in the bounding box of its ink; None where it has no ink."""
        left, right, bottom, top = self._sides
        if not c.FPDFText_GetCharBox(self._page, at, left, right, bottom, top):
            return None
        if left.value == right.value or bottom.value == top.value:
            return None
        return Glyph(glyph.text, *self._view.matrix.box(left.value, bottom.value, right.value, top.value))

    def _is_visible(self, glyph: Glyph, style: _TextStyle) -> bool:
        return self._is_shown(glyph, style) or any(
            strokes.holds(box, *glyph.middle) and self._is_shown(glyph, repeated_style)
            for box, repeated_style in self._repeated_texts()
        )

    def _repeated_texts(self) -> list[tuple[Box, _TextStyle]]:
        """The text objects that PDFium skips because they repeat an earlier text at the same position."""
        if self._repeats is None:
            self._repeats = []
            sides = tuple(ctypes.c_float() for _ in range(4))
            for address, (handle, order, matrix) in self._drawings.texts.items():
                if address not in self._styles and c.FPDFPageObj_GetBounds(handle, *sides):
                    x0, y0, x1, y1 = matrix.box(*(side.value for side in sides))
                    room = (y1 - y0) / 2
                    self._repeats.append(
                        ((x0 - room, y0, x1 + room, y1), self._object_style(address, order, matrix, 0)),
                    )
        return self._repeats

    def _is_shown(self, glyph: Glyph, style: _TextStyle) -> bool:
        order, _, painted, colour, (left, top, right, bottom) = style
        x, y = glyph.middle
        if not painted or not (left <= x <= right and top <= y <= bottom):
            return False
        if self._background.covers(x, y, order):
            return False
        return colour is None or not self._background.is_invisible(x, y, order, colour)

    def _read_style(self, at: int, address: int) -> _TextStyle:
        """The style of the text object that a character belongs to, stored under the object's address."""
        style = _TextStyle(0, 0, True, None, self._paper)
        if address:
            _, order, matrix = self._drawings.texts.get(address, (None, 0, self._view.matrix))
            style = self._object_style(address, order, matrix, self._turn(at))
        self._styles[address] = style
        return style

    def _object_style(self, address: int, order: int, matrix: Matrix, turn: int | None) -> _TextStyle:
        mode = by_address.text_render_mode(address)
        colour, alpha = fill_colour(address)
        painted = mode not in _UNPAINTED and not (mode in _FILLED and colour is not None and alpha == 0)
        check_background = mode in _FILLED and colour is not None and self._background.may_be_invisible(colour)
        return _TextStyle(order, turn, painted, colour if check_background else None, self._clip_box(address, matrix))

    def _turn(self, at: int) -> int | None:
        """The rotation of a character's line in clockwise quarters; None for a slant."""
        if not by_address.char_matrix(ctypes.addressof(self._page.contents), at, ctypes.addressof(self._matrix)):
            return 0
        return _turned(self._view.matrix, self._matrix.a, self._matrix.b)

    def _clip_box(self, text_object: int, matrix: Matrix) -> Box:
        """The box that a text object is clipped to."""
        address = by_address.clip_path(text_object)
        count = by_address.clip_paths(address) if address else 0
        if count <= 0:
            return self._paper
        key = tuple([by_address.clip_segment(address, path, 0) or 0 for path in range(count)])
        box = self._clips.get(key)
        if box is None:
            box = self._paper
            for path in range(count):
                box = _intersection(box, _bounds(address, path, matrix))
            self._clips[key] = box
        return box


@lru_cache(maxsize=64)
def _turned(shown: Matrix, a: float, b: float) -> int | None:
    """The rotation on the visible page of what the first column of a character's matrix points along."""
    return quarters(shown.a * a + shown.c * b, shown.b * a + shown.d * b)


def _intersection(first: Box, second: Box | None) -> Box:
    if second is None:
        return first
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def _bounds(clip: int, path: int, matrix: Matrix) -> Box | None:
    """The bounding box of a clipping path; None where it has no points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.addressof(x), ctypes.addressof(y)
    points = []
    for at in range(min(by_address.clip_segments(clip, path), _MAX_GLYPHS)):
        segment = by_address.clip_segment(clip, path, at)
        if segment and by_address.segment_point(segment, to_x, to_y):
            points.append(matrix.point(x.value, y.value))
    return strokes.box(points) if points else None
