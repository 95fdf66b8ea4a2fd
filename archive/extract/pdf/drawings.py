"""What a PDF's page draws besides text: ruled lines, filled boxes and pictures, at their places on the shown page.

Knows PDFium's objects, those inside of form XObjects with them (ISO 32000-1, 8.10), and the order in which they are
painted; where they come to lie is told by the matrices of all forms around them.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.layout import limits
from archive.extract.page import strokes
from archive.extract.page.matrix import Matrix
from archive.extract.page.rulings import Ruling
from archive.extract.page.strokes import Box, Point
from archive.extract.pdf.view import Handle, Page, View

_THIN: Final = 3.0
_STRAIGHT: Final = 1.0
_OBJECTS: Final = 60_000
_DEPTH: Final = 6
_OPAQUE: Final = 255

Colour = tuple[int, int, int]


class Part(NamedTuple):
    """An object of a page, what kind it is, and the way from its space to the shown page."""

    handle: Handle
    kind: int
    matrix: Matrix
    sheer: bool
    """Whether something round it lets the ground show through."""


class Fill(NamedTuple):
    """An area that is painted over; the colour is None where it is not one colour, or not known."""

    order: int
    box: Box
    colour: Colour | None
    hides: bool
    """Whether what lies below cannot be seen."""


@dataclass(slots=True)
class Drawn:
    """What a page draws. `texts` has each text object by its address, with its order and the matrix round it; `curves`
    counts the bent steps of paths."""

    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    texts: dict[int, tuple[Handle, int, Matrix]] = field(default_factory=dict)
    curves: int = 0


def drawn(page: Page, view: View) -> Drawn:
    """All that is drawn on an open page. Raises `TooMuchError`."""
    found = Drawn()
    paper = (0.0, 0.0, view.width, view.height)
    for order, part in enumerate(_parts(page.raw, view.matrix)):
        if part.kind == c.FPDF_PAGEOBJ_PATH:
            _take_path(found, part, order, paper)
        elif part.kind == c.FPDF_PAGEOBJ_IMAGE:
            _take_picture(found, part, order, paper)
        elif part.kind == c.FPDF_PAGEOBJ_TEXT:
            found.texts[ctypes.addressof(part.handle.contents)] = part.handle, order, part.matrix
        elif part.kind == c.FPDF_PAGEOBJ_SHADING:
            found.fills.append(Fill(order, paper, None, False))
    return found


def _parts(page: Page, matrix: Matrix) -> Iterator[Part]:
    """The objects of a page in the order in which they are painted, forms opened."""
    seen = 0
    levels = [(_children(page, c.FPDFPage_CountObjects, c.FPDFPage_GetObject), matrix, False)]
    while levels:
        children, outer, sheer = levels[-1]
        handle = next(children, None)
        if handle is None:
            levels.pop()
            continue
        seen += 1
        if seen > _OBJECTS:
            raise limits.TooMuchError("a page of it has too many parts")
        kind = c.FPDFPageObj_GetType(handle)
        if kind != c.FPDF_PAGEOBJ_FORM:
            yield Part(handle, kind, outer, sheer)
        elif len(levels) <= _DEPTH and (inner := _matrix(handle)) is not None:
            inside = _children(handle, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject)
            levels.append((inside, outer.after(inner), sheer or bool(c.FPDFPageObj_HasTransparency(handle))))


def _children(holder: Handle, count: Callable[..., int], get: Callable[..., Handle]) -> Iterator[Handle]:
    return (child for at in range(max(count(holder), 0)) if (child := get(holder, at)))


def _matrix(handle: Handle) -> Matrix | None:
    """An object's own matrix; None where it is none that places anything."""
    told = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(handle, told):
        return None
    matrix = Matrix(told.a, told.b, told.c, told.d, told.e, told.f)
    return matrix if all(map(math.isfinite, matrix)) else None


def _take_path(found: Drawn, part: Part, order: int, paper: Box) -> None:
    own = _matrix(part.handle)
    outlines, curves = _outlines(part.handle, part.matrix.after(own)) if own is not None else ([], 0)
    found.curves += curves
    if not outlines:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(part.handle, fill, stroke)
    for ruling in strokes.rulings(outlines, _THIN, _STRAIGHT, bool(stroke.value)):
        shown = _on(paper, ruling)
        if shown is not None:
            found.rulings.append(shown)
    if not fill.value:
        return
    area = strokes.box([point for outline in outlines for point in outline])
    if area[2] - area[0] > _THIN and area[3] - area[1] > _THIN:
        plain = len(outlines) == 1 and strokes.is_box(outlines[0], _STRAIGHT)
        colour, alpha = fill_colour(part.handle)
        solid = plain and alpha == _OPAQUE and not part.sheer and not c.FPDFPageObj_HasTransparency(part.handle)
        found.fills.append(Fill(order, area, colour if solid else None, solid))


def _on(paper: Box, ruling: Ruling) -> Ruling | None:
    """The part of a line that is on the paper; None for none of it."""
    x0, y0, x1, y1 = ruling
    if x1 < paper[0] or y1 < paper[1] or x0 > paper[2] or y0 > paper[3]:
        return None
    return Ruling(max(x0, paper[0]), max(y0, paper[1]), min(x1, paper[2]), min(y1, paper[3]))


def _take_picture(found: Drawn, part: Part, order: int, paper: Box) -> None:
    own = _matrix(part.handle)
    if own is None:
        return
    x0, y0, x1, y1 = part.matrix.after(own).box(0.0, 0.0, 1.0, 1.0)
    if x1 < paper[0] or y1 < paper[1] or x0 > paper[2] or y0 > paper[3]:
        return
    corners = [(x0, y0), (x1, y1)]
    lines = [shown for one in strokes.rulings([corners], _THIN, _STRAIGHT, False) if (shown := _on(paper, one))]
    found.rulings += lines
    if x1 - x0 > _THIN and y1 - y0 > _THIN:
        area = (max(x0, paper[0]), max(y0, paper[1]), min(x1, paper[2]), min(y1, paper[3]))
        found.pictures.append(area)
        found.fills.append(Fill(order, area, None, False))


def fill_colour(handle: Handle) -> tuple[Colour | None, int]:
    """The colour with which an object is filled, None where it is a pattern, and how opaque it is, from 0 to 255."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not c.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return None, 0
    return (red.value, green.value, blue.value), alpha.value


def _outlines(path: Handle, matrix: Matrix) -> tuple[list[list[Point]], int]:
    """The connected points of a path, and how many of its steps are bent."""
    outlines: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    curves = 0
    for at in range(min(c.FPDFPath_CountSegments(path), _OBJECTS)):
        segment = c.FPDFPath_GetPathSegment(path, at)
        if not c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = matrix.point(x.value, y.value)
        if not (math.isfinite(point[0]) and math.isfinite(point[1])):
            return [], 0
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([point])
        else:
            outlines[-1].append(point)
            curves += kind == c.FPDF_SEGMENT_BEZIERTO
        if c.FPDFPathSegment_GetClose(segment):
            outlines[-1].append(outlines[-1][0])
    return [outline for outline in outlines if len(outline) > 1], curves
