"""Word's XML: packed (`.docx`), flat, and the one of 2003.

Knows paragraphs, merged cells, nested tables, text boxes, tracked changes and numbering; headers, footers and notes are
left out, and so is what was deleted, struck out or hidden.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from archive.reading import grid, limits, nested, numbering, pictures, xml
from archive.reading.document import Block, Document, Meta, Paragraph, Picture, Unreadable
from archive.reading.marks import BREAK, clean, raised, squeeze
from archive.reading.numbering import Numbering
from archive.reading.packed import BrokenError, Package
from archive.reading.sniff import MEDIA_TYPES

_SKIPPED: Final = frozenset(
    {
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sectPr",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "docPr",
        "aml:annotation",
    }
)
_UNPRINTED: Final = ("vanish", "strike", "dstrike")
_TEXTS: Final = {"tab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-", "ptab": " "}
_PROPERTIES: Final = frozenset(
    {
        "title",
        "subject",
        "creator",
        "lastModifiedBy",
        "created",
        "modified",
        "keywords",
        "description",
        "Author",
        "Title",
        "Created",
        "LastSaved",
    }
)
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-6])|^([1-6])$", re.IGNORECASE)
_DEEPEST: Final = 120


def read(data: bytes) -> Document | Unreadable:
    """Read a Word document in XML. Raises `TooMuchError`."""
    if not data.startswith(b"PK"):
        return _flat(data)
    try:
        with Package(data) as package:
            part = _main(package)
            lists = numbering.load(package.get("word/numbering.xml"), package.get("word/styles.xml"))
            titles = _headings(package.get("word/styles.xml"))
            core = package.get("docProps/core.xml")
            metadata = _properties(xml.parse(core)) if core else ()
            document = _document(xml.parse(package.need(part)), lists, titles, metadata)
            return pictures.recognise(document, _media(package, part)) if isinstance(document, Document) else document
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["docx"], f"the Word file cannot be opened: {error}")


def _media(package: Package, part: str) -> pictures.Find:
    """Pictures by the names of relations, as the text part uses them."""
    listed = package.get(f"word/_rels/{posixpath.basename(part)}.rels")
    targets = {
        element.get("Id") or "": posixpath.normpath(posixpath.join("word", element.get("Target") or "")).lstrip("/")
        for element in (xml.children(xml.parse(listed), "Relationship") if listed else ())
        if element.get("TargetMode") != "External"
    }
    return lambda picture: package.get(targets.get(picture.source, ""))


def _main(package: Package) -> str:
    names = package.names()
    parts = [name for name in names if re.fullmatch(r"word/document\d*\.xml", name)]
    return parts[0] if parts else "word/document.xml"


def _flat(data: bytes) -> Document | Unreadable:
    try:
        root = xml.parse(data)
    except ValueError as error:
        return Unreadable(MEDIA_TYPES["wordxml"], f"the Word file cannot be opened: {error}")
    properties = next((element for element in root.iter() if xml.name(element) == "DocumentProperties"), None)
    return _document(root, Numbering(), {}, _properties(properties) if properties is not None else ())


def _document(
    root: xml.Element, lists: Numbering, titles: dict[str, int], metadata: tuple[Meta, ...]
) -> Document | Unreadable:
    body = next((element for element in root.iter() if xml.name(element) == "body"), None)
    if body is None:
        return Unreadable(MEDIA_TYPES["docx"], "the Word file has no text part")
    walk = _Walk(lists, titles)
    blocks = tuple(walk.blocks(body, 0))
    return Document(
        MEDIA_TYPES["docx"], "docx", metadata=metadata, blocks=blocks, notes=tuple(dict.fromkeys(walk.notes))
    )


class _Walk:
    def __init__(self, lists: Numbering, titles: dict[str, int]) -> None:
        self.notes: list[str] = []
        self._lists = lists
        self._titles = titles
        self._budget = grid.Budget()
        self._count = 0

    def blocks(self, element: xml.Element, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            name = xml.name(inner)
            if name == "p":
                yield from self._paragraph(inner, depth)
            elif name == "tbl":
                yield from self._table(inner, depth)
            elif name == "AlternateContent":
                choice = xml.child(inner, "Choice")
                yield from self.blocks(choice if choice is not None else inner, depth + 1)
            elif name and name not in _SKIPPED:
                yield from self.blocks(inner, depth + 1)

    def _paragraph(self, paragraph: xml.Element, depth: int) -> Iterator[Block]:
        self._count += 1
        if self._count > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
        pieces: list[str] = []
        beside: list[Block] = []
        self._runs(paragraph, pieces, beside, depth)
        text = clean_lines("".join(pieces))
        if text:
            text[0] = self._lists.prefix(paragraph) + text[0]
        level = self._level(paragraph)
        yield from (Paragraph(line, level) for line in text)
        yield from beside

    def _runs(self, element: xml.Element, pieces: list[str], beside: list[Block], depth: int) -> None:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            name = xml.name(inner)
            if name == "t":
                pieces.append(inner.text or "")
            elif name in _TEXTS:
                pieces.append(_TEXTS[name])
            elif name == "txbxContent":
                beside.extend(self.blocks(inner, depth + 1))
            elif name in ("blip", "imagedata"):
                source = xml.attribute(inner, "embed") or xml.attribute(inner, "id") or xml.attribute(inner, "link")
                beside.append(Picture(source or "picture"))
            elif name == "AlternateContent":
                choice = xml.child(inner, "Choice")
                self._runs(choice if choice is not None else inner, pieces, beside, depth + 1)
            elif name in ("del", "moveFrom"):
                self.notes.append("Deletions that are only tracked were left out.")
            elif name == "r":
                self._run(inner, pieces, beside, depth + 1)
            elif name and name not in _SKIPPED:
                self._runs(inner, pieces, beside, depth + 1)

    def _run(self, run: xml.Element, pieces: list[str], beside: list[Block], depth: int) -> None:
        """The text of one run; nothing where it is hidden or struck out."""
        properties = xml.child(run, "rPr")
        if any(_is_on(properties, name) for name in _UNPRINTED):
            return
        if xml.value(properties, "vertAlign") != "superscript":
            self._runs(run, pieces, beside, depth)
            return
        inside: list[str] = []
        self._runs(run, inside, beside, depth)
        pieces.append(raised("".join(inside)))

    def _table(self, table: xml.Element, depth: int) -> Iterator[Block]:
        rows = [list(self._row(row, depth)) for row in _inside(table, "tr")]
        yield from nested.blocks(rows, self._budget)

    def _row(self, row: xml.Element, depth: int) -> Iterator[nested.Place]:
        properties = xml.child(row, "trPr")
        column = _number(xml.value(properties, "gridBefore"), 0)
        for cell in _inside(row, "tc"):
            described = xml.child(cell, "tcPr")
            columns = max(1, _number(xml.value(described, "gridSpan"), 1))
            merge = _merge(described)
            inside = tuple(self.blocks(cell, depth + 1))
            yield nested.Place(inside, column, columns, joins=merge == "continue")
            column += columns

    def _level(self, paragraph: xml.Element) -> int:
        style = xml.value(xml.child(paragraph, "pPr"), "pStyle")
        return self._titles.get(style or "", 0)


def clean_lines(text: str) -> list[str]:
    """The printed lines of a paragraph that `BREAK` cuts."""
    return [line for piece in text.split(BREAK) if (line := squeeze(clean(piece)))]


def _inside(element: xml.Element, wanted: str) -> Iterator[xml.Element]:
    """The rows of a table or cells of a row, looking through content controls and insertions."""
    for inner in element:
        name = xml.name(inner)
        if name == wanted:
            if wanted != "tr" or not _deleted(inner):
                yield inner
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"):
            yield from _inside(inner, wanted)


def _deleted(row: xml.Element) -> bool:
    properties = xml.child(row, "trPr")
    return properties is not None and xml.child(properties, "del") is not None


def _merge(properties: xml.Element | None) -> str:
    if properties is None:
        return ""
    for name in ("vMerge", "vmerge"):
        merge = xml.child(properties, name)
        if merge is not None:
            return "restart" if xml.attribute(merge, "val") == "restart" else "continue"
    return ""


def _is_on(properties: xml.Element | None, name: str) -> bool:
    switch = xml.child(properties, name) if properties is not None else None
    return switch is not None and xml.attribute(switch, "val") not in ("0", "false", "off", "none")


def _headings(styles: bytes | None) -> dict[str, int]:
    if styles is None:
        return {}
    levels = {}
    for style in xml.children(xml.parse(styles), "style"):
        match = _HEADING.search(xml.value(style, "name") or "")
        if match and xml.attribute(style, "type") == "paragraph":
            levels[xml.attribute(style, "styleId") or ""] = int(match[1] or match[2])
    return levels


def _properties(root: xml.Element) -> tuple[Meta, ...]:
    return tuple(
        Meta(name, text[:300], "property")
        for element in root
        if (name := xml.name(element)) in _PROPERTIES and (text := squeeze(element.text or ""))
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 5 else default
