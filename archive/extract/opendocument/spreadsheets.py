"""The sheets of OpenDocument spreadsheets (ODF 1.3 part 3, 9).

Reads rows and columns, repeated and spanned cells, and what is hidden. `reader` reads the text in a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from archive.extract.layout import xml
from archive.extract.layout.document import Picture
from archive.extract.sheets import number_formats
from archive.extract.sheets.worksheet import COLUMNS, FORMULA, ROWS, Worksheet

_REPEATED: Final = 60
"""How many times a row with text is repeated at most."""
_HIDDEN: Final = frozenset({"collapse", "filter"})
_ROW_GROUPS: Final = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_COLUMN_GROUPS: Final = frozenset({"table-header-columns", "table-columns", "table-column-group"})
_VALUES: Final = ("string-value", "date-value", "value", "boolean-value")

ReadText = Callable[[xml.Element], str]
"""Returns the text of a cell."""


def sheets(root: xml.Element, spreadsheet: xml.Element, read_text: ReadText) -> list[Worksheet]:
    """The sheets in their order; `root` is the root of the content, which has the styles. Raises `TooMuchError`."""
    hidden = {
        xml.attribute(style, "name")
        for style in root.iter("{*}style")
        if xml.attribute(style, "family") == "table"
        and (properties := xml.child(style, "table-properties")) is not None
        and xml.attribute(properties, "display") == "false"
    }
    return [
        _sheet(table, read_text, hidden=xml.attribute(table, "style-name") in hidden)
        for table in xml.children(spreadsheet, "table")
    ]


def pictures(spreadsheet: xml.Element, sheets: Sequence[Worksheet]) -> list[Picture]:
    """The pictures on the visible sheets, on all of them where all are hidden; their source is the name of their part.

    A chart has a picture of itself, which stands behind its object.
    """
    hidden = [sheet.hidden and not all(sheet.hidden for sheet in sheets) for sheet in sheets]
    return [
        Picture(source)
        for table, is_hidden in zip(xml.children(spreadsheet, "table"), hidden, strict=True)
        if not is_hidden
        for frame in table.iter("{*}frame")
        if (image := next((part for part in frame if xml.name(part)), None)) is not None
        if xml.name(image) == "image" and (source := xml.attribute(image, "href"))
    ]


def _sheet(table: xml.Element, read_text: ReadText, *, hidden: bool) -> Worksheet:
    made = Worksheet(xml.attribute(table, "name") or "", hidden)
    column = 0
    for inner in _inside(table, "table-column", _COLUMN_GROUPS):
        if column >= COLUMNS:
            break
        times = xml.count(inner, "number-columns-repeated")
        if xml.attribute(inner, "visibility") in _HIDDEN:
            made.hide_columns(column, times)
        column += times
    row = 0
    for inner in _inside(table, "table-row", _ROW_GROUPS):
        times = xml.count(inner, "number-rows-repeated")
        cells = list(_cells(inner, read_text))
        for at in range(row, row + min(times, _REPEATED) if cells else row):
            _set_cells(made, at, cells)
        if xml.attribute(inner, "visibility") in _HIDDEN:
            made.hidden_rows.update(range(row, min(row + times, ROWS)))
        row += times
    return made


def _inside(element: xml.Element, wanted: str, groups: frozenset[str]) -> Iterator[xml.Element]:
    """Rows or columns in their order, including those in groups, however deeply nested."""
    iterators = [iter(element)]
    while iterators:
        inner = next(iterators[-1], None)
        if inner is None:
            iterators.pop()
        elif xml.name(inner) == wanted:
            yield inner
        elif xml.name(inner) in groups:
            iterators.append(iter(inner))


def _cells(row: xml.Element, read_text: ReadText) -> Iterator[tuple[int, str, int, int]]:
    """The column, text, height and width of each cell that prints something, spans others or has a style."""
    column = 0
    for cell in row:
        name = xml.name(cell)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        times = xml.count(cell, "number-columns-repeated")
        printed = (read_text(cell) or _value(cell)) if name == "table-cell" else ""
        tall, wide = xml.count(cell, "number-rows-spanned"), xml.count(cell, "number-columns-spanned")
        if name == "table-cell" and (printed or tall * wide > 1 or xml.attribute(cell, "style-name")):
            for at in range(column, column + times if times < COLUMNS or not printed else column + 1):
                if at >= COLUMNS and not printed:
                    break
                yield at, printed, tall, wide
        column += times


def _value(cell: xml.Element) -> str:
    """The stored value of a cell without text; `FORMULA` for a formula that was never computed, "" for a blank."""
    stored = next((value for name in _VALUES if (value := xml.attribute(cell, name))), "")
    if stored:
        return number_formats.displayed(number_formats.displayed_date(stored), "")
    return FORMULA if xml.attribute(cell, "formula") and xml.attribute(cell, "value-type") != "string" else ""


def _set_cells(made: Worksheet, row: int, cells: list[tuple[int, str, int, int]]) -> None:
    for column, printed, tall, wide in cells:
        made.set_text(row, column, printed)
        if tall * wide > 1:
            made.merged.append((row, column, tall, wide))
