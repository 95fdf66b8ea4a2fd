"""OFD, the fixed layout of Chinese offices (GB/T 33190): characters and lines at places, for `pages` to order.

Knows text, paths, templates and page areas; measures in millimetres. Names are taken without their namespaces.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from archive.reading import limits, pages, pulse, scan, xml
from archive.reading.document import Document, Meta, Unreadable
from archive.reading.packed import BrokenError, Package
from archive.reading.pages import Page
from archive.reading.printed import Glyph
from archive.reading.rulings import Ruling
from archive.reading.sniff import MEDIA_TYPES

Matrix = tuple[float, float, float, float, float, float]

_THIN: Final = 1.0
_STRAIGHT: Final = 0.3
_TOLERANCE: Final = 0.9
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP: Final = re.compile(r"g\s+(\d+)\s+([-\d.]+)|([-\d.]+)")
_PATH: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_PROPERTIES: Final = frozenset({"Title", "Author", "Creator", "CreationDate", "ModDate", "DocID"})
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ASCENT: Final = 0.85
_GLYPHS: Final = 60_000


def read(data: bytes) -> Document | Unreadable:
    """Read an OFD file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            return _Reader(package).document()
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["ofd"], f"the OFD file cannot be opened: {error}")


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.lstrip("/").lower(): name for name in package.names()}

    def document(self) -> Document | Unreadable:
        """All pages of the first document in the file."""
        entry = self._part("OFD.xml")
        metadata = tuple(
            Meta(xml.name(e), e.text.strip()[:300], "property")
            for e in entry.iter()
            if xml.name(e) in _PROPERTIES and e.text and e.text.strip()
        )
        root_path = next(
            (e.text.strip() for e in entry.iter() if xml.name(e) == "DocRoot" and e.text), "Doc_0/Document.xml"
        )
        root = self._part(root_path)
        base = posixpath.dirname(root_path)
        templates = {
            e.get("ID") or "": posixpath.join(base, e.get("BaseLoc") or "")
            for e in root.iter()
            if xml.name(e) == "TemplatePage"
        }
        listed = [
            posixpath.join(base, e.get("BaseLoc") or "")
            for e in root.iter()
            if xml.name(e) == "Page" and e.get("BaseLoc")
        ]
        if len(listed) > limits.PAGES:
            raise limits.TooMuchError(f"it has more than {limits.PAGES} pages")
        area = _box(root)
        media = self._media(root, base)
        read = [self._page(path, templates, area) for path in listed]
        notes: tuple[str, ...] = ()
        if read and not any(page.glyphs for page in read):
            recognised = [self._recognised(path, page, media) for path, page in zip(listed, read, strict=True)]
            missing = next((page for page in recognised if isinstance(page, str)), None)
            if missing is not None:
                return Unreadable(MEDIA_TYPES["ofd"], f"the OFD file holds pictures of pages and no text; {missing}")
            read, notes = [page for page in recognised if isinstance(page, Page)], (scan.RECOGNISED,)
        return Document(MEDIA_TYPES["ofd"], "ofd", metadata=metadata, blocks=pages.blocks(read), notes=notes)

    def _media(self, root: xml.Element, base: str) -> dict[str, str]:
        """The files of pictures by the numbers under which pages show them."""
        found: dict[str, str] = {}
        for element in root.iter():
            if xml.name(element) in ("DocumentRes", "PublicRes") and element.text:
                resources = self._part(path := posixpath.join(base, element.text.strip()))
                folder = posixpath.join(posixpath.dirname(path), resources.get("BaseLoc") or "")
                for one in resources.iter():
                    file = xml.child(one, "MediaFile") if xml.name(one) == "MultiMedia" else None
                    if file is not None and file.text:
                        found[one.get("ID") or ""] = posixpath.join(folder, file.text.strip())
        return found

    def _recognised(self, path: str, page: Page, media: dict[str, str]) -> Page | str:
        """What the largest picture of a page says, or why that cannot be told; a page without one is empty."""
        shown = [e.get("ResourceID") or "" for e in self._part(path).iter() if xml.name(e) == "ImageObject"]
        stored = [self._names.get(posixpath.normpath(media[one]).lstrip("/").lower()) for one in shown if one in media]
        largest = max((self._package.need(name) for name in stored if name), key=len, default=None)
        if largest is None:
            return page
        pulse.beat()
        return scan.recognise(largest)

    def _page(self, path: str, templates: dict[str, str], area: tuple[float, float] | None) -> Page:
        root = self._part(path)
        width, height = _box(root) or area or (210.0, 297.0)
        roots = [
            root,
            *(
                self._part(templates[use])
                for e in xml.children(root, "Template")
                if (use := e.get("TemplateID") or "") in templates
            ),
        ]
        glyphs: list[Glyph] = []
        rulings: list[Ruling] = []
        pictures = 0
        for each in roots:
            for element in each.iter():
                name = xml.name(element)
                if name == "TextObject":
                    glyphs += _glyphs(element)
                elif name == "PathObject":
                    rulings += _rulings(element)
                pictures += name == "ImageObject"
            if len(glyphs) > _GLYPHS:
                raise limits.TooMuchError("a page of it has too many characters")
        return Page(width, height, glyphs, rulings, pictures, _TOLERANCE)

    def _part(self, path: str) -> xml.Element:
        name = self._names.get(posixpath.normpath(path).lstrip("/").lower())
        if name is None:
            raise BrokenError(f"its part {path[:80]} is missing")
        return xml.parse(self._package.need(name))


