"""Spreadsheets: `.xlsx` by its XML, `.xls` by xlrd where that is installed.

Knows cells and merged ranges. A sheet's first rows with one filled cell each are its title, the rest is one table.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from archive.reading import grid, limits, xml
from archive.reading.document import Block, Cell, Document, Paragraph, Unreadable
from archive.reading.marks import clean, squeeze
from archive.reading.packed import BrokenError, Package
from archive.reading.sniff import MEDIA_TYPES

_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ROWS: Final = 20_000
_COLUMNS: Final = 500


@dataclass(slots=True)
class _Sheet:
    """Texts by row and column, and merged ranges as (row, column, rows, columns)."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def read(data: bytes) -> Document | Unreadable:
    """Read an `.xlsx` file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            shared = list(_shared(package))
            parts = sorted(
                (name for name in package.names() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)), key=_number
            )
            sheets = [_sheet(xml.parse(package.need(name)), shared) for name in parts]
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["xlsx"], f"the spreadsheet cannot be opened: {error}")
    return Document(MEDIA_TYPES["xlsx"], "xlsx", blocks=_blocks(sheets))


def read_xls(data: bytes) -> Document | Unreadable:
    """Read an `.xls` file. Raises `TooMuchError`."""
    try:
        xlrd: Any = importlib.import_module("xlrd")
    except ImportError:
        return Unreadable(MEDIA_TYPES["xls"], "old spreadsheets need the package xlrd (pip install 'nianbao[xls]')")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    except (xlrd.XLRDError, OSError, ValueError, IndexError, AssertionError, KeyError, TypeError) as error:
        return Unreadable(MEDIA_TYPES["xls"], f"the spreadsheet cannot be opened: {error}")
    return Document(MEDIA_TYPES["xls"], "xls", blocks=_blocks(_old(sheet) for sheet in book.sheets()))


def _old(sheet: Any) -> _Sheet:
    made = _Sheet(merged=[(r0, c0, r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells])
    for row in range(min(sheet.nrows, _ROWS)):
        for column in range(min(sheet.row_len(row), _COLUMNS)):
            value = sheet.cell_value(row, column)
            made.texts[row, column] = _shown(str(value) if isinstance(value, str) else _plain(repr(value)))
    return made


def _shared(package: Package) -> Iterator[str]:
    data = package.get("xl/sharedStrings.xml")
    if data is not None:
        for item in xml.children(xml.parse(data), "si"):
            yield _texts(item)


def _texts(item: xml.Element) -> str:
    return "".join(t.text or "" for t in item.iter() if xml.name(t) == "t" and not _phonetic(t))


def _phonetic(element: xml.Element) -> bool:
    parent = element.getparent()
    return parent is not None and xml.name(parent) == "rPh"


def _sheet(root: xml.Element, shared: list[str]) -> _Sheet:
    made = _Sheet()
    row_at = -1
    for element in root.iter():
        name = xml.name(element)
        if name == "row":
            row_at = int(element.get("r") or row_at + 2) - 1
            column_at = -1
            if row_at > _ROWS:
                raise limits.TooMuchError(f"a sheet of it has more than {_ROWS} rows")
            for cell in xml.children(element, "c"):
                place = _PLACE.fullmatch(cell.get("r") or "")
                column_at = _column(place[1]) if place else column_at + 1
                if column_at < _COLUMNS:
                    made.texts[row_at, column_at] = _value(cell, shared)
        elif name == "mergeCell" and (span := _range(element.get("ref") or "")):
            made.merged.append(span)
    return made


def _value(cell: xml.Element, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _shown(_texts(cell))
    value = xml.child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return _shown(shared[int(text)]) if text.isdigit() and int(text) < len(shared) else ""
    return _shown(text if kind in ("str", "e", "b") else _plain(text))


def _plain(text: str) -> str:
    """A number as one would print it: no `.0`, no rounding noise of binary fractions."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.12g}"


def _shown(text: str) -> str:
    return "\n".join(line for piece in clean(text).splitlines() if (line := squeeze(piece)))


def _blocks(sheets: Iterable[_Sheet]) -> tuple[Block, ...]:
    budget = grid.Budget()
    blocks: list[Block] = []
    for sheet in sheets:
        rows: dict[int, dict[int, str]] = {}
        for (row, column), text in sheet.texts.items():
            if text:
                rows.setdefault(row, {})[column] = text
        filled = sorted(rows)
        while filled and len(rows[filled[0]]) == 1:
            blocks += [Paragraph(line) for line in next(iter(rows[filled.pop(0)].values())).split("\n")]
        if filled:
            blocks.append(grid.fixed(_cells(sheet, filled[0], filled[-1], rows), budget))
    return tuple(blocks)


def _cells(sheet: _Sheet, first: int, last: int, rows: dict[int, dict[int, str]]) -> Iterator[Cell]:
    left = min(min(row) for at, row in rows.items() if at >= first)
    right = max(max(row) for at, row in rows.items() if at >= first)
    covered: set[tuple[int, int]] = set()
    spans = {(r, c): (h, w) for r, c, h, w in sheet.merged if h * w <= limits.POSITIONS}
    for (r, c), (h, w) in spans.items():
        covered |= {(r + i, c + j) for i in range(min(h, last - r + 1)) for j in range(min(w, _COLUMNS))} - {(r, c)}
        right = max(right, min(c + w - 1, _COLUMNS)) if first <= r <= last else right
    for row in range(first, last + 1):
        for column in range(left, right + 1):
            if (row, column) not in covered:
                height, width = spans.get((row, column), (1, 1))
                text = sheet.texts.get((row, column), "")
                yield Cell(
                    text, row - first, column - left, min(height, last - row + 1), min(width, right - column + 1)
                )


def _range(reference: str) -> tuple[int, int, int, int] | None:
    places = _PLACE.findall(reference)
    if len(places) != 2:
        return None
    (c0, r0), (c1, r1) = places
    return int(r0) - 1, _column(c0), max(int(r1) - int(r0) + 1, 1), max(_column(c1) - _column(c0) + 1, 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _number(name: str) -> int:
    match = re.search(r"(\d+)\.xml$", name)
    return int(match[1]) if match else 0
