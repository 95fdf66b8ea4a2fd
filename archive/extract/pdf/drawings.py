"""What a PDF's page draws apart from text: ruled lines, filled areas and pictures, in coordinates of the visible page.

Walks PDFium's page objects, including those inside of form XObjects (ISO 32000-1, 8.10), in painting order, and applies
the matrices of all enclosing forms.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.layout import limits
from archive.extract.page import strokes
from archive.extract.page.matrix import IDENTITY, Matrix
from archive.extract.page.rulings import Ruling
from archive.extract.page.strokes import Box, Point
from archive.extract.pdf import calls
from archive.extract.pdf.calls import Handle, Memory
from archive.extract.pdf.view import Page, View

_THIN: Final = 3.0
"""Points up to which a filled box counts as a line."""
_STRAIGHT: Final = 1.0
"""Points by which a line may be off the horizontal or vertical."""
_MAX_OBJECTS: Final = 60_000
_MAX_DEPTH: Final = 6
_OPAQUE: Final = 255
_TEXT, _PATH, _IMAGE = c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE
_SHADING, _FORM = c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_FORM
_MOVE, _CURVE = c.FPDF_SEGMENT_MOVETO, c.FPDF_SEGMENT_BEZIERTO

Colour = tuple[int, int, int]


class Fill(NamedTuple):
    """A painted area; the colour is None where it has several or is unknown."""

    order: int
    box: Box
    colour: Colour | None
    opaque: bool
    """Whether it hides what is below it."""


@dataclass(slots=True)
class Drawings:
    """What a page draws. `texts` has the handle, the painting order and the enclosing matrix of each text object by its
    address; `curves` counts the curved segments of paths."""

    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    texts: dict[int | None, tuple[Handle, int, Matrix]] = field(default_factory=dict)
    curves: int = 0


def read_drawings(page: Page, view: View) -> Drawings:
    """Read the drawings of an open page. Raises `TooMuchError`."""
    reader = _Reader((0.0, 0.0, view.width, view.height))
    reader.add(calls.handle(page.raw), view.matrix, calls.count_objects, calls.get_object)
    return reader.found


class _Reader:
    """Adds the objects of a page, and of the forms in it, to what is found on it."""

    def __init__(self, paper: Box) -> None:
        self.found = Drawings()
        self._paper = paper
        self._seen = 0
        self._order = 0
        self._matrix = Memory(6, "f")
        self._point = Memory(2, "f")
        self._modes = Memory(2, "i")
        self._fill_colour = FillColour()

    def add(
        self,
        holder: Handle,
        outer: Matrix,
        count: Callable[[Handle], int],
        get: Callable[[Handle, int], Handle],
        depth: int = 0,
        transparent: bool = False,
    ) -> None:
        """Add the objects of a page or of a form, given the matrix from their space to the visible page.

        `transparent` says whether an enclosing form is. Raises `TooMuchError`.
        """
        for at in range(count(holder)):
            handle = get(holder, at)
            if not handle:
                continue
            self._seen += 1
            if self._seen > _MAX_OBJECTS:
                raise limits.TooMuchError("a page of it has too many parts")
            kind = calls.object_type(handle)
            if kind == _FORM:
                if depth < _MAX_DEPTH and (inner := self._matrix_of(handle, outer)) is not None:
                    glass = transparent or bool(calls.has_transparency(handle))
                    self.add(handle, inner, calls.count_form_objects, calls.get_form_object, depth + 1, glass)
                continue
            if kind == _TEXT:
                self.found.texts[handle.value] = handle, self._order, outer
            elif kind == _PATH:
                self._add_path(handle, outer, transparent)
            elif kind == _IMAGE:
                self._add_picture(handle, outer)
            elif kind == _SHADING:
                self.found.fills.append(Fill(self._order, self._paper, None, False))
            self._order += 1

    def _matrix_of(self, handle: Handle, outer: Matrix) -> Matrix | None:
        """The matrix from an object's space to the visible page; None where the object has no finite one."""
        if not calls.object_matrix(handle, self._matrix.places[0]):
            return None
        inner = Matrix(*self._matrix.numbers())
        if inner == IDENTITY:  # most of them
            return outer
        return outer.after(inner) if all(map(math.isfinite, inner)) else None

    def _add_path(self, handle: Handle, outer: Matrix, transparent: bool) -> None:
        matrix = self._matrix_of(handle, outer)
        outlines = self._outlines(handle, matrix) if matrix is not None else []
        if not outlines:
            return
        calls.draw_mode(handle, *self._modes.places)
        filled, stroked = self._modes.numbers()
        left, top, right, bottom = self._paper
        for ruling in strokes.rulings(outlines, _THIN, _STRAIGHT, bool(stroked)):
            x0, y0, x1, y1 = ruling
            if left <= x0 and top <= y0 and x1 <= right and y1 <= bottom:  # nearly all
                self.found.rulings.append(ruling)
            elif (shown := _clip(self._paper, ruling)) is not None:
                self.found.rulings.append(shown)
        if not filled:
            return
        area = strokes.box([point for outline in outlines for point in outline])
        if area[2] - area[0] > _THIN and area[3] - area[1] > _THIN:
            is_box = len(outlines) == 1 and strokes.is_box(outlines[0], _STRAIGHT)
            colour, alpha = self._fill_colour.of(handle)
            is_opaque = is_box and alpha == _OPAQUE and not transparent and not calls.has_transparency(handle)
            self.found.fills.append(Fill(self._order, area, colour if is_opaque else None, is_opaque))

    def _outlines(self, path: Handle, matrix: Matrix) -> list[list[Point]]:
        """The polylines of a path. Counts its curved segments."""
        outlines: list[list[Point]] = []
        outline: list[Point] = []
        curves = 0
        point, (to_x, to_y) = self._point.numbers, self._point.places
        for at in range(min(calls.count_segments(path), _MAX_OBJECTS)):
            segment = calls.get_segment(path, at)
            if not calls.segment_point(segment, to_x, to_y):
                continue
            kind = calls.segment_type(segment)
            if kind == _MOVE or not outlines:
                outline = []
                outlines.append(outline)
            else:
                curves += kind == _CURVE
            outline.append(point())
            if calls.segment_close(segment):
                outline.append(outline[0])
        shown = [matrix.points(outline) for outline in outlines]
        if not math.isfinite(sum([x + y for outline in shown for x, y in outline])):
            return []
        self.found.curves += curves
        return [outline for outline in shown if len(outline) > 1]

    def _add_picture(self, handle: Handle, outer: Matrix) -> None:
        matrix = self._matrix_of(handle, outer)
        if matrix is None:
            return
        x0, y0, x1, y1 = matrix.box(0.0, 0.0, 1.0, 1.0)
        left, top, right, bottom = self._paper
        if x1 < left or y1 < top or x0 > right or y0 > bottom:
            return
        lines = strokes.rulings([[(x0, y0), (x1, y1)]], _THIN, _STRAIGHT, False)
        self.found.rulings += [shown for line in lines if (shown := _clip(self._paper, line))]
        if x1 - x0 > _THIN and y1 - y0 > _THIN:
            area = (max(x0, left), max(y0, top), min(x1, right), min(y1, bottom))
            self.found.pictures.append(area)
            self.found.fills.append(Fill(self._order, area, None, False))


class FillColour:
    """Asks for the fill colours of page objects."""

    def __init__(self) -> None:
        self._parts = Memory(4, "I")

    def of(self, handle: Handle) -> tuple[Colour | None, int]:
        """The fill colour of an object, None for a pattern, and its opacity from 0 to 255."""
        if not calls.fill_color(handle, *self._parts.places):
            return None, 0
        red, green, blue, alpha = self._parts.numbers()
        return (red, green, blue), alpha


def _clip(paper: Box, ruling: Ruling) -> Ruling | None:
    """The part of a line that is on the paper; None where it is off the paper."""
    left, top, right, bottom = paper
    x0, y0, x1, y1 = ruling
    if left <= x0 and top <= y0 and x1 <= right and y1 <= bottom:
        return ruling
    if x1 < left or y1 < top or x0 > right or y0 > bottom:
        return None
    return Ruling(max(x0, left), max(y0, top), min(x1, right), min(y1, bottom))
