"""A DOCX with remarks as Word comments, and the cells that they are about shaded.

The text itself is not changed. Runs in the confined process: the file is a stranger's.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree

from archive.drafts.draft import GridPosition
from archive.extract.dispatch import formats
from archive.extract.layout import packed_files, sniffing, xml
from archive.extract.layout.document import Document, Table, Unreadable, UnreadableReason
from archive.extract.layout.xml import Element

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS: Final = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
_COMMENTS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_DOCUMENT_PART: Final = "word/document.xml"
_RELATIONS_PART: Final = "word/_rels/document.xml.rels"
_TYPES_PART: Final = "[Content_Types].xml"
_NEW_PART: Final = "word/comments.xml"
_FILL: Final = {"correct": "F8D7CD", "confirm": "FCE9C4", "improve": "DCE9F2", "unread": "E8E6E0"}
_BEFORE_SHADING: Final = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment: its text, the weight that colours its cells, the cells, and the passages that it is about."""

    text: str
    weight: str
    positions: tuple[GridPosition, ...] = ()
    quotes: tuple[str, ...] = ()


def mark(data: bytes, marks: Sequence[Mark], author: str) -> bytes | Unreadable:
    """The DOCX with the marks; `Unreadable` for a file that is none or cannot be opened."""
    document = formats.read(data)
    if sniffing.kind(data) != "docx" or isinstance(document, Unreadable):
        return Unreadable(sniffing.media_type(data), "it is no DOCX", UnreadableReason.FORMAT_UNSUPPORTED)
    package = packed_files.Package(data)
    parts = {name: package.get(name) or b"" for name in package.names()}
    if _DOCUMENT_PART not in parts:
        return Unreadable(None, "its text is not where Word puts it", UnreadableReason.FORMAT_UNSUPPORTED)
    body = xml.parse(parts[_DOCUMENT_PART])
    comments = _Comments(parts, author)
    layout = _Layout(body, document)
    for each in marks:
        comments.add(each, layout)
    parts[_DOCUMENT_PART] = _serialised(body)
    return _packed(comments.into(parts))


