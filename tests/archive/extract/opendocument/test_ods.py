"""OpenDocument spreadsheets: sheets as they are shown, text beside tables, blanks that stay blank."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.dispatch import formats
from archive.extract.layout.document import Block, Document, Paragraph, Table
from tests.support.documents.zips import packed

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
    "</style:style>"
    for name, shown in (("shown", "true"), ("hidden", "false"))
)


def _cell(text: str) -> str:
    if text.startswith("<"):
        return text
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" if text else "<table:table-cell/>"


def _row(cells: Sequence[str], more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(map(_cell, cells))}</table:table-row>"


def _sheet(*rows: str, style: str = "shown", columns: str = "") -> str:
    return f'<table:table table:name="表" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def _read(*sheets: str) -> Document:
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{_STYLES}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    document = formats.read(
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    )
    assert isinstance(document, Document), document
    return document


def _plain(block: Block) -> object:
    if isinstance(block, Table):
        return [[cell.text if cell else "" for cell in row] for row in block.grid]
    return block.text if isinstance(block, Paragraph) else block


_ROWS = (_row(["项目", "本年", "上年"]), _row(["规章", "", "3"]), _row(["办法", "4", "5"]))
_TABLE = [["项目", "本年", "上年"], ["规章", "", "3"], ["办法", "4", "5"]]


def test_a_long_text_does_not_open_the_sheet() -> None:
    document = _read(_sheet(_row(["某镇年度报告"]), _row(["情况如下。" * 100]), *_ROWS, _row(["特此报告。"])))
    assert list(map(_plain, document.blocks)) == ["某镇年度报告", "情况如下。" * 100, _TABLE, "特此报告。"]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    rows = (
        _row(["项目", "旧", "本年"]),
        _row(["旧", "1", "2"], ' table:visibility="collapse" table:number-rows-repeated="2"'),
        _row(["规章", "8", "9"]),
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    document = _read(_sheet(*_ROWS, style="hidden"), _sheet(*rows, columns=columns))
    assert list(map(_plain, document.blocks)) == [[["项目", "本年"], ["规章", "9"]]]
    assert tuple(note.text for note in document.notes) == (
        "Left out as hidden: the sheets 表.",
        "Left out as hidden: 2 rows and 1 columns of the sheet 表.",
    )


def test_repeated_and_spanned_cells() -> None:
    twice = '<table:table-cell table:number-columns-repeated="2"><text:p>0</text:p></table:table-cell>'
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>数量</text:p></table:table-cell>'
    rows = (_row(["项目", wide, "<table:covered-table-cell/>"]), _row(["规章", twice]), _row(["办法", "1", "2"]))
    end = _row(['<table:table-cell table:number-columns-repeated="1024"/>'], ' table:number-rows-repeated="1048573"')
    assert list(map(_plain, _read(_sheet(*rows, end)).blocks)) == [
        [["项目", "数量", "数量"], ["规章", "0", "0"], ["办法", "1", "2"]]
    ]


def test_values_without_text_and_formulas_that_were_never_computed() -> None:
    stored = '<table:table-cell table:value-type="float" office:value="12.50"/>'
    day = '<table:table-cell office:value-type="date" office:date-value="2024-01-15"/>'
    formula = '<table:table-cell table:formula="of:=SUM([.B1:.B2])"/>'
    empty = '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"/>'
    document = _read(_sheet(_row(["甲", stored, day]), _row(["乙", formula, empty]), _row(["丙", "1", "2"])))
    assert list(map(_plain, document.blocks)) == [[["甲", "12.5", "2024年1月15日"], ["乙", "=?", ""], ["丙", "1", "2"]]]
