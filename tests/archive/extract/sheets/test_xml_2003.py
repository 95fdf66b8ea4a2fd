"""Spreadsheets as a single XML file: what they display, and that other XML is not read as such."""

from __future__ import annotations

from archive.extract.dispatch import formats
from archive.extract.layout import sniffing
from archive.extract.layout.document import Document, Table
from tests.support.documents import generate

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_STYLES = (
    '<Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="Fixed"/></Style>'
)


def _book(*sheets: str) -> bytes:
    spaces = f'xmlns="{_SPACE}" xmlns:ss="{_SPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    inside = f"<Workbook {spaces}><Styles>{_STYLES}</Styles>{''.join(sheets)}</Workbook>"
    return f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n{inside}'.encode()


def _sheet(inside: str, more: str = "") -> str:
    return f'<Worksheet ss:Name="表"><Table>{inside}</Table>{more}</Worksheet>'


def _cell(text: str, kind: str = "String", **more: object) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in more.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{text}</Data></Cell>'


def _grid(data: bytes) -> list[list[list[str]]]:
    document = formats.read(data)
    assert isinstance(document, Document), document
    assert document.reader == "sheetxml"
    return [
        [[cell.text if cell else "" for cell in row] for row in block.grid]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_cells_by_index_merged_and_by_their_types() -> None:
    rows = (
        ("", _cell("项目", MergeDown=1), _cell("数量", MergeAcross=1)),
        ("", _cell("本年", Index=2), _cell("上年")),
        (' ss:Index="3"', _cell("规章"), _cell("12.345", "Number", StyleID="s2"), _cell("#REF!", "Error")),
        ("", _cell("日期"), _cell("2024-01-15T00:00:00.000", "DateTime"), _cell("1", "Boolean")),
        ("", _cell("办法"), _cell("8", "Number", StyleID="s1"), '<Cell ss:Formula="=R1C1"/>'),
        ("", _cell("注"), _cell("29<Sup>1</Sup><S>3</S>"), _cell("0", "Number")),
    )
    lines = "".join(f"<Row{more}>{''.join(cells)}</Row>" for more, *cells in rows)
    assert _grid(_book(_sheet(lines))) == [
        [
            ["项目", "数量", "数量"],
            ["项目", "本年", "上年"],
            ["规章", "12.35", "#REF!"],
            ["日期", "2024年1月15日", "TRUE"],
            ["办法", "", "=?"],
            ["注", "29¹", "0"],
        ]
    ]


def test_what_is_hidden_is_left_out() -> None:
    rows = "".join(
        f"<Row{more}>{_cell(name)}{_cell('1', 'Number')}{_cell('2', 'Number')}</Row>"
        for name, more in (("甲", ""), ("乙", ' ss:Hidden="1"'), ("丙", ""))
    )
    hidden = "<x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions>"
    columns = '<Column ss:Index="2" ss:Hidden="1"/>'
    assert _grid(_book(_sheet(rows, hidden), _sheet(columns + rows))) == [[["甲", "2"], ["丙", "2"]]]


def test_other_xml_is_not_read_as_a_spreadsheet() -> None:
    assert sniffing.kind(_book()) == "sheetxml"
    assert sniffing.kind(_book().decode().encode("utf-16")) == "sheetxml"
    assert sniffing.kind(generate.html().encode()) == "html"
    page = (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta name=ProgId content=Excel.Sheet><table></table>'
    )
    assert sniffing.kind(page) == "html"
