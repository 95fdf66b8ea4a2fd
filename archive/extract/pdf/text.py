"""The visible and the invisible characters of a PDF's page, with their positions.

Reads PDFium's text pages and text objects. Invisible are characters that are not painted (render modes 3 and 7, ISO
32000-1, 9.3.6), are transparent or of the colour of their background, are off the paper or outside of their clipping
path, or are painted over. Slanted characters are watermarks and dropped. U+FFFD replaces what a font does not map.
"""

from __future__ import annotations

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
from archive.extract.pdf import calls
from archive.extract.pdf.background import Background
from archive.extract.pdf.calls import Handle, Memory
from archive.extract.pdf.drawings import Colour, Drawings, FillColour
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


@dataclass(slots=True)
class PageText:
    """Visible and invisible characters, and how many are rotated by each number of clockwise quarter turns."""

    visible: list[Glyph] = field(default_factory=list)
    invisible: list[Glyph] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)


class _TextStyle(NamedTuple):
    """What all characters of a text object share.

    `turn` is in clockwise quarters, None for a slant; `colour` is None where the background need not be checked;
    `bare` is true where nothing but its clip can hide it.
    """

    order: int
    turn: int | None
    painted: bool
    colour: Colour | None
    clip: Box
    bare: bool


_Character = tuple[int, str, _TextStyle, Box]
"""Where a character is on its text page, what it prints, its style, and its box on the visible page."""