def _box(root: xml.Element) -> tuple[float, float] | None:
    for element in root.iter():
        if xml.name(element) == "PhysicalBox":
            numbers = _numbers(element.text)
            if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
                return numbers[2], numbers[3]
    return None


def _glyphs(element: xml.Element) -> Iterator[Glyph]:
    left, top = _place(element)
    a, b, c, d, e, f = matrix = _matrix(element)
    size = (_numbers(element.get("Size")) or [4.0])[0] * (abs(d) or abs(b) or 1.0)
    for code in xml.children(element, "TextCode"):
        text = (code.text or "").strip("\r\n")
        x, y = (_numbers(code.get("X")) or [0.0])[0], (_numbers(code.get("Y")) or [0.0])[0]
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        for at, char in enumerate(text):
            shown_x, shown_y = left + a * x + c * y + e, top + b * x + d * y + f
            wide = size if char > "\u2e7f" else size * 0.5
            if not char.isspace():
                yield Glyph(char, shown_x, shown_y - _ASCENT * size, shown_x + wide, shown_y + (1 - _ASCENT) * size)
            x += steps_x[at] if at < len(steps_x) else (0.0 if steps_y else wide / (abs(matrix[0]) or 1.0))
            y += steps_y[at] if at < len(steps_y) else 0.0


def _rulings(element: xml.Element) -> Iterator[Ruling]:
    """The straight lines of a path; a thin filled box is one line."""
    data = xml.child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    left, top = _place(element)
    a, b, c, d, e, f = _matrix(element)
    for points in _strokes(data.text):
        placed = [(left + a * x + c * y + e, top + b * x + d * y + f) for x, y in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            if x1 - x0 > _THIN:
                yield Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
            elif y1 - y0 > _THIN:
                yield Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif element.get("Stroke", "true") != "false":
            yield from _sides(placed)


def _sides(points: list[tuple[float, float]]) -> Iterator[Ruling]:
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
            yield Ruling(min(ax, bx), ay, max(ax, bx), ay)
        elif abs(ax - bx) <= _STRAIGHT < abs(ay - by):
            yield Ruling(ax, min(ay, by), ax, max(ay, by))


def _strokes(data: str) -> Iterator[list[tuple[float, float]]]:
    """The connected points of a path's commands; curves count by their ends."""
    points: list[tuple[float, float]] = []
    for match in _PATH.finditer(data):
        numbers = _numbers(match[2])
        if match[1] in "MS":
            if len(points) > 1:
                yield points
            points = []
        if match[1] == "C" and points:
            points.append(points[0])
        elif len(numbers) >= 2:
            points.append((numbers[-2], numbers[-1]))
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


def _place(element: xml.Element) -> tuple[float, float]:
    numbers = _numbers(element.get("Boundary"))
    return (numbers[0], numbers[1]) if len(numbers) >= 2 else (0.0, 0.0)


def _matrix(element: xml.Element) -> Matrix:
    numbers = _numbers(element.get("CTM"))
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) if len(numbers) == 6 else _IDENTITY


def _numbers(text: str | None) -> list[float]:
    return [_float(number) for number in _NUMBER.findall(text or "")]


def _float(text: str) -> float:
    try:
        return max(min(float(text), 1e6), -1e6)
    except ValueError:
        return 0.0
