"""OpenDocument text and spreadsheets.

Knows paragraphs, lists, spanned and repeated cells, frames; tracked changes and notes are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.reading import grid, limits, nested, ods, pictures, worksheet, xml
from archive.reading.document import Block, Document, Meta, Paragraph, Picture, Unreadable
from archive.reading.docx import clean_lines
from archive.reading.marks import BREAK, squeeze
from archive.reading.packed import BrokenError, Package
from archive.reading.sniff import MEDIA_TYPES

_SKIPPED: Final = frozenset(
    {"tracked-changes", "note", "annotation", "sequence-decls", "forms", "desc", "title", "office-annotation"}
)
_PROPERTIES: Final = frozenset({"title", "creator", "initial-creator", "date", "creation-date", "subject"})
_REPEATED: Final = 60
_DEEPEST: Final = 120


def read(data: bytes) -> Document | Unreadable:
    """Read an OpenDocument file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            return _document(package)
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["odt"], f"the OpenDocument file cannot be opened: {error}")


def _document(package: Package) -> Document | Unreadable:
    root = xml.parse(package.need("content.xml"))
    meta = package.get("meta.xml")
    metadata = _properties(xml.parse(meta)) if meta else ()
    body = next((element for element in root.iter() if xml.name(element) == "body"), None)
    if body is None:
        return Unreadable(MEDIA_TYPES["odt"], "the OpenDocument file has no text part")
    walk = _Walk()
    spreadsheet = xml.child(body, "spreadsheet")
    if spreadsheet is not None:
        sheets = ods.sheets(root, spreadsheet, lambda cell: nested.text(list(walk.blocks(cell, 0))))
        return replace(worksheet.document(MEDIA_TYPES["ods"], "ods", sheets), metadata=metadata)
    document = Document(MEDIA_TYPES["odt"], "odt", metadata=metadata, blocks=tuple(walk.blocks(body, 0)))
    return pictures.recognise(document, lambda picture: package.get(picture.source.removeprefix("./")))


class _Walk:
    def __init__(self) -> None:
        self._budget = grid.Budget()
        self._count = 0

    def blocks(self, element: xml.Element, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            name = xml.name(inner)
            if name in ("p", "h"):
                yield from self._paragraph(inner, depth)
            elif name == "table":
                rows = [list(self._row(row, depth)) for row in _rows(inner)]
                yield from nested.blocks(rows, self._budget)
            elif name and name not in _SKIPPED:
                yield from self.blocks(inner, depth + 1)

    def _paragraph(self, paragraph: xml.Element, depth: int) -> Iterator[Block]:
        self._count += 1
        if self._count > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
        pieces: list[str] = []
        beside: list[Block] = []
        self._text(paragraph, pieces, beside, depth)
        level = xml.attribute(paragraph, "outline-level") if xml.name(paragraph) == "h" else None
        heading = min(int(level), 6) if level and level.isdigit() else 0
        yield from (Paragraph(line, heading) for line in clean_lines("".join(pieces)))
        yield from beside

    def _text(self, element: xml.Element, pieces: list[str], beside: list[Block], depth: int) -> None:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        pieces.append(element.text or "")
        for inner in element:
            name = xml.name(inner)
            if name in ("s", "tab"):
                pieces.append(" ")
            elif name == "line-break":
                pieces.append(BREAK)
            elif name == "text-box":
                beside.extend(self.blocks(inner, depth + 1))
            elif name == "image":
                beside.append(Picture(xml.attribute(inner, "href") or "picture"))
            elif name and name not in _SKIPPED:
                self._text(inner, pieces, beside, depth + 1)
            pieces.append(inner.tail or "")

    def _row(self, row: xml.Element, depth: int) -> Iterator[nested.Place]:
        column = 0
        for cell in row:
            name = xml.name(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            inside = tuple(self.blocks(cell, depth + 1)) if name == "table-cell" else ()
            times = _number(cell, "number-columns-repeated")
            for _ in range(min(times, _REPEATED) if inside or times <= _REPEATED else 0):
                if name == "table-cell":
                    yield nested.Place(
                        inside, column, _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
                    )
                column += 1


def _rows(table: xml.Element) -> Iterator[xml.Element]:
    for inner in table:
        name = xml.name(inner)
        if name == "table-row":
            times = _number(inner, "number-rows-repeated")
            for _ in range(times if times <= _REPEATED else 0):
                yield inner
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(inner)


def _number(element: xml.Element, wanted: str) -> int:
    text = xml.attribute(element, wanted)
    return max(int(text), 1) if text and text.isdigit() and len(text) < 8 else 1


def _properties(root: xml.Element) -> tuple[Meta, ...]:
    return tuple(
        Meta(name, text[:300], "property")
        for element in root.iter()
        if (name := xml.name(element)) in _PROPERTIES and (text := squeeze(element.text or ""))
    )
