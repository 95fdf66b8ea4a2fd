"""OpenDocument text and spreadsheets.

Reads paragraphs, lists, spanned and repeated cells, and frames. Tracked changes and notes are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.extract.layout import grid, limits, nested_tables, xml
from archive.extract.layout.document import Block, Document, Meta, Paragraph, Picture, Unreadable, UnreadableReason
from archive.extract.layout.marks import BREAK, clean_lines, raised, squeeze
from archive.extract.layout.packed_files import BrokenError, Package, reason_of
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.ocr import embedded_pictures
from archive.extract.opendocument import lists as odf_lists
from archive.extract.opendocument import spreadsheets
from archive.extract.opendocument.styles import OdfStyles, TextProperties, is_hidden
from archive.extract.sheets import worksheet

_SKIPPED: Final = frozenset(
    [
        *("tracked-changes", "note", "annotation", "office-annotation", "sequence-decls", "forms", "desc", "title"),
        "ruby-text",
    ]
)
_BLOCKS: Final = frozenset({"p", "h", "list", "table", "section", "text-box"})
_PROPERTIES: Final = frozenset({"title", "creator", "initial-creator", "date", "creation-date", "subject"})
_REPEATED: Final = 60
_DEEPEST: Final = 120


def read(data: bytes) -> Document | Unreadable:
    """Read an OpenDocument file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            return _document(package)
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["odt"], f"the OpenDocument file cannot be opened: {error}", reason_of(error))


def _document(package: Package) -> Document | Unreadable:
    root = xml.parse(package.require("content.xml"))
    meta = package.get("meta.xml")
    metadata = _properties(xml.parse(meta)) if meta else ()
    body = next((element for element in root.iter() if xml.name(element) == "body"), None)
    if body is None:
        return Unreadable(MEDIA_TYPES["odt"], "the OpenDocument file has no text part", UnreadableReason.NO_TEXT)
    common = package.get("styles.xml")
    roots = [*([xml.parse(common)] if common else []), root]
    reader = _OdfBlockReader(OdfStyles(roots), odf_lists.OdfLists(roots))

    def find(picture: Picture) -> bytes | None:
        return package.get(picture.source.removeprefix("./"))

    spreadsheet = xml.child(body, "spreadsheet")
    if spreadsheet is not None:
        sheets = spreadsheets.sheets(root, spreadsheet, lambda cell: nested_tables.text(list(reader.blocks(cell, 0))))
        made = worksheet.document(MEDIA_TYPES["ods"], "ods", sheets)
        pictures = spreadsheets.pictures(spreadsheet, sheets)
        document = replace(made, metadata=metadata, blocks=(*made.blocks, *pictures))
        return embedded_pictures.recognise_workbook(document, find)
    document = Document(MEDIA_TYPES["odt"], "odt", metadata=metadata, blocks=tuple(reader.blocks(body, 0)))
    return embedded_pictures.recognise(document, find)