@dataclass(slots=True)
class _Layout:
    """The paragraphs and cells of a document's XML."""

    body: Element
    document: Document
    _tables: dict[int, Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = (block for block in self.document.blocks if isinstance(block, Table))
        left = list(self.body.iter(f"{{{_W}}}tbl"))
        for number, table in enumerate(tables):
            found = next((at for at, element in enumerate(left) if _is_same(table, element)), None)
            if found is not None:
                self._tables[number] = left[found]
                left = left[found + 1 :]

    def cell(self, position: GridPosition) -> Element | None:
        """The cell at a position of a table's grid."""
        table, row, column = position
        element = self._tables.get(table)
        return _cells(element).get((row, column)) if element is not None else None

    def paragraph(self, quote: str) -> Element | None:
        """The first paragraph that holds a passage."""
        wanted = _bare(quote.rstrip("…"))
        paragraphs = self.body.iter(f"{{{_W}}}p")
        return next((paragraph for paragraph in paragraphs if wanted and wanted in _bare(_text(paragraph))), None)

    def first(self) -> Element | None:
        """The first paragraph with text."""
        return next((paragraph for paragraph in self.body.iter(f"{{{_W}}}p") if _bare(_text(paragraph))), None)


class _Comments:
    """The comments of a document: those that it has, and the marks."""

    def __init__(self, parts: dict[str, bytes], author: str) -> None:
        self._is_new = _NEW_PART not in parts
        self._root = (
            etree.Element(f"{{{_W}}}comments", nsmap={"w": _W}) if self._is_new else xml.parse(parts[_NEW_PART])
        )
        used = [xml.whole(xml.attribute(comment, "id")) for comment in self._root]
        self._next = max(used, default=-1) + 1
        self._author = author

    def add(self, mark: Mark, layout: _Layout) -> None:
        """A comment at the first place of the mark that is found, or at the beginning; all its cells are shaded."""
        cells = [cell for position in mark.positions if (cell := layout.cell(position)) is not None]
        for cell in cells:
            _shade(cell, _FILL.get(mark.weight, "FCE9C4"))
        quoted = (layout.paragraph(quote) for quote in mark.quotes)
        anchors = [paragraph for cell in cells[:1] for paragraph in cell.iter(f"{{{_W}}}p")]
        anchor = next(iter(anchors), None)
        if anchor is None:
            anchor = next((paragraph for paragraph in quoted if paragraph is not None), None)
        anchor = layout.first() if anchor is None else anchor
        if anchor is not None:
            _anchor(anchor, str(self._next))
            self._root.append(_comment(mark.text, str(self._next), self._author))
            self._next += 1

    def into(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """The parts of the file with the comments, and what refers to them."""
        changed = {**parts, _NEW_PART: _serialised(self._root)}
        if self._is_new:
            changed[_RELATIONS_PART] = _with_relation(parts.get(_RELATIONS_PART))
            changed[_TYPES_PART] = _with_type(parts[_TYPES_PART])
        return changed


def _is_same(table: Table, element: Element) -> bool:
    """Whether a table of the document is this one of the file: most of its cells read the same."""
    cells = {id(cell): cell for row in table.grid for cell in row if cell is not None}.values()
    found = _cells(element)
    same = 0
    for cell in cells:
        printed = found.get((cell.row, cell.column))
        same += printed is not None and _bare(_text(printed)) == _bare(cell.text)
    return same >= _ENOUGH * len(cells)


def _cells(table: Element) -> dict[tuple[int, int], Element]:
    """The cells of a table by the row and the column of its grid in which they begin."""
    found: dict[tuple[int, int], Element] = {}
    for number, row in enumerate(_inside(table, "tr")):
        column = xml.whole(xml.value(xml.child(row, "trPr"), "gridBefore"))
        for cell in _inside(row, "tc"):
            found[number, column] = cell
            column += max(1, xml.whole(xml.value(xml.child(cell, "tcPr"), "gridSpan"), 1))
    return found


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Children of this name, also those in content controls and tracked insertions."""
    for child in element:
        if xml.name(child) == name:
            yield child
        elif xml.name(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(child, name)


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{{{_W}}}t"))


def _bare(text: str) -> str:
    return "".join(text.split())


def _shade(cell: Element, fill: str) -> None:
    properties = xml.child(cell, "tcPr")
    if properties is None:
        properties = etree.Element(f"{{{_W}}}tcPr")
        cell.insert(0, properties)
    for old in list(xml.children(properties, "shd")):
        properties.remove(old)
    shading = etree.Element(f"{{{_W}}}shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(f"{{{_W}}}{name}", value)
    at = max((n + 1 for n, child in enumerate(properties) if xml.name(child) in _BEFORE_SHADING), default=0)
    properties.insert(at, shading)


def _anchor(paragraph: Element, number: str) -> None:
    """Mark a whole paragraph as what a comment is about."""
    start, end = (etree.Element(f"{{{_W}}}commentRange{side}") for side in ("Start", "End"))
    run = etree.Element(f"{{{_W}}}r")
    reference = etree.SubElement(run, f"{{{_W}}}commentReference")
    for element in (start, end, reference):
        element.set(f"{{{_W}}}id", number)
    paragraph.insert(1 if len(paragraph) and xml.name(paragraph[0]) == "pPr" else 0, start)
    paragraph.extend([end, run])


def _comment(text: str, number: str, author: str) -> Element:
    comment = etree.Element(f"{{{_W}}}comment")
    for name, value in (("id", number), ("author", author), ("initials", author[:2])):
        comment.set(f"{{{_W}}}{name}", value)
    for line in text.splitlines():
        run = etree.SubElement(etree.SubElement(comment, f"{{{_W}}}p"), f"{{{_W}}}r")
        etree.SubElement(run, f"{{{_W}}}t").text = line
    return comment


def _with_relation(relations: bytes | None) -> bytes:
    root = xml.parse(relations or _NO_RELATIONS)
    relation = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
    for name, value in (("Id", "rIdNianbaoComments"), ("Type", _COMMENTS), ("Target", "comments.xml")):
        relation.set(name, value)
    return _serialised(root)


def _with_type(types: bytes) -> bytes:
    root = xml.parse(types)
    override = etree.SubElement(root, f"{{{_TYPES}}}Override")
    override.set("PartName", f"/{_NEW_PART}")
    override.set("ContentType", _COMMENTS_TYPE)
    return _serialised(root)


def _serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()
