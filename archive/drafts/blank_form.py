"""The empty form of 国办公开办函〔2021〕30号 as DOCX, with its sums as Word fields.

A sum is a formula over the cells of its own table (`=SUM(B4,C4)`), which Word, WPS and LibreOffice compute when fields
are updated (in Word: Ctrl+A, F9). Counts are left blank: whoever writes the report puts in each 0 and means it.
Cells are named as Word names them: the row, and the position of the cell among those of its row.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from archive.extract.report import forms
from archive.extract.report.forms import FormTable, Label

YEARS: Final = range(2021, 2100)
"""The reporting years for which the form may be asked for: from the first for which it is in force."""
_NUMERALS: Final = "一二三四五六七八九十"
_LABELS: Final = 3
"""Columns of labels in the applications table."""
_ARTICLES: Final = (
    ("第二十条第（一）项", ("regulations", "normative_documents")),
    ("第二十条第（五）项", ("licences",)),
    ("第二十条第（六）项", ("penalties", "coercive_measures")),
    ("第二十条第（八）项", ("fees",)),
)
_WIDTH: Final = 9000
"""The width of a table, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its text or its formula, columns of the grid that it spans, and whether it goes on from above."""

    text: str = ""
    columns: int = 1
    formula: str = ""
    starts: bool = False
    continues: bool = False


_Row = list[_Cell]


def write(year: int) -> bytes:
    """The empty form for a reporting year, as a DOCX file."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _document(year),
        "word/styles.xml": _STYLES,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _document(year: int) -> str:
    body = [
        _paragraph(f"（单位全称）{year}年政府信息公开工作年度报告", "Title"),
        _paragraph(
            f"本报告根据《中华人民共和国政府信息公开条例》和{forms.present().document}的要求编制，"
            f"数据统计期限为{year}年1月1日至{year}年12月31日。"
        ),
        _paragraph("一、总体情况", "Heading1"),
        _paragraph("（文字描述：主动公开、依申请公开、政府信息管理、平台建设、监督保障）"),
        _paragraph("二、主动公开政府信息情况", "Heading1"),
        _table(list(_disclosure()), 4),
        _paragraph("三、收到和处理政府信息公开申请情况", "Heading1"),
        _table(list(_applications()), _LABELS + 7),
        _paragraph("四、政府信息公开行政复议、行政诉讼情况", "Heading1"),
        _table(list(_review()), 15),
        _paragraph("五、存在的主要问题及改进情况", "Heading1"),
        _paragraph("（文字描述）"),
        _paragraph("六、其他需要报告的事项", "Heading1"),
        _paragraph("（文字描述，收取信息处理费情况在此处报告。）"),
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}"><w:body>'
        f'{"".join(body)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440"'
        ' w:bottom="1440" w:left="1440" w:header="850" w:footer="850" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _disclosure() -> Iterator[_Row]:
    form = forms.present().tables["disclosure"]
    lines = {line.key: line for line in form.lines}
    names = {column.key: column.label for column in form.columns}
    for article, keys in _ARTICLES:
        yield [_Cell(article, 4)]
        columns = lines[keys[0]].columns
        span = 4 - len(columns) if len(columns) > 1 else 3
        yield [_Cell("信息内容"), *(_Cell(names[key], span) for key in columns)]
        for key in keys:
            yield [_Cell(lines[key].label), *(_Cell("", span) for _ in columns)]


def _applications() -> Iterator[_Row]:
    form = forms.present().tables["applications"]
    labels = [column.label for column in form.columns]
    condition = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    yield [_Cell(condition, _LABELS, starts=True), _Cell("申请人情况", 7)]
    organisations = _Cell("法人或其他组织", 5)
    yield [
        _Cell("", _LABELS, continues=True),
        _Cell(labels[0], starts=True),
        organisations,
        _Cell(labels[-1], starts=True),
    ]
    yield [
        _Cell("", _LABELS, continues=True),
        _Cell(continues=True),
        *map(_Cell, labels[1:-1]),
        _Cell(continues=True),
    ]
    heads = list(_application_heads(form))
    first = 4
    rows = {line.key: (first + at, len(head)) for at, (line, head) in enumerate(heads)}
    (total, parts), *_ = form.sums
    for line, head in heads:
        row, before = rows[line.key]
        yield [*head, *(_value(at, row, before, rows, parts if line.key == total else ()) for at in range(7))]


