"""What Word's XML says between the lines: changes, numbers, boxes, nested tables."""

from __future__ import annotations

from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, NoteCode, Paragraph, Picture, Table
from tests.support.documents import made
from tests.support.documents.zips import packed

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _read(body: str, **parts: str) -> Document:
    spaces = f'{_W} xmlns:mc="urn:mc" xmlns:wps="urn:wps" xmlns:a="urn:a" xmlns:r="urn:r"'
    main = {"word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>"}
    document = formats.read(packed(main | {f"word/{name}.xml": text for name, text in parts.items()}))
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
    assert tuple(note.text for note in document.notes) == ("Deletions that are only tracked were left out.",)


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


def test_a_text_box_is_read_once_and_a_picture_is_a_block() -> None:
    box = f"<w:txbxContent>{_p('盒中文字')}</w:txbxContent>"
    drawn = f"<mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    document = _read(
        f'<w:p>{_run("前")}<w:r>{drawn}</w:r><w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r></w:p>'
    )
    assert document.blocks == (Paragraph("前"), Paragraph("盒中文字"), Picture("rId9"))


def test_a_table_for_layout_is_opened_and_a_table_inside_stays() -> None:
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
    document = formats.read(data.encode())
    assert isinstance(document, Document)
    assert document.blocks == (Paragraph("一、总体情况"),)


def test_an_embedded_part_of_another_format_is_read_in_its_position() -> None:
    table = "<table><tr><td>规章</td><td>0</td></tr><tr><td>行政规范性文件</td><td>12</td></tr></table>"
    html = f'<html><head><meta charset="utf-8"></head><body>{table}</body></html>'
    relations = '<Relationships><Relationship Id="c1" Target="/word/c1.html"/></Relationships>'
    body = f'{_p("前")}<w:altChunk r:id="c1"/>{_p("后")}'
    files = {"word/c1.html": html, "word/_rels/document.xml.rels": relations}
    assert made.shown(made.docx(body, **files)) == ["前", [["规章", "0"], ["行政规范性文件", "12"]], "后"]


def test_an_embedded_part_that_cannot_be_read_is_noted() -> None:
    document = made.read(made.docx(f'{_p("前")}<w:altChunk r:id="c1"/>'))
    assert tuple(note.text for note in document.notes) == (
        "What the text takes in from a part without a name was not read: the file does not hold it",
    )


def test_a_file_that_embeds_itself_comes_to_an_end() -> None:
    relations = '<Relationships><Relationship Id="c" Target="c.docx"/></Relationships>'
    data = made.docx(_p("底"))
    for _ in range(6):
        files: dict[str, str | bytes] = {"word/c.docx": data, "word/_rels/document.xml.rels": relations}
        data = made.docx('<w:altChunk r:id="c"/>', **files)
    document = made.read(data)
    assert document.blocks == ()
    assert document.notes[0].code is NoteCode.UNREAD_PART
    assert "not read: " in document.notes[0].text


def test_comments_and_notes_of_2003_are_left_out() -> None:
    note = f"<w:r><w:footnote>{_p('含修订2件')}</w:footnote></w:r>"
    comment = f'<w:r><aml:annotation w:type="Word.Comment"><aml:content>{_p("8")}</aml:content></aml:annotation></w:r>'
    change = f'<aml:annotation w:type="Word.{{}}"><aml:content>{_run("3")}</aml:content></aml:annotation>'
    changed = change.format("Deletion") + change.format("Insertion")
    assert made.shown(made.xml2003(f"<w:p>{_run('29')}{note}{comment}{changed}</w:p>")) == ["293"]


def test_the_choice_of_a_list_a_drawn_title_and_the_base_of_a_ruby_are_printed() -> None:
    entries = '<w:listEntry w:val="0"/><w:listEntry w:val="29"/>'
    choice = (
        f'<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
    )
    drawn = '<w:r><w:pict><v:shape><v:textpath string="清溪镇年度报告"/></v:shape></w:pict></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{_run('zhǒng')}</w:rt><w:rubyBase>{_run('冢')}</w:rubyBase></w:ruby></w:r>"
    body = f"<w:p>{choice}</w:p><w:p>{drawn}</w:p><w:p>{ruby}{_run('头镇')}</w:p>"
    assert made.shown(made.docx(body)) == ["29", "清溪镇年度报告", "冢头镇"]


def test_a_hidden_row_is_left_out() -> None:
    rows = [f"<w:tr>{{}}{_cell(_p('规章'))}{_cell(_p(text))}</w:tr>" for text in ("3", "0")]
    table = f"<w:tbl>{rows[0].format('<w:trPr><w:hidden/></w:trPr>')}{rows[1].format('')}</w:tbl>"
    assert made.shown(made.docx(table)) == [[["规章", "0"]]]
