"""Spreadsheets in XML (`.xlsx`, ECMA-376 part 1, 18).

Reads the sheets in the workbook's order, cells with their fonts and formats, merged ranges and what is hidden.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.layout import xml
from archive.extract.layout.document import Document, Unreadable, UnreadableReason
from archive.extract.layout.marks import raised
from archive.extract.layout.packed_files import BrokenError, Package, reason_of
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import number_formats, pictures, worksheet
from archive.extract.sheets.number_formats import CellStyle
from archive.extract.sheets.worksheet import FORMULA, MergedRange, Worksheet

_CELL_REFERENCE: Final = patterns.lazy(r"([A-Z]{1,3})(\d{1,7})")
_PART: Final = patterns.lazy(r"xl/worksheets/[^/]+\.xml")
# such as _x000D_
_ESCAPED: Final = patterns.lazy(r"_x([0-9A-Fa-f]{4})_")
_READ_ELEMENTS: Final = ("{*}row", "{*}col", "{*}mergeCell")
_ON: Final = frozenset({"1", "true", "on"})


class _CellText(NamedTuple):
    """A string as it is displayed, and what is displayed of it in a cell whose font is struck through."""

    displayed: str
    struck: str = ""


class _SheetPart(NamedTuple):
    """The part that holds a sheet, the name of the sheet, and whether it is hidden."""

    path: str
    name: str
    hidden: bool


def read(data: bytes) -> Document | Unreadable:
    """Read an `.xlsx` file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            book = _parsed(package, "xl/workbook.xml")
            reader = _SheetReader(list(_shared(package)), list(_styles(package)), since_1904=_counts_from_1904(book))
            parts = _parts(package, book)
            if not parts:
                raise BrokenError("it has no sheet", UnreadableReason.NO_TEXT)
            document = worksheet.document(MEDIA_TYPES["xlsx"], "xlsx", [reader.sheet(package, part) for part in parts])
            shown = [part for part in parts if not part.hidden] or parts
            found = [picture for part in shown for picture in pictures.of_sheet(package, part.path)]
            return replace(document, blocks=(*document.blocks, *found))
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["xlsx"], f"the spreadsheet cannot be opened: {error}", reason_of(error))


def _parsed(package: Package, name: str) -> xml.Element | None:
    data = package.get(name)
    return xml.parse(data) if data else None


def _counts_from_1904(book: xml.Element | None) -> bool:
    properties = xml.child(book, "workbookPr") if book is not None else None
    return properties is not None and _is_on(properties.get("date1904"))


def _parts(package: Package, book: xml.Element | None) -> Sequence[_SheetPart]:
    """The sheets that the workbook lists, in its order; all worksheet parts where it lists none of them."""
    listed = xml.child(book, "sheets") if book is not None else None
    targets = _targets(package)
    names = {name.lower() for name in package.names()}
    parts = [
        _SheetPart(path, sheet.get("name") or path, (sheet.get("state") or "visible") != "visible")
        for sheet in (xml.children(listed, "sheet") if listed is not None else ())
        if (path := targets.get(xml.attribute(sheet, "id") or "", "")).lower() in names
    ]
    return parts or [
        _SheetPart(name, name, hidden=False) for name in sorted(filter(_PART.fullmatch, names), key=_number)
    ]


def _targets(package: Package) -> dict[str, str]:
    """The worksheet parts of the workbook, by relationship id."""
    relations = _parsed(package, "xl/_rels/workbook.xml.rels")
    return {
        relation.get("Id") or "": posixpath.normpath(posixpath.join("/xl", relation.get("Target") or "")).lstrip("/")
        for relation in (xml.children(relations, "Relationship") if relations is not None else ())
        if (relation.get("Type") or "").endswith("/worksheet")
    }


def _shared(package: Package) -> Iterator[_CellText]:
    root = _parsed(package, "xl/sharedStrings.xml")
    if root is not None:
        yield from map(_text, xml.children(root, "si"))


def _text(item: xml.Element) -> _CellText:
    """A simple or rich string (18.4.8): raised digits become superscripts, struck runs are left out."""
    displayed: list[str] = []
    struck: list[str] = []
    for element in item:
        name = xml.name(element)
        if name == "t":
            displayed.append(element.text or "")
        elif name == "r":
            properties = xml.child(element, "rPr")
            text = "".join(t.text or "" for t in xml.children(element, "t"))
            text = raised(text) if xml.value(properties, "vertAlign") == "superscript" else text
            if not _is_struck(properties):
                displayed.append(text)
                struck += [text] if properties is not None else []
    return _CellText(_unescaped("".join(displayed)), _unescaped("".join(struck)))