def _value(at: int, row: int, before: int, rows: dict[str, tuple[int, int]], parts: Sequence[str]) -> _Cell:
    """A cell of the applications table: the sum of its line, or of the outcomes above it, or a count left blank."""
    if at == 6:
        return _Cell(formula=f"SUM({_name(before, row)}:{_name(before + 5, row)})")
    if not parts:
        return _Cell()
    return _Cell(formula="+".join(_name(width + at, number) for number, width in (rows[part] for part in parts)))


def _application_heads(form: FormTable) -> Iterator[tuple[Label, _Row]]:
    """Each line with its cells of labels, numbered and merged as the form prints them."""
    groups = {group.key: group.label for group in form.groups}
    outcome = [line for line in form.lines if line.group]
    yield from _plain_heads([line for line in form.lines if not line.group][:2], 0)
    number = 0
    for group, members in groupby(outcome, lambda line: line.group):
        for nth, line in enumerate(members):
            front = _Cell(f"三、{groups['outcome']}", starts=True) if line is outcome[0] else _Cell(continues=True)
            if group in ("outcome", "total"):
                yield line, [front, _Cell(f"（{_NUMERALS[number]}）{line.label}", 2)]
                number += 1
            else:
                head = (
                    _Cell(f"（{_NUMERALS[number]}）{groups[group]}", starts=True) if not nth else _Cell(continues=True)
                )
                yield line, [front, head, _Cell(f"{nth + 1}.{line.label}")]
        number += group not in ("outcome", "total")
    yield from _plain_heads([line for line in form.lines if not line.group][2:], 3)


def _plain_heads(lines: Sequence[Label], number: int) -> Iterator[tuple[Label, _Row]]:
    for at, line in enumerate(lines, number):
        yield line, [_Cell(f"{_NUMERALS[at]}、{line.label}", _LABELS)]


def _review() -> Iterator[_Row]:
    form = forms.present().tables["review"]
    results = [column.label for column in form.columns]
    yield [_Cell("行政复议", 5, starts=True), _Cell("行政诉讼", 10)]
    yield [_Cell("", 5, continues=True), *(_Cell(line.label, 5) for line in form.lines[1:])]
    yield [_Cell(label) for _ in form.lines for label in results]
    yield [
        _Cell(formula=f"SUM({_name(block, 4)}:{_name(block + 3, 4)})") if result == 4 else _Cell()
        for block in (0, 5, 10)
        for result in range(5)
    ]


def _name(position: int, row: int) -> str:
    """A cell as a formula names it: `B4` is the second cell of the fourth row."""
    return f"{chr(ord('A') + position)}{row}"


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: Sequence[_Row], columns: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{_WIDTH // columns}"/>' for _ in range(columns))
    printed = "".join(f"<w:tr>{''.join(_cell(cell, columns) for cell in row)}</w:tr>" for row in rows)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{printed}</w:tbl>{_paragraph("")}'
    )


def _cell(cell: _Cell, columns: int) -> str:
    width = f'<w:tcW w:w="{_WIDTH // columns * cell.columns}" w:type="dxa"/>'
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if cell.starts else "<w:vMerge/>" if cell.continues else ""
    content = (
        _field(cell.formula) if cell.formula else f"<w:r><w:t>{escape(cell.text)}</w:t></w:r>" if cell.text else ""
    )
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{content}</w:p>'
    return f'<w:tc><w:tcPr>{width}{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'


def _field(formula: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> ={formula} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>0</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES: Final = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>'
)
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS: Final = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_RELATIONS: Final = (
    f'{_HEAD}{_RELATIONSHIPS}<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS: Final = (
    f'{_HEAD}{_RELATIONSHIPS}<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>'
)


def _style(name: str, title: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_STYLES: Final = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:eastAsia="仿宋"'
    ' w:hAnsi="仿宋"/><w:sz w:val="28"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="360"'
    ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _style("Title", "Title", '<w:spacing w:after="240"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>')
    + _style("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/>', "<w:b/>")
    + _style("Cell", "Cell", '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>', '<w:sz w:val="18"/>')
    + "</w:styles>"
)
