"""What Word's XML says between the lines: changes, numbers, boxes, nested tables."""

from __future__ import annotations

import zipfile
from io import BytesIO

from archive import reading
from archive.reading.document import Document, Paragraph, Picture, Table

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _read(body: str, **parts: str) -> Document:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(
            "word/document.xml",
            f'<w:document {_W} xmlns:mc="urn:mc" xmlns:wps="urn:wps" xmlns:a="urn:a" xmlns:r="urn:r"><w:body>{body}</w:body></w:document>',  # noqa: E501
        )
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", text)
    document = reading.read(packed.getvalue())
    assert isinstance(document, Document), document
    return document


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def _p(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def test_tracked_changes_are_taken_as_accepted() -> None:
    document = _read(
        f"<w:p>{_run('20')}<w:del>{_run('22')}</w:del><w:ins>{_run('23')}</w:ins>{_run('年')}{_run('密', '<w:vanish/>')}</w:p>"  # noqa: E501
    )
    assert document.blocks == (Paragraph("2023年"),)
    assert document.notes == ("Deletions that are only tracked were left out.",)


def test_numbers_that_word_gives_are_printed() -> None:
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'  # noqa: E501
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'  # noqa: E501
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )

    def item(level: int, text: str) -> str:
        return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>{_run(text)}</w:p>'

    document = _read(
        item(0, "总体情况") + item(1, "主动公开") + item(1, "依申请公开") + item(0, "问题") + item(1, "改进"),
        numbering=numbering,
    )
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "二、问题",
        "（一）改进",
    ]


def test_a_text_box_is_read_once_and_a_picture_is_told() -> None:
    box = f"<w:txbxContent>{_p('盒中文字')}</w:txbxContent>"
    drawn = f"<mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    document = _read(
        f'<w:p>{_run("前")}<w:r>{drawn}</w:r><w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r></w:p>'
    )
    assert document.blocks == (Paragraph("前"), Paragraph("盒中文字"), Picture("rId9"))


def test_a_table_that_arranges_is_opened_and_one_inside_stays() -> None:
    inner = f"<w:tbl><w:tr>{_cell(_p('规章'))}{_cell(_p('0'))}</w:tr></w:tbl>"
    document = _read(f"<w:tbl><w:tr>{_cell(_p('一、总体情况') + inner)}</w:tr></w:tbl>")
    assert document.blocks[0] == Paragraph("一、总体情况")
    assert isinstance(document.blocks[1], Table)


def test_merged_cells_cover_their_rectangle() -> None:
    restart, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{_cell(_p('三'), restart)}{_cell(_p('甲'), wide)}</w:tr>"
        f"<w:tr>{_cell('<w:p/>', goes_on)}{_cell(_p('1'))}{_cell('<w:p/>')}</w:tr>"
    )
    (table,) = _read(f"<w:tbl>{rows}</w:tbl>").blocks
    assert isinstance(table, Table)
    assert [[cell.text if cell else None for cell in row] for row in table.grid] == [
        ["三", "甲", "甲"],
        ["三", "1", ""],
    ]
    assert table.grid[0][0] is table.grid[1][0]


def test_the_xml_of_2003_is_read() -> None:
    data = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {_W}><w:body>{_p("一、总体情况")}</w:body></w:wordDocument>'  # noqa: E501
    document = reading.read(data.encode())
    assert isinstance(document, Document)
    assert document.blocks == (Paragraph("一、总体情况"),)
