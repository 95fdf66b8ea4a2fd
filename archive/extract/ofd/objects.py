"""What a page of an OFD draws: characters, lines and pictures at places in millimetres (GB/T 33190, 8 and 11).

Knows graphic units: text, paths, images, blocks and composite units, each placed by its boundary and its own matrix in
what holds it. What is not to be seen is left out; text at a slant is a watermark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from archive.extract.layout import limits, xml
from archive.extract.page import strokes
from archive.extract.page.characters import Glyph
from archive.extract.page.matrix import IDENTITY, Matrix, quarters
from archive.extract.page.rulings import Ruling
from archive.extract.page.strokes import Box, Point

Find = Callable[[str], xml.Element | None]
"""The composite unit with a number, among the resources of the document."""

_THIN: Final = 1.0
_STRAIGHT: Final = 0.3
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP: Final = re.compile(r"g\s+(\d+)\s+([-\d.]+)|([-\d.]+)")
_PATH: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_ASCENT: Final = 0.85
_GLYPHS: Final = 60_000
_OBJECTS: Final = 60_000
_DEPTH: Final = 6


@dataclass(slots=True)
class Drawn:
    """What is seen on a page: `turns` counts characters by the quarters they are turned, `pictures` are boxes with the
    numbers of their resources."""

    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)
    objects: int = 0

    def add(self, holder: xml.Element, find: Find, outer: Matrix = IDENTITY, depth: int = 0) -> None:
        """Take over what an element holds, placed by a matrix. Raises `TooMuchError`."""
        for element in holder:
            self.objects += 1
            if self.objects > _OBJECTS or len(self.glyphs) > _GLYPHS:
                raise limits.TooMuchError("a page of it has too many characters")
            if depth < 4 * _DEPTH and _is_visible(element):
                self._take(element, find, outer, depth)

    def _take(self, element: xml.Element, find: Find, outer: Matrix, depth: int) -> None:
        name = xml.name(element)
        matrix = outer.after(_placed(element))
        if name == "TextObject":
            self._write(element, matrix)
        elif name == "PathObject":
            self.rulings += _rulings(element, matrix)
        elif name == "ImageObject":
            self.pictures.append((_area(element, outer, matrix), element.get("ResourceID") or ""))
        elif name == "CompositeObject":
            unit = find(element.get("ResourceID") or "")
            if unit is not None:
                self.add(unit, find, matrix, depth + 4)
        elif name in ("Content", "Layer", "PageBlock", "Appearance"):
            self.add(element, find, matrix if name == "Appearance" else outer, depth + 1)

    def _write(self, element: xml.Element, matrix: Matrix) -> None:
        turn = quarters(matrix.a, matrix.b)
        if turn is None or not _is_inked(element):
            return
        made = list(_glyphs(element, matrix))
        self.turns[turn] += len(made)
        self.glyphs += made


def box(root: xml.Element) -> tuple[float, float] | None:
    """The size of the physical box that an element tells."""
    for element in root.iter():
        if xml.name(element) == "PhysicalBox":
            told = numbers(element.text)
            if len(told) == 4 and told[2] > 0 and told[3] > 0:
                return told[2], told[3]
    return None


def numbers(text: str | None) -> list[float]:
    """The numbers in a text."""
    return [_float(number) for number in _NUMBER.findall(text or "")]


def _is_visible(element: xml.Element) -> bool:
    alpha = numbers(element.get("Alpha"))
    return element.get("Visible") != "false" and not (alpha and alpha[0] == 0)


def _is_inked(element: xml.Element) -> bool:
    """Whether a text is filled or stroked with something that can be seen."""
    painted = [
        (colour, element.get(switch, default) != "false")
        for colour, switch, default in (("FillColor", "Fill", "true"), ("StrokeColor", "Stroke", "false"))
    ]
    return any(on and ((own := xml.child(element, colour)) is None or _is_visible(own)) for colour, on in painted)


def _placed(element: xml.Element) -> Matrix:
    """Where an object's boundary and its own matrix put what it draws."""
    place = numbers(element.get("Boundary"))
    own = numbers(element.get("CTM"))
    moved = Matrix(1.0, 0.0, 0.0, 1.0, place[0], place[1]) if len(place) >= 2 else IDENTITY
    return moved.after(Matrix(*own)) if len(own) == 6 else moved


def _area(element: xml.Element, outer: Matrix, matrix: Matrix) -> Box:
    """The box of a picture: its boundary, or where its matrix puts the unit square."""
    place = numbers(element.get("Boundary"))
    if len(place) == 4 and place[2] > 0 and place[3] > 0:
        return outer.box(place[0], place[1], place[0] + place[2], place[1] + place[3])
    return matrix.box(0.0, 0.0, 1.0, 1.0)


def _glyphs(element: xml.Element, matrix: Matrix) -> Iterator[Glyph]:
    """The characters of a text; where a run does not tell where it begins, it begins where the one before did."""
    size = (numbers(element.get("Size")) or [4.0])[0]
    x = y = 0.0
    for code in xml.children(element, "TextCode"):
        text = (code.text or "").strip("\r\n")
        start_x, start_y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        x, y = start_x, start_y
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        for at, char in enumerate(text):
            wide = size if char > "\u2e7f" else size * 0.5
            if not char.isspace():
                yield Glyph(char, *matrix.box(x, y - _ASCENT * size, x + wide, y + (1 - _ASCENT) * size))
            x += steps_x[at] if at < len(steps_x) else (0.0 if steps_y else wide)
            y += steps_y[at] if at < len(steps_y) else 0.0
        x, y = start_x, start_y


def _rulings(element: xml.Element, matrix: Matrix) -> Iterator[Ruling]:
    """The straight lines of a path."""
    data = xml.child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    outlines = [[matrix.point(x, y) for x, y in points] for points in _outlines(data.text)]
    if outlines:
        yield from strokes.rulings(outlines, _THIN, _STRAIGHT, element.get("Stroke", "true") != "false")


def _outlines(data: str) -> Iterator[list[Point]]:
    """The connected points of a path's commands; curves count by their ends."""
    points: list[Point] = []
    for match in _PATH.finditer(data):
        told = numbers(match[2])
        if match[1] in "MS":
            if len(points) > 1:
                yield points
            points = []
        if match[1] == "C" and points:
            points.append(points[0])
        elif len(told) >= 2:
            points.append((told[-2], told[-1]))
    if len(points) > 1:
        yield points


def _steps(text: str | None, most: int) -> list[float]:
    """Distances as OFD writes them: numbers, and `g 5 3.2` for five times 3.2."""
    steps: list[float] = []
    for match in _STEP.finditer(text or ""):
        steps += [_float(match[2])] * min(int(match[1][:6]), most) if match[1] else [_float(match[3])]
        if len(steps) > most:
            break
    return steps


def _float(text: str) -> float:
    try:
        return max(min(float(text), 1e6), -1e6)
    except ValueError:
        return 0.0
