"""Spreadsheets say what they print: not what is hidden or struck out, no codes for numbers, and text beside tables."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest

from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, Paragraph, Picture, Table, Unreadable, UnreadableReason
from archive.extract.ocr import scan
from archive.extract.sheets import number_formats
from tests.support.documents.made import read as read_document
from tests.support.documents.zips import packed
from tests.support.paths import FILES
from tests.support.proof import compound
from tests.support.proof.compound import record, sheet_cell

_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROWS = [["项目", "本年", "上年"], ["规章", "29", "3"], ["规范性文件", "4", "5"]]
_STYLES = (
    f'<styleSheet {_SPACE}><numFmts count="1"><numFmt numFmtId="176" formatCode="0.00_);[Red]\\(0.00\\)"/></numFmts>'
    "<fonts><font/><font><strike/></font></fonts>"
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="31" fontId="0"/>'
    '<xf numFmtId="176" fontId="0"/></cellXfs></styleSheet>'
)


def _notes(document: Document) -> tuple[str, ...]:
    return tuple(note.text for note in document.notes)


def _cell(text: str, more: str = "") -> str:
    if text.startswith("<c"):
        return text
    return f'<c t="inlineStr"{more}><is><t>{text}</t></is></c>' if text else "<c/>"


def _sheet(rows: Sequence[Sequence[str]], *, hide: Sequence[int] = (), head: str = "", merged: str = "") -> str:
    """A sheet's part; a row that begins with None of its cells is left out of the file."""
    lines = "".join(
        f'<row r="{at}"{" hidden=" + chr(34) + "1" + chr(34) if at in hide else ""}>{"".join(map(_cell, row))}</row>'
        for at, row in enumerate(rows, 1)
        if row
    )
    return f"<worksheet {_SPACE}>{head}<sheetData>{lines}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"


def _book(*sheets: str, states: Sequence[str] = (), order: Sequence[int] = ()) -> bytes:
    """A workbook; `order` lists the sheets' parts by their numbers, all of them where it is empty."""
    order = order or range(1, len(sheets) + 1)
    states = states or ["visible"] * len(sheets)
    parts = {f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets, 1)}
    listed = "".join(f'<sheet name="表{at}" state="{states[at - 1]}" r:id="r{at}"/>' for at in order)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_LINKS}/worksheet" Target="/xl/worksheets/sheet{at}.xml"/>' for at in order
    )
    parts["xl/workbook.xml"] = f'<workbook {_SPACE} xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{links}</Relationships>"
    parts["xl/styles.xml"] = _STYLES
    return packed(parts)


def _old(*sheets: tuple[int, bytes]) -> bytes:
    pytest.importorskip("xlrd", reason="xlrd is not installed")
    return compound.workbook(sheets)


def _tables(data: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text if cell else "" for cell in row] for row in block.grid]
        for block in read_document(data).blocks
        if isinstance(block, Table)
    ]


def _paragraphs(data: bytes) -> list[str]:
    return [block.text for block in read_document(data).blocks if isinstance(block, Paragraph)]


def _with(place: tuple[int, int], text: str) -> list[list[str]]:
    rows = [list(row) for row in _ROWS]
    rows[place[0]][place[1]] = text
    return rows


def _records(rows: Sequence[Sequence[str]], more: Mapping[tuple[int, int], bytes] | None = None) -> bytes:
    """The records of an old sheet's cells, some of them given."""
    cells = {
        (row, column): sheet_cell(row, column, text)
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    }
    return b"".join((cells | dict(more or {})).values())


def test_errors_and_truths_of_old_sheets_are_no_numbers() -> None:
    error = record(0x205, struct.pack("<3HBB", 1, 1, 15, 0x17, 1))
    truth = record(0x205, struct.pack("<3HBB", 1, 2, 15, 1, 0))
    assert _tables(_old((0, _records(_ROWS, {(1, 1): error, (1, 2): truth})))) == [
        [_ROWS[0], ["规章", "#REF!", "TRUE"], _ROWS[2]]
    ]


def test_truths_are_no_numbers() -> None:
    assert _tables(_book(_sheet(_with((1, 1), '<c t="b"><v>1</v></c>'))))[0][1][1] == "TRUE"


def test_the_mark_of_a_note_joins_no_number_and_struck_digits_are_not_read() -> None:
    rich = (
        '<c t="inlineStr"><is><r><t>29</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
        "<r><rPr><strike/></rPr><t>4</t></r></is></c>"
    )
    assert _tables(_book(_sheet(_with((1, 1), rich)))) == [_with((1, 1), "29¹")]


