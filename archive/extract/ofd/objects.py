"""What a page of an OFD draws: characters, lines and pictures in millimetres (GB/T 33190, 8 and 11).

Reads graphic units: text, paths, images, blocks and composite units, each placed by its boundary and its matrix in its
container. Invisible content is left out; slanted text is a watermark and dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from archive import patterns
from archive.extract.layout import limits, xml
from archive.extract.page import strokes
from archive.extract.page.characters import Glyph
from archive.extract.page.matrix import IDENTITY, Matrix, quarters
from archive.extract.page.rulings import Ruling
from archive.extract.page.strokes import Box, Point

FindUnit = Callable[[str], xml.Element | None]
"""The composite unit with an ID among the document's resources; None where there is none."""

_THIN: Final = 1.0
"""Millimetres up to which a filled box counts as a line."""
_STRAIGHT: Final = 0.3
"""Millimetres by which a line may be off the horizontal or vertical."""
_NUMBER: Final = patterns.lazy(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP: Final = patterns.lazy(r"g\s+(\d+)\s+([-\d.]+)|([-\d.]+)")
_PATH: Final = patterns.lazy(r"([A-Za-z])([^A-Za-z]*)")
_ASCENT: Final = 0.85
"""The share of the font size above the baseline."""
_MOST: Final = 1e6
"""What larger numbers are taken for."""
_GLYPHS: Final = 60_000
_OBJECTS: Final = 60_000
_DEPTH: Final = 6


@dataclass(slots=True)
class PageContent:
    """The visible content of a page: `turns` counts characters by their quarter turns, `pictures` has boxes and
    resource IDs."""

    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)
    objects: int = 0

    def add(self, holder: xml.Element, find_unit: FindUnit, outer: Matrix = IDENTITY, depth: int = 0) -> None:
        """Add the content of an element, placed by a matrix. Raises `TooMuchError`."""
        for element in holder:
            self.objects += 1
            if self.objects > _OBJECTS or len(self.glyphs) > _GLYPHS:
                raise limits.TooMuchError("a page of it has too many characters")
            if depth < 4 * _DEPTH and _is_visible(element):
                self._add_object(element, find_unit, outer, depth)

    def _add_object(self, element: xml.Element, find_unit: FindUnit, outer: Matrix, depth: int) -> None:
        name = xml.name(element)
        matrix = outer.after(_object_matrix(element))
        if name == "TextObject":
            self._add_text(element, matrix)
        elif name == "PathObject":
            self.rulings += _rulings(element, matrix)
        elif name == "ImageObject":
            self.pictures.append((_area(element, outer, matrix), element.get("ResourceID") or ""))
        elif name == "CompositeObject":
            unit = find_unit(element.get("ResourceID") or "")
            if unit is not None:
                self.add(unit, find_unit, matrix, depth + 4)
        elif name in ("Content", "Layer", "PageBlock", "Appearance"):
            self.add(element, find_unit, matrix if name == "Appearance" else outer, depth + 1)

    def _add_text(self, element: xml.Element, matrix: Matrix) -> None:
        turn = quarters(matrix.a, matrix.b)
        if turn is None or not _is_inked(element):
            return
        made = _glyphs(element, matrix)
        self.turns[turn] += len(made)
        self.glyphs += made


def physical_box(root: xml.Element) -> tuple[float, float] | None:
    """Width and height of the first valid physical box below an element; None where there is none."""
    for element in root.iter():
        if xml.name(element) == "PhysicalBox":
            size = numbers(element.text)
            if len(size) == 4 and size[2] > 0 and size[3] > 0:
                return size[2], size[3]
    return None


def numbers(text: str | None) -> list[float]:
    """The numbers in a text, in their order."""
    return [max(min(float(number), _MOST), -_MOST) for number in _NUMBER.findall(text)] if text else []


