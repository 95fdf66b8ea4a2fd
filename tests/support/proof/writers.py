"""Tiny writers of the formats that need no heavy tool: a report's blocks as RTF, ODT and XLSX. Pure."""

from __future__ import annotations

from html import escape

from tests.support.documents.generate import Blocks
from tests.support.documents.report import Rows, placed
from tests.support.documents.zips import packed

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def rtf(blocks: Blocks) -> bytes:
    """Paragraphs, and rows whose merged cells are marked as Word does."""
    parts = [r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\uc1 "]
    for block in blocks:
        if isinstance(block, str):
            parts.append(rf"\pard {_escaped(block)}\par" + "\n")
        else:
            parts += _rtf_rows(block)
            parts.append("\\pard\\par\n")
    return ("".join(parts) + "}").encode("ascii")


def _rtf_rows(rows: Rows) -> list[str]:
    parts = []
    for row in _full(rows):
        edges, texts, right = [], [], 0
        for text, wide, merge in row:
            right += 900 * wide
            edges.append(rf"{merge}\clbrdrt\brdrs\cellx{right}")
            texts.append(rf"\pard\intbl {_escaped(text)}\cell ")
        parts.append(rf"\trowd {''.join(edges)}{''.join(texts)}\row" + "\n")
    return parts


def _full(rows: Rows) -> list[list[tuple[str, int, str]]]:
    """Every row with the cells that come down into it: text, columns, and RTF's mark of vertical merging."""
    cells: dict[int, dict[int, tuple[str, int, str]]] = {at: {} for at in range(len(rows))}
    for row, column, text, tall, wide in placed(rows):
        cells[row][column] = (text, wide, r"\clvmgf" if tall > 1 else "")
        for below in range(row + 1, row + tall):
            cells.setdefault(below, {})[column] = ("", wide, r"\clvmrg")
    return [[row[column] for column in sorted(row)] for _, row in sorted(cells.items())]


def _escaped(text: str) -> str:
    units = (int.from_bytes(pair, "little") for char in text for pair in _pairs(char.encode("utf-16-le")))
    return "".join(
        chr(unit) if 31 < unit < 127 and chr(unit) not in "\\{}" else rf"\u{unit if unit < 32768 else unit - 65536}?"
        for unit in units
    )


def _pairs(data: bytes) -> list[bytes]:
    return [data[at : at + 2] for at in range(0, len(data), 2)]


def odt(blocks: Blocks) -> bytes:
    """Text paragraphs and tables with spanned and covered cells."""
    inside = "".join(
        f"<text:p>{escape(b)}</text:p>" if isinstance(b, str) else f"<table:table>{_odf_rows(b)}</table:table>"
        for b in blocks
    )
    return _odf("text", inside)


def ods(blocks: Blocks) -> bytes:
    """All blocks below one another on one sheet."""
    rows = "".join(_odf_rows([[(b, 1, 1)]] if isinstance(b, str) else b) for b in blocks)
    return _odf("spreadsheet", f'<table:table table:name="1">{rows}</table:table>')


def _odf(kind: str, inside: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "text", "table"))
    content = f"<office:document-content {spaces}><office:body><office:{kind}>{inside}</office:{kind}></office:body>"
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"{content}</office:document-content>",
        }
    )


def _odf_rows(rows: Rows) -> str:
    lines: dict[int, dict[int, str]] = {at: {} for at in range(len(rows))}
    for row, column, text, tall, wide in placed(rows):
        for down in range(tall):
            for right in range(wide):
                lines.setdefault(row + down, {})[column + right] = "<table:covered-table-cell/>"
        spans = f'table:number-rows-spanned="{tall}" table:number-columns-spanned="{wide}"'
        lines[row][column] = f"<table:table-cell {spans}><text:p>{escape(text)}</text:p></table:table-cell>"
    made = (f"<table:table-row>{''.join(line[c] for c in sorted(line))}</table:table-row>" for line in lines.values())
    return "".join(made)


def sheet_2003(blocks: Blocks) -> bytes:
    """All blocks below one another on one sheet of the XML file of Excel 2003; blank cells are left out."""
    lines: list[str] = []
    for block in blocks:
        rows: Rows = [[(block, 1, 1)]] if isinstance(block, str) else block
        cells: dict[int, str] = dict.fromkeys(range(len(rows)), "")
        for row, column, text, tall, wide in placed(rows):
            kind = "Number" if text.isascii() and text.isdigit() else "String"
            where = f'ss:Index="{column + 1}" ss:MergeDown="{tall - 1}" ss:MergeAcross="{wide - 1}"'
            cells[row] += f'<Cell {where}><Data ss:Type="{kind}">{escape(text)}</Data></Cell>' if text else ""
        lines += [f"<Row>{cells[row]}</Row>" for row in range(len(rows))]
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    book = f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="1"><Table>{"".join(lines)}</Table>'
    head = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    return f"{head}{book}</Worksheet></Workbook>".encode()


def xlsx(blocks: Blocks) -> bytes:
    """All blocks below one another on one sheet: numbers as numbers, merged cells merged."""
    cells: dict[int, dict[int, str]] = {}
    merged: list[tuple[int, int, int, int]] = []
    top = 0
    for block in blocks:
        rows: Rows = [[(block, 1, 1)]] if isinstance(block, str) else block
        for row, column, text, tall, wide in placed(rows):
            cells.setdefault(top + row, {})[column] = text
            if tall * wide > 1:
                merged.append((top + row, column, top + row + tall - 1, column + wide - 1))
        top += len(rows)
    lines = "".join(
        f'<row r="{row + 1}">{"".join(_sheet_cell(_name(row, column), line[column]) for column in sorted(line))}</row>'
        for row, line in sorted(cells.items())
    )
    spans = "".join(f'<mergeCell ref="{_name(top, left)}:{_name(low, right)}"/>' for top, left, low, right in merged)
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml"'
            ' ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PARTS}"><Relationship Id="rId1" Type="{_LINKS}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_LINKS}"><sheets><sheet name="1" sheetId="1"'
            ' r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PARTS}"><Relationship Id="rId1"'
            f' Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData>'
            f"<mergeCells>{spans}</mergeCells></worksheet>",
        }
    )


def _sheet_cell(name: str, text: str) -> str:
    if text.isdigit():
        return f'<c r="{name}"><v>{text}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _name(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"
