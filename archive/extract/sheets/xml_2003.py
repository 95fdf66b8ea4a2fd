"""Spreadsheets as one XML file, as Excel 2003 writes them (urn:schemas-microsoft-com:office:spreadsheet).

Reads worksheets, cells by index with their types and styles, merged ranges and what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive.extract.layout import xml
from archive.extract.layout.document import Document, Unreadable, UnreadableReason
from archive.extract.layout.marks import raised
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import number_formats, worksheet
from archive.extract.sheets.number_formats import CellStyle
from archive.extract.sheets.worksheet import FORMULA, Worksheet

_NAMED_FORMATS: Final = {
    "Short Date": "yyyy/m/d",
    "Medium Date": "yyyy/m/d",
    "Long Date": "yyyy/m/d",
    "General Date": "yyyy/m/d",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
}
"""The codes of the named formats."""
_STRUCK: Final = frozenset({"S", "Del", "Strike"})
_DEEPEST: Final = 40


def read(data: bytes) -> Document | Unreadable:
    """Read an XML Spreadsheet. Raises `TooMuchError`."""
    try:
        root = xml.parse(data)
    except ValueError as error:
        return Unreadable(
            MEDIA_TYPES["sheetxml"], f"the spreadsheet cannot be opened: {error}", UnreadableReason.FILE_BROKEN
        )
    styles = dict(_styles(root))
    sheets = [_sheet(sheet, styles) for sheet in xml.children(root, "Worksheet")]
    return worksheet.document(MEDIA_TYPES["sheetxml"], "sheetxml", sheets)


def _styles(root: xml.Element) -> Iterator[tuple[str, CellStyle]]:
    listed = xml.child(root, "Styles")
    for style in listed if listed is not None else ():
        number, font = xml.child(style, "NumberFormat"), xml.child(style, "Font")
        code = (xml.attribute(number, "Format") or "") if number is not None else ""
        struck = font is not None and xml.attribute(font, "StrikeThrough") == "1"
        yield xml.attribute(style, "ID") or "", CellStyle(_NAMED_FORMATS.get(code, code), struck)


def _sheet(sheet: xml.Element, styles: dict[str, CellStyle]) -> Worksheet:
    visible = next((element.text or "" for element in sheet.iter("{*}Visible")), "")
    made = Worksheet(xml.attribute(sheet, "Name") or "", "Hidden" in visible)
    table = xml.child(sheet, "Table")
    if table is None:
        return made
    column = 0
    for inner in xml.children(table, "Column"):
        column = _count(inner, "Index", column + 1) - 1
        wide = _count(inner, "Span", 0) + 1
        if _is_hidden(inner, "Width"):
            made.hide_columns(column, wide)
        column += wide
    row = 0
    for inner in xml.children(table, "Row"):
        row = _count(inner, "Index", row + 1) - 1
        if _is_hidden(inner, "Height"):
            made.hidden_rows.add(row)
        _row(made, inner, row, styles)
        row += _count(inner, "Span", 0) + 1
    return made


def _row(made: Worksheet, row: xml.Element, at: int, styles: dict[str, CellStyle]) -> None:
    column = 0
    for cell in xml.children(row, "Cell"):
        column = _count(cell, "Index", column + 1) - 1
        wide, tall = _count(cell, "MergeAcross", 0) + 1, _count(cell, "MergeDown", 0) + 1
        style = styles.get(xml.attribute(cell, "StyleID") or "", CellStyle())
        made.set_text(at, column, _value(cell, style))
        if wide * tall > 1:
            made.merged.append((at, column, tall, wide))
        column += wide


def _value(cell: xml.Element, style: CellStyle) -> str:
    """The displayed text of a cell; "" where its font is struck through."""
    data = xml.child(cell, "Data")
    kind = xml.attribute(data, "Type") if data is not None else None
    text = "".join(_runs(data, 0)) if data is not None else ""
    if style.struck:
        return ""
    if not text:
        return FORMULA if xml.attribute(cell, "Formula") and kind != "String" else ""
    if kind == "Number":
        return number_formats.displayed(text, style.code)
    if kind == "DateTime":
        return number_formats.displayed_date(text)
    return {"0": "FALSE", "1": "TRUE"}.get(text, text) if kind == "Boolean" else text


def _runs(element: xml.Element, depth: int) -> Iterator[str]:
    """The runs of a text, without struck runs, raised digits as superscripts."""
    if depth > _DEEPEST:
        return
    yield element.text or ""
    for inner in element:
        name = xml.name(inner)
        if name not in _STRUCK:
            inside = "".join(_runs(inner, depth + 1))
            yield raised(inside) if name == "Sup" else inside
        yield inner.tail or ""


def _is_hidden(element: xml.Element, size: str) -> bool:
    return xml.attribute(element, "Hidden") == "1" or xml.attribute(element, size) == "0"


def _count(element: xml.Element, wanted: str, default: int) -> int:
    text = xml.attribute(element, wanted)
    return int(text) if text and text.isdecimal() and len(text) < 8 else default