def test_a_cell_in_a_struck_font_is_read_only_in_runs_with_another_font() -> None:
    struck = '<c s="1"><v>29</v></c>'
    rich = '<c s="1" t="inlineStr"><is><r><t>29</t></r><r><rPr><b/></rPr><t>30</t></r></is></c>'
    assert _tables(_book(_sheet([_ROWS[0], ["规章", struck, rich], _ROWS[2]])))[0][1] == ["规章", "", "30"]


def test_struck_and_raised_runs_of_old_sheets() -> None:
    text = "2914".encode("utf-16-le")
    runs = struct.pack("<H4H", 2, 2, 6, 3, 5)
    rich = record(0xD6, struct.pack("<3HHB", 1, 1, 15, 4, 1) + text + runs)
    struck = sheet_cell(1, 2, "3", style=16)
    assert _tables(_old((0, _records(_ROWS, {(1, 1): rich, (1, 2): struck}))))[0][1] == ["规章", "29¹", ""]


def test_sheets_come_in_the_workbooks_order_and_unlisted_parts_are_ignored() -> None:
    first, second = (_sheet([[name, "数量"], ["规章", "1"]]) for name in ("甲", "乙"))
    assert [table[0][0] for table in _tables(_book(first, second, order=[2, 1]))] == ["乙", "甲"]
    assert [table[0][0] for table in _tables(_book(first, second, order=[2]))] == ["乙"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out_and_named(state: str) -> None:
    data = _book(_sheet([["甲", "数量"], ["规章", "1"]]), _sheet(_ROWS), states=[state, "visible"])
    assert _tables(data) == [_ROWS]
    assert _notes(read_document(data)) == ("Left out as hidden: the sheets 表1.",)


def test_empty_sheets_say_nothing() -> None:
    assert _tables(_book(_sheet([]), _sheet(_ROWS), _sheet([[""]]))) == [_ROWS]
    assert read_document(_book(_sheet([]))).blocks == ()


def test_a_workbook_with_only_hidden_sheets_is_read() -> None:
    assert _tables(_book(_sheet(_ROWS), states=["hidden"])) == [_ROWS]


def test_hidden_rows_and_columns_are_left_out_and_merged_cells_shrink() -> None:
    rows = [["项目", "数量", "", "备注"], ["", "上年", "本年", ""], ["规章", "1", "2", "无"], ["旧", "8", "9", ""]]
    head = '<cols><col min="2" max="2" hidden="1"/></cols>'
    data = _book(_sheet(rows, hide=[4], head=head, merged='<mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/>'))
    assert _tables(data) == [[["项目", "数量", "备注"], ["项目", "本年", ""], ["规章", "2", "无"]]]
    assert _notes(read_document(data)) == ("Left out as hidden: 1 rows and 1 columns of the sheet 表1.",)


def test_what_old_sheets_hide_is_left_out() -> None:
    column = record(0x7D, struct.pack("<6H", 1, 1, 2000, 15, 1, 0))
    row = record(0x208, struct.pack("<6HI", 1, 0, 3, 300, 0, 0, 0x20))
    data = _old((1, _records([["甲", "数量"], ["规章", "1"]])), (0, column + row + _records(_ROWS)))
    assert _tables(data) == [[["项目", "上年"], ["规范性文件", "5"]]]
    assert read_document(data).notes[0].text == "Left out as hidden: the sheets old0."


def test_text_between_tables_is_no_row_of_them() -> None:
    table = [["行政许可", "处理决定数量"], ["许可", "3"], ["处罚", "4"]]
    rows = [
        *(
            ["镇2023年政府信息公开工作年度报告"],
            ["填报单位：某镇", "单位：件"],
            ["一、总体情况"],
            ["全年公开信息12条。"],
        ),
        *([["二、主动公开政府信息情况"], *table]),
        *([], ["三、存在的主要问题"], ["一是公开不够及时。"], ["四、其他"], ["无"], [], ["", "某镇人民政府"]),
        ["", '<c s="2"><v>45306</v></c>'],
    ]
    data = _book(_sheet([[cell for cell in row if cell] for row in rows]))
    assert _tables(data) == [table]
    assert _paragraphs(data)[1:] == [
        *(
            "填报单位：某镇 单位：件",
            "一、总体情况",
            "全年公开信息12条。",
            "二、主动公开政府信息情况",
            "三、存在的主要问题",
        ),
        *("一是公开不够及时。", "四、其他", "无", "某镇人民政府", "2024年1月15日"),
    ]


@pytest.mark.parametrize("listed", [True, False])
def test_a_label_with_blank_values_stays_in_its_table(*, listed: bool) -> None:
    rows = [_ROWS[0], ["规章", "", ""], _ROWS[2], ["二、上年结转", "", ""]]
    written = [row if listed else [cell for cell in row if cell] for row in rows]
    assert _tables(_book(_sheet(written))) == [rows]


@pytest.mark.parametrize(
    ("stored", "code", "printed"),
    [
        ("45306", 'yyyy"年"m"月"d"日"', "2024年1月15日"),
        ("45306.5", "[$-804]yyyy/m/d h:mm:ss.00;@", "2024年1月15日"),
        ("45306", number_formats.BUILT_IN[57], "2024年1月"),
        ("45306", 'G/"通用格式"', "45306"),
        ("0.5", "h:mm", "0.5"),
        ("60", "yyyy/m/d", "60"),
        ("12.345", "0.00_ ", "12.35"),
        ("12.3456", "#,##0.00", "12.35"),
        ("12.3456", "0.00%", "12.3456"),
        ("12.3456", "", "12.3456"),
        ("2.5", "0", "3"),
        ("5", "0.00", "5"),
        ("0.30000000000000004", "", "0.3"),
        ("1e400", "yyyy", "inf"),
    ],
)
def test_numbers_are_printed_by_their_formats(stored: str, code: str, printed: str) -> None:
    assert number_formats.displayed(stored, code) == printed


def test_dates_that_count_from_1904() -> None:
    assert number_formats.displayed("43844", "yyyy/m/d", since_1904=True) == "2024年1月15日"


def test_formats_of_old_sheets() -> None:
    date = record(0x203, struct.pack("<3Hd", 1, 1, 17, 45306))
    assert _tables(_old((0, _records(_ROWS, {(1, 1): date}))))[0][1][1] == "2024年1月15日"


def test_simple_formats_round_numbers() -> None:
    assert _tables(_book(_sheet(_with((1, 1), '<c s="3"><v>12.3456</v></c>'))))[0][1][1] == "12.35"


def test_escaped_characters_are_resolved() -> None:
    rows = _with((1, 0), "规_x000D_\n章_x005F_x000D_")
    assert _tables(_book(_sheet(rows)))[0][1][0] == "规\n章_x000D_"


def test_formulas_that_were_never_computed_are_no_blanks() -> None:
    rows = _with((1, 1), "<c><f>SUM(C2:C3)</f><v/></c>")
    rows[2][1] = '<c t="str"><f>IF(C2=3,"",1)</f><v></v></c>'
    assert _tables(_book(_sheet(rows))) == [[_ROWS[0], ["规章", "=?", "3"], ["规范性文件", "", "5"]]]


@pytest.mark.parametrize("computed", [True, False])
def test_formulas_of_old_sheets_that_were_never_computed(*, computed: bool) -> None:
    none, one = struct.pack("<B5xH", 3, 0xFFFF), struct.pack("<d", 1)
    formulas = {
        (1, 1): record(0x06, struct.pack("<3H", 1, 1, 15) + none + bytes(8)),
        (2, 1): record(0x06, struct.pack("<3H", 2, 1, 15) + (one if computed else none) + bytes(8)),
    }
    data = _old((0, _records(_ROWS, formulas)))
    assert [row[1] for row in _tables(data)[0]] == ["本年", *(("", "1") if computed else ("=?", "=?"))]


def test_a_formatted_row_far_below_is_no_row() -> None:
    sheet = _sheet(_ROWS).replace("</sheetData>", '<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>')
    assert _tables(_book(sheet)) == [_ROWS]


def test_cells_beyond_the_last_column_are_noted() -> None:
    sheet = _sheet(_ROWS).replace("</row>", '<c r="XFD1" t="inlineStr"><is><t>远</t></is></c></row>', 1)
    assert _notes(read_document(_book(sheet))) == ("not read: cells of the sheet 表1 beyond column 500.",)


def _with_picture(data: bytes, *, of: str = "sheet1") -> bytes:
    """The workbook with a scanned page on a sheet."""
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
    )
    with ZipFile(BytesIO(data)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    parts[f"xl/worksheets/_rels/{of}.xml.rels"] = relation.format("drawing", "../drawings/drawing1.xml")
    parts["xl/drawings/_rels/drawing1.xml.rels"] = relation.format("image", "../media/image1.png")
    parts["xl/media/image1.png"] = (FILES / "scan.png").read_bytes()
    return packed(parts)


def test_a_workbook_of_pictures_only_is_recognised_or_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = packed({"xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>"})
    monkeypatch.setattr(scan, "is_available", lambda: False)
    answer = formats.read(_with_picture(blank))
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.NOT_RECOGNISED
    assert scan.MISSING in answer.reason


def test_a_picture_beside_text_stays_in_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    row = "<row><c t='inlineStr'><is><t>冢头镇2023年年报</t></is></c></row>"
    sheet = f"<worksheet><sheetData>{row}</sheetData></worksheet>"
    document = formats.read(_with_picture(packed({"xl/worksheets/sheet1.xml": sheet})))
    assert isinstance(document, Document)
    assert [type(block) for block in document.blocks] == [Paragraph, Picture]
    assert any(scan.MISSING in note.text for note in document.notes)
