"""What a PDF's page draws apart from text: ruled lines, filled areas and pictures, in coordinates of the visible page.

Walks PDFium's page objects, including those inside of form XObjects (ISO 32000-1, 8.10), in painting order, and applies
the matrices of all enclosing forms.
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
from archive.extract.pdf import by_address
from archive.extract.pdf.view import Handle, Page, View

_THIN: Final = 3.0
"""Points up to which a filled box counts as a line."""
_STRAIGHT: Final = 1.0
"""Points by which a line may be off the horizontal or vertical."""
_MAX_OBJECTS: Final = 60_000
_MAX_DEPTH: Final = 6
_OPAQUE: Final = 255

_FourParts: Final = ctypes.c_uint * 4

Colour = tuple[int, int, int]


class PageObject(NamedTuple):
    """An object of a page: its PDFium handle, its kind, and the matrix from its space to the visible page."""

    handle: Handle
    kind: int
    matrix: Matrix
    transparent: bool
    """Whether an enclosing form is transparent."""


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
    texts: dict[int, tuple[Handle, int, Matrix]] = field(default_factory=dict)
    curves: int = 0


def read_drawings(page: Page, view: View) -> Drawings:
    """Read the drawings of an open page. Raises `TooMuchError`."""
    found = Drawings()
    paper = (0.0, 0.0, view.width, view.height)
    for order, page_object in enumerate(_parts(page.raw, view.matrix)):
        if page_object.kind == c.FPDF_PAGEOBJ_PATH:
            _add_path(found, page_object, order, paper)
        elif page_object.kind == c.FPDF_PAGEOBJ_IMAGE:
            _add_picture(found, page_object, order, paper)
        elif page_object.kind == c.FPDF_PAGEOBJ_TEXT:
            found.texts[ctypes.addressof(page_object.handle.contents)] = page_object.handle, order, page_object.matrix
        elif page_object.kind == c.FPDF_PAGEOBJ_SHADING:
            found.fills.append(Fill(order, paper, None, False))
    return found


def _parts(page: Page, matrix: Matrix) -> Iterator[PageObject]:
    """The objects of a page in painting order, forms replaced by their content."""
    seen = 0
    levels = [(_children(page, c.FPDFPage_CountObjects, c.FPDFPage_GetObject), matrix, False)]
    while levels:
        children, outer, transparent = levels[-1]
        handle = next(children, None)
        if handle is None:
            levels.pop()
            continue
        seen += 1
        if seen > _MAX_OBJECTS:
            raise limits.TooMuchError("a page of it has too many parts")
        kind = c.FPDFPageObj_GetType(handle)
        if kind != c.FPDF_PAGEOBJ_FORM:
            yield PageObject(handle, kind, outer, transparent)
        elif len(levels) <= _MAX_DEPTH and (inner := _matrix(handle)) is not None:
            inside = _children(handle, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject)
            levels.append((inside, outer.after(inner), transparent or bool(c.FPDFPageObj_HasTransparency(handle))))


def _children(holder: Handle, count: Callable[..., int], get: Callable[..., Handle]) -> Iterator[Handle]:
    return (child for at in range(max(count(holder), 0)) if (child := get(holder, at)))


def _matrix(handle: Handle) -> Matrix | None:
    """The matrix of an object; None where it has no finite one."""
    values = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(handle, values):
        return None
    matrix = Matrix(values.a, values.b, values.c, values.d, values.e, values.f)
    return matrix if all(map(math.isfinite, matrix)) else None


def _add_path(found: Drawings, page_object: PageObject, order: int, paper: Box) -> None:
    object_matrix = _matrix(page_object.handle)
    outlines, curves = (
        _outlines(page_object.handle, page_object.matrix.after(object_matrix)) if object_matrix is not None else ([], 0)
    )
    found.curves += curves
    if not outlines:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(page_object.handle, fill, stroke)
    for ruling in strokes.rulings(outlines, _THIN, _STRAIGHT, bool(stroke.value)):
        shown = _clip(paper, ruling)
        if shown is not None:
            found.rulings.append(shown)
    if not fill.value:
        return
    area = strokes.box([point for outline in outlines for point in outline])
    if area[2] - area[0] > _THIN and area[3] - area[1] > _THIN:
        is_box = len(outlines) == 1 and strokes.is_box(outlines[0], _STRAIGHT)
        colour, alpha = fill_colour(by_address.of(page_object.handle))
        is_opaque = (
            is_box
            and alpha == _OPAQUE
            and not page_object.transparent
            and not c.FPDFPageObj_HasTransparency(page_object.handle)
        )
        found.fills.append(Fill(order, area, colour if is_opaque else None, is_opaque))


def _clip(paper: Box, ruling: Ruling) -> Ruling | None:
    """The part of a line that is on the paper; None where it is off the paper."""
    x0, y0, x1, y1 = ruling
    if x1 < paper[0] or y1 < paper[1] or x0 > paper[2] or y0 > paper[3]:
        return None
    return Ruling(max(x0, paper[0]), max(y0, paper[1]), min(x1, paper[2]), min(y1, paper[3]))


def _add_picture(found: Drawings, page_object: PageObject, order: int, paper: Box) -> None:
    object_matrix = _matrix(page_object.handle)
    if object_matrix is None:
        return
    x0, y0, x1, y1 = page_object.matrix.after(object_matrix).box(0.0, 0.0, 1.0, 1.0)
    if x1 < paper[0] or y1 < paper[1] or x0 > paper[2] or y0 > paper[3]:
        return
    corners = [(x0, y0), (x1, y1)]
    lines = [shown for line in strokes.rulings([corners], _THIN, _STRAIGHT, False) if (shown := _clip(paper, line))]
    found.rulings += lines
    if x1 - x0 > _THIN and y1 - y0 > _THIN:
        area = (max(x0, paper[0]), max(y0, paper[1]), min(x1, paper[2]), min(y1, paper[3]))
        found.pictures.append(area)
        found.fills.append(Fill(order, area, None, False))


def fill_colour(address: int) -> tuple[Colour | None, int]:
    """The fill colour of the object at an address, None for a pattern, and its opacity from 0 to 255."""
    parts = _FourParts()
    first = ctypes.addressof(parts)
    if not by_address.fill_color(address, first, first + 4, first + 8, first + 12):
        return None, 0
    red, green, blue, alpha = parts
    return (red, green, blue), alpha


def _outlines(path: Handle, matrix: Matrix) -> tuple[list[list[Point]], int]:
    """The polylines of a path, and how many of its segments are curves."""
    outlines: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y, address = ctypes.addressof(x), ctypes.addressof(y), by_address.of(path)
    curves = 0
    for at in range(min(c.FPDFPath_CountSegments(path), _MAX_OBJECTS)):
        segment = by_address.path_segment(address, at)
        if not by_address.segment_point(segment, to_x, to_y):
            continue
        point = matrix.point(x.value, y.value)
        if not (math.isfinite(point[0]) and math.isfinite(point[1])):
            return [], 0
        kind = by_address.segment_type(segment)
        if kind == c.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([point])
        else:
            outlines[-1].append(point)
            curves += kind == c.FPDF_SEGMENT_BEZIERTO
        if by_address.segment_close(segment):
            outlines[-1].append(outlines[-1][0])
    return [outline for outline in outlines if len(outline) > 1], curves