class _OdfBlockReader:
    def __init__(self, styles: OdfStyles, lists: odf_lists.OdfLists) -> None:
        self._styles = styles
        self._lists = lists
        self._budget = grid.Budget()
        self._count = 0
        self._held = 0

    def blocks(self, element: xml.Element, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            yield from self._block(inner, depth)

    def _block(self, element: xml.Element, depth: int) -> Iterator[Block]:
        name = xml.name(element)
        if name in ("p", "h"):
            yield from self._paragraph(element, depth)
        elif name == "table":
            yield from self._table(element, depth)
        elif name == "list":
            yield from self._list(element, depth + 1, None)
        elif name and name not in _SKIPPED and not (name == "section" and is_hidden(element)):
            yield from self.blocks(element, depth + 1)

    def _table(self, element: xml.Element, depth: int) -> list[Block]:
        """A table. A repeated row is read once: repeated rows in cells of repeated rows multiply with each level."""
        rows = [cells for row, times in _rows(element) for cells in [list(self._row(row, depth))] * times]
        self._held += sum(1 + len(cell.blocks) for row in rows for cell in row)
        if self._held > limits.POSITIONS:
            raise limits.TooMuchError(f"its tables hold more than {limits.POSITIONS} cells and paragraphs")
        return nested_tables.blocks(rows, self._budget)

    def _list(self, element: xml.Element, depth: int, outer: odf_lists.OpenList | None) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        open_list = self._lists.enter(element, outer)
        for item in element:
            is_first = xml.name(item) == "list-item"
            for inner in item:
                name = xml.name(inner)
                if name == "list":
                    yield from self._list(inner, depth + 1, open_list)
                elif name in ("p", "h"):
                    yield from self._paragraph(inner, depth, self._lists.item(item, open_list) if is_first else "")
                    is_first = False
                else:
                    yield from self._block(inner, depth)

    def _paragraph(self, paragraph: xml.Element, depth: int, label: str | None = None) -> Iterator[Block]:
        """The lines of a paragraph and the blocks anchored at it; `label` is its list label, None outside of lists."""
        self._count += 1
        if self._count > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
        pieces: list[str] = []
        anchored: list[Block] = []
        properties = self._styles.text_properties(paragraph, {})
        if not any(map(is_hidden, paragraph.iter("{*}hidden-paragraph"))):
            self._text(paragraph, pieces, anchored, depth, properties)
        level = xml.attribute(paragraph, "outline-level") if xml.name(paragraph) == "h" else None
        heading = min(int(level), 6) if level and level.isdigit() else 0
        lines = clean_lines("".join(pieces))
        if lines and label is None and xml.name(paragraph) == "h":
            label = self._lists.heading(paragraph)
        if lines and label:
            lines[0] = label + lines[0]
        yield from (Paragraph(line, heading) for line in lines)
        yield from anchored

    def _text(
        self, element: xml.Element, pieces: list[str], anchored: list[Block], depth: int, properties: TextProperties
    ) -> None:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        pieces.append(_printed(element.text, properties))
        for inner in element:
            name = xml.name(inner)
            if name in ("s", "tab"):
                pieces.append(" ")
            elif name == "line-break":
                pieces.append(BREAK)
            elif name in _BLOCKS:
                anchored.extend(self._block(inner, depth + 1))
            elif name == "image":
                anchored.append(Picture(xml.attribute(inner, "href") or "picture"))
            elif name and name not in _SKIPPED and not (name == "hidden-text" and is_hidden(inner)):
                inner_properties = self._styles.text_properties(inner, properties) if name == "span" else properties
                self._text(inner, pieces, anchored, depth + 1, inner_properties)
            pieces.append(_printed(inner.tail, properties))

    def _row(self, row: xml.Element, depth: int) -> Iterator[nested_tables.NestedCell]:
        column = 0
        for cell in row:
            name = xml.name(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            inside = tuple(self.blocks(cell, depth + 1)) if name == "table-cell" else ()
            times = xml.count(cell, "number-columns-repeated")
            for _ in range(min(times, _REPEATED) if inside or times <= _REPEATED else 0):
                if name == "table-cell":
                    yield nested_tables.NestedCell(
                        inside,
                        column,
                        xml.count(cell, "number-columns-spanned"),
                        xml.count(cell, "number-rows-spanned"),
                    )
                column += 1


def _printed(text: str | None, properties: TextProperties) -> str:
    """What is printed of a text with these properties."""
    if not text or properties.get("hidden") or properties.get("struck"):
        return ""
    return raised(text) if properties.get("raised") else text


def _rows(table: xml.Element) -> Iterator[tuple[xml.Element, int]]:
    """The rows of a table, each with how often it is repeated."""
    for inner in table:
        name = xml.name(inner)
        if name == "table-row":
            times = xml.count(inner, "number-rows-repeated")
            yield inner, times if times <= _REPEATED else 0
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(inner)


def _properties(root: xml.Element) -> tuple[Meta, ...]:
    return tuple(
        Meta(name, text[:300], "property")
        for element in root.iter()
        if (name := xml.name(element)) in _PROPERTIES and (text := squeeze(element.text or ""))
    )