def text(page: Page, view: View, drawings: Drawings) -> PageText:
    """The characters of an open page. Raises `TooMuchError`."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > _MAX_GLYPHS:
            raise limits.TooMuchError("a page of it has too many characters")
        return _TextReader(calls.handle(textpage.raw), view, drawings).text(count)
    finally:
        textpage.close()


class _TextReader:
    def __init__(self, page: Handle, view: View, drawings: Drawings) -> None:
        self._page = page
        self._view = view
        self._drawings = drawings
        self._background = Background(drawings.fills, view.width, view.height)
        self._paper = (0.0, 0.0, view.width, view.height)
        self._styles: dict[int | None, _TextStyle] = {}
        self._repeats: list[tuple[Box, _TextStyle]] | None = None
        self._clips: dict[tuple[int | None, ...], Box] = {}
        self._turns: dict[tuple[float, ...], int | None] = {}
        self._fill_colour = FillColour()
        self._box = Memory(4, "f")
        self._matrix = Memory(6, "f")
        self._sides = Memory(4, "d")

    def text(self, count: int) -> PageText:
        """The first `count` characters."""
        found = PageText()
        boxed = self._with_boxes(self._characters(count))
        for text, style, (x0, top, x1, bottom) in boxed:
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            left, upper, right, lower = style.clip
            is_visible = (style.bare and left <= x <= right and upper <= y <= lower) or self._is_visible(x, y, style)
            glyph = tuple.__new__(Glyph, (text, x0, top, x1, bottom, 1.0))  # in half the time of `Glyph`
            (found.visible if is_visible else found.invisible).append(glyph)
        found.turns.update([style.turn or 0 for _, style, _ in boxed])
        return found

    def _characters(self, count: int) -> list[_Character]:
        """The characters that are neither blank nor slanted, and have a box: the one that their font states."""
        page, styles, numbers, place = self._page, self._styles, self._box.numbers, self._box.places[0]
        found: list[tuple[int, str, _TextStyle]] = []
        boxes: list[Box] = []
        for at in range(count):
            code = calls.char_unicode(page, at)
            unmapped = calls.has_unicode_map_error(page, at)
            if not unmapped and (code <= 32 or code in _BLANKS or 0xD800 <= code < 0xE000 or code > 0x10FFFF):
                continue
            address = calls.text_object(page, at)
            style = styles.get(address) or self._read_style(at, address)
            if style.turn is None or not calls.loose_char_box(page, at, place):
                continue
            if not unmapped or self._tight(at) is not None:
                found.append((at, UNMAPPED if unmapped else chr(code), style))
                boxes.append(numbers())
        return [(*character, box) for character, box in zip(found, self._view.matrix.boxes(boxes), strict=True)]

    def _with_boxes(self, characters: Sequence[_Character]) -> list[tuple[str, _TextStyle, Box]]:
        """Characters with usable boxes: the loose box; the tight one where the loose one is many times as high as
        the others, as PDFium has it for vertical script; a stretched one for thin characters.
        """
        if not characters:
            return []
        typical_height = median([bottom - top for _, _, _, (_, top, _, bottom) in characters])
        low, high = _TOO_LOW * typical_height, _TOO_HIGH * typical_height
        boxed = []
        for at, text, style, loose in characters:
            height = loose[3] - loose[1]
            box: Box | None = loose
            if 0 < height < low and style.turn == 0:
                box = self._stretched(at, loose, typical_height)
            elif not 0 < height < high:
                box = self._tight(at)
            if box is not None and math.isfinite(sum(box)):
                boxed.append((text, style, box))
        return boxed

    def _stretched(self, at: int, loose: Box, typical_height: float) -> Box:
        """A thin character, such as 一, of a font without line height, stretched to the height of its em."""
        (to_matrix, *_), (to_x, to_y, *_) = self._matrix.places, self._sides.places
        if not calls.char_matrix(self._page, at, to_matrix) or not calls.char_origin(self._page, at, to_x, to_y):
            return loose
        x0, top, x1, bottom = loose
        _, _, c_, d, _, _ = self._matrix.numbers()
        x, y, _, _ = self._sides.numbers()
        em = calls.font_size(self._page, at) * math.hypot(c_, d)
        if bottom - top > _TOO_LOW * em or not em < _TOO_HIGH * typical_height:
            return loose
        baseline = self._view.matrix.point(x, y)[1]
        return x0, baseline - _ASCENT * em, x1, baseline + (1 - _ASCENT) * em

    def _tight(self, at: int) -> Box | None:
        """The bounding box of a character's ink; None where it has no ink."""
        if not calls.char_box(self._page, at, *self._sides.places):
            return None
        left, right, bottom, top = self._sides.numbers()
        if left == right or bottom == top:
            return None
        return self._view.matrix.box(left, bottom, right, top)

    def _is_visible(self, x: float, y: float, style: _TextStyle) -> bool:
        return self._is_shown(x, y, style) or any(
            strokes.holds(box, x, y) and self._is_shown(x, y, repeated_style)
            for box, repeated_style in self._repeated_texts()
        )

    def _repeated_texts(self) -> list[tuple[Box, _TextStyle]]:
        """The text objects that PDFium skips because they repeat an earlier text at the same position."""
        if self._repeats is None:
            self._repeats = []
            bounds = Memory(4, "f")
            for address, (handle, order, matrix) in self._drawings.texts.items():
                if address not in self._styles and calls.object_bounds(handle, *bounds.places):
                    x0, y0, x1, y1 = matrix.box(*bounds.numbers())
                    room = (y1 - y0) / 2
                    self._repeats.append(((x0 - room, y0, x1 + room, y1), self._object_style(handle, order, matrix, 0)))
        return self._repeats

    def _is_shown(self, x: float, y: float, style: _TextStyle) -> bool:
        order, _, painted, colour, (left, top, right, bottom), _ = style
        if not painted or not (left <= x <= right and top <= y <= bottom):
            return False
        if self._background.covers(x, y, order):
            return False
        return colour is None or not self._background.is_invisible(x, y, order, colour)

    def _read_style(self, at: int, address: int | None) -> _TextStyle:
        """The style of the text object that a character belongs to, stored under the object's address."""
        style = _TextStyle(0, 0, True, None, self._paper, False)
        if address:
            known = self._drawings.texts.get(address)
            handle, order, matrix = known or (Handle(address), 0, self._view.matrix)
            style = self._object_style(handle, order, matrix, self._turn(at))
        self._styles[address] = style
        return style

    def _object_style(self, handle: Handle, order: int, matrix: Matrix, turn: int | None) -> _TextStyle:
        mode = calls.text_render_mode(handle)
        colour, alpha = self._fill_colour.of(handle)
        painted = mode not in _UNPAINTED and not (mode in _FILLED and colour is not None and alpha == 0)
        check_background = mode in _FILLED and colour is not None and self._background.may_be_invisible(colour)
        bare = painted and not check_background and order >= self._background.last_cover
        clip = self._clip_box(handle, matrix)
        return _TextStyle(order, turn, painted, colour if check_background else None, clip, bare)

    def _turn(self, at: int) -> int | None:
        """The rotation of a character's line in clockwise quarters; None for a slant."""
        if not calls.char_matrix(self._page, at, self._matrix.places[0]):
            return 0
        a, b, *_ = self._matrix.numbers()
        if (a, b) not in self._turns:
            shown = self._view.matrix
            self._turns[a, b] = quarters(shown.a * a + shown.c * b, shown.b * a + shown.d * b)
        return self._turns[a, b]

    def _clip_box(self, text_object: Handle, matrix: Matrix) -> Box:
        """The box that a text object is clipped to."""
        clip = calls.clip_path(text_object)
        count = calls.count_clip_paths(clip) if clip else 0
        if count <= 0:
            return self._paper
        key = tuple([calls.get_clip_segment(clip, path, 0).value for path in range(count)])
        box = self._clips.get(key)
        if box is None:
            box = self._paper
            for path in range(count):
                box = _intersection(box, _bounds(clip, path, matrix))
            self._clips[key] = box
        return box


def _intersection(first: Box, second: Box | None) -> Box:
    if second is None:
        return first
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def _bounds(clip: Handle, path: int, matrix: Matrix) -> Box | None:
    """The bounding box of a clipping path; None where it has no points."""
    point = Memory(2, "f")
    points = [
        point.numbers()
        for at in range(min(calls.count_clip_segments(clip, path), _MAX_GLYPHS))
        if calls.segment_point(calls.get_clip_segment(clip, path, at), *point.places)
    ]
    return strokes.box(matrix.points(points)) if points else None