def _unescaped(text: str) -> str:
    """The text with its escapes (22.9.2.19) resolved, without those of control characters."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    char = chr(int(escaped[1], 16))
    return char if char.isprintable() or char.isspace() else ""


def _styles(package: Package) -> Iterator[CellStyle]:
    """The styles of cells in their order (18.8.10)."""
    root = _parsed(package, "xl/styles.xml")
    listed = {xml.name(element): element for element in root} if root is not None else {}
    codes = dict(number_formats.BUILT_IN)
    for number_format in listed.get("numFmts", ()):
        codes[xml.whole(number_format.get("numFmtId"))] = number_format.get("formatCode") or ""
    struck = [_is_struck(font) for font in listed.get("fonts", ())]
    for style in listed.get("cellXfs", ()):
        font = xml.whole(style.get("fontId"))
        yield CellStyle(codes.get(xml.whole(style.get("numFmtId")), ""), font < len(struck) and struck[font])


def _is_struck(font: xml.Element | None) -> bool:
    strike = xml.child(font, "strike") if font is not None else None
    return strike is not None and strike.get("val", "1") in _ON


class _SheetReader:
    """Reads sheets with what they share: strings, styles, and the epoch of dates."""

    def __init__(self, shared: Sequence[_CellText], styles: Sequence[CellStyle], *, since_1904: bool) -> None:
        self._shared = shared
        self._styles = styles
        self._since_1904 = since_1904

    def sheet(self, package: Package, part: _SheetPart) -> Worksheet:
        """One sheet. Raises `BrokenError`, `ValueError` and `TooMuchError`."""
        made = Worksheet(part.name, part.hidden)
        row_at = -1
        for element in xml.parse(package.require(part.path)).iter(*_READ_ELEMENTS):
            name = xml.name(element)
            if name == "row":
                row_at = xml.whole(element.get("r"), row_at + 2) - 1
                self._row(made, element, row_at)
            elif name == "col" and (_is_on(element.get("hidden")) or element.get("width") == "0"):
                first = xml.whole(element.get("min"), 1)
                made.hide_columns(first - 1, xml.whole(element.get("max"), first) - first + 1)
            elif name == "mergeCell" and (span := _range(element.get("ref") or "")):
                made.merged.append(span)
        return made

    def _row(self, made: Worksheet, row: xml.Element, row_at: int) -> None:
        if _is_on(row.get("hidden")) or row.get("ht") == "0":
            made.hidden_rows.add(row_at)
        column_at = -1
        for cell in xml.children(row, "c"):
            reference = _CELL_REFERENCE.fullmatch(cell.get("r") or "")
            column_at = _column(reference[1]) if reference else column_at + 1
            made.set_text(row_at, column_at, self._value(cell))

    def _value(self, cell: xml.Element) -> str:
        """The displayed text of a cell (18.3.1.4, 18.18.11); "" where its font is struck through."""
        style = xml.whole(cell.get("s"))
        code, struck = self._styles[style] if style < len(self._styles) else CellStyle()
        kind = cell.get("t")
        if kind in ("inlineStr", "s"):
            string = self._string(cell, kind)
            return string.struck if struck else string.displayed
        value = xml.child(cell, "v")
        text = (value.text or "") if value is not None else ""
        if struck:
            return ""
        if kind in ("str", "e"):
            return _unescaped(text)
        if not text:
            return FORMULA if xml.child(cell, "f") is not None else ""
        if kind == "b":
            return {"0": "FALSE", "1": "TRUE"}.get(text, text)
        return (
            number_formats.displayed_date(text)
            if kind == "d"
            else number_formats.displayed(text, code, since_1904=self._since_1904)
        )

    def _string(self, cell: xml.Element, kind: str) -> _CellText:
        inline = xml.child(cell, "is")
        if kind == "inlineStr":
            return _text(inline) if inline is not None else _CellText("")
        value = xml.child(cell, "v")
        at = xml.whole(value.text if value is not None else None, len(self._shared))
        return self._shared[at] if at < len(self._shared) else _CellText("")


def _is_on(value: str | None) -> bool:
    return value in _ON


def _range(reference: str) -> MergedRange | None:
    cells = _CELL_REFERENCE.findall(reference)
    if len(cells) != 2:
        return None
    (c0, r0), (c1, r1) = cells
    return int(r0) - 1, _column(c0), max(int(r1) - int(r0) + 1, 1), max(_column(c1) - _column(c0) + 1, 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _number(name: str) -> int:
    match = re.search(r"(\d+)\.xml$", name)
    return int(match[1]) if match else 0