def _is_visible(element: xml.Element) -> bool:
    alpha = numbers(element.get("Alpha"))
    return element.get("Visible") != "false" and not (alpha and alpha[0] == 0)


def _is_inked(element: xml.Element) -> bool:
    """Whether a text is filled or stroked with a visible colour."""
    painted = [
        (colour, element.get(switch, default) != "false")
        for colour, switch, default in (("FillColor", "Fill", "true"), ("StrokeColor", "Stroke", "false"))
    ]
    return any(
        on and ((colour_element := xml.child(element, colour)) is None or _is_visible(colour_element))
        for colour, on in painted
    )


def _object_matrix(element: xml.Element) -> Matrix:
    """The matrix from an object's content to its container, by its boundary and its CTM."""
    boundary = numbers(element.get("Boundary"))
    ctm = numbers(element.get("CTM"))
    moved = Matrix(1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]) if len(boundary) >= 2 else IDENTITY
    return moved.after(Matrix(*ctm)) if len(ctm) == 6 else moved


def _area(element: xml.Element, outer: Matrix, matrix: Matrix) -> Box:
    """The box of a picture: its boundary, or the unit square under its matrix."""
    boundary = numbers(element.get("Boundary"))
    if len(boundary) == 4 and boundary[2] > 0 and boundary[3] > 0:
        return outer.box(boundary[0], boundary[1], boundary[0] + boundary[2], boundary[1] + boundary[3])
    return matrix.box(0.0, 0.0, 1.0, 1.0)


def _glyphs(element: xml.Element, matrix: Matrix) -> list[Glyph]:
    """The characters of a text; a run without a start position starts where the previous run did."""
    size = (numbers(element.get("Size")) or [4.0])[0]
    x = y = 0.0
    printed: list[str] = []
    boxes: list[Box] = []
    for code in xml.children(element, "TextCode"):
        text = (code.text or "").strip("\r\n")
        start_x, start_y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        x, y = start_x, start_y
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        for at, char in enumerate(text):
            wide = size if char > "\u2e7f" else size * 0.5
            if not char.isspace():
                printed.append(char)
                boxes.append((x, y - _ASCENT * size, x + wide, y + (1 - _ASCENT) * size))
            x += steps_x[at] if at < len(steps_x) else (0.0 if steps_y else wide)
            y += steps_y[at] if at < len(steps_y) else 0.0
        x, y = start_x, start_y
    return [Glyph(char, *box) for char, box in zip(printed, matrix.boxes(boxes), strict=True)]


def _rulings(element: xml.Element, matrix: Matrix) -> list[Ruling]:
    """The straight lines of a path."""
    data = xml.child(element, "AbbreviatedData")
    if data is None or not data.text:
        return []
    outlines = list(map(matrix.points, _outlines(data.text)))
    return strokes.rulings(outlines, _THIN, _STRAIGHT, element.get("Stroke", "true") != "false") if outlines else []


def _outlines(data: str) -> Iterator[list[Point]]:
    """The polylines of a path's commands; a curve counts as a line to its end."""
    points: list[Point] = []
    for match in _PATH.finditer(data):
        coordinates = numbers(match[2])
        if match[1] in "MS":
            if len(points) > 1:
                yield points
            points = []
        if match[1] == "C" and points:
            points.append(points[0])
        elif len(coordinates) >= 2:
            points.append((coordinates[-2], coordinates[-1]))
    if len(points) > 1:
        yield points


def _steps(text: str | None, most: int) -> list[float]:
    """Distances in OFD's notation: numbers, and `g 5 3.2` for five times 3.2; little more than `most` of them."""
    steps: list[float] = []
    for match in _STEP.finditer(text or ""):
        steps += [_float(match[2])] * min(int(match[1][:6]), most) if match[1] else [_float(match[3])]
        if len(steps) > most:
            break
    return steps


def _float(text: str) -> float:
    try:
        return max(min(float(text), _MOST), -_MOST)
    except ValueError:
        return 0.0
