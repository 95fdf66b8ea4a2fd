"""Writes the files under `files/`: one report in every format.

Run by hand where LibreOffice, openpyxl and xlwt are installed:

    python -m tests.support.documents.generate

The report's figures are made up; its labels are those of the form of 2021.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape
from io import BytesIO
from zipfile import ZipFile

from tests.support.documents import report
from tests.support.documents.zips import packed
from tests.support.paths import FILES

Blocks = Sequence[str | report.Rows]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # noqa: E501
)


def docx(blocks: Blocks = report.BLOCKS) -> bytes:
    """The report as a Word file with ruled tables."""
    body = "".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks)
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        }
    )


def html(blocks: Blocks = report.BLOCKS) -> str:
    """The report as a bare page."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        else:
            rows = "".join(
                "<tr>"
                + "".join(
                    f'<td rowspan="{rows}" colspan="{columns}">{escape(text)}</td>' for text, rows, columns in row
                )
                + "</tr>"
                for row in block
            )
            parts.append(f"<table border=1>{rows}</table>")
    return f"<html><head><title>{blocks[0]}</title></head><body>{''.join(parts)}</body></html>"


def mht(blocks: Blocks = report.BLOCKS) -> bytes:
    """The page as a web archive."""
    message = EmailMessage()
    message["Subject"] = "report"
    message.set_content(html(blocks), subtype="html", charset="utf-8", cte="quoted-printable")
    message.replace_header("Content-Type", 'text/html; charset="utf-8"')
    outer = EmailMessage()
    outer["From"] = "<Saved by a browser>"
    outer["Subject"] = "report"
    outer.make_related()
    outer.attach(message)
    return outer.as_bytes()


def ofd(blocks: Blocks = report.BLOCKS) -> bytes:
    """The report as fixed pages: text and lines at millimetres."""
    pages = _Sheet().pages(blocks)
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:Title>报告</ofd:Title></ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"  # noqa: E501
        f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return packed(parts)


class _Sheet:
    """Places paragraphs and tables on pages of 210 by 297 millimetres."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = [[]]
        self._y = 20.0

    def pages(self, blocks: Blocks) -> list[list[str]]:
        for block in blocks:
            if isinstance(block, str):
                for at, line in enumerate(_wrapped(block)):
                    self._room(8)
                    self._text(line, 30 if at == 0 and len(block) > 40 else 20, self._y, 5)
                    self._y += 8
            else:
                self._table(block)
        return self._pages

    def _room(self, height: float) -> None:
        if self._y + height > 270:
            self._text(f"— {len(self._pages)} —", 100, 285, 4)
            self._pages.append([])
            self._y = 20.0

    def _table(self, rows: report.Rows) -> None:
        columns = sum(width for _, _, width in rows[0])
        step = 170 / columns
        height = max(
            12.0, *(_lines(text, wide * step) * 3.3 + 1 for row in rows for text, tall, wide in row if tall == 1)
        )
        taken: set[tuple[int, int]] = set()
        self._room(height * min(len(rows), 18))
        top, first = self._y, 0
        for at, row in enumerate(rows):
            if top + (at - first + 1) * height > 270:
                self._y = 280
                self._room(height)
                top, first = self._y, at
            column, y = 0, top + (at - first) * height
            for text, tall, wide in row:
                while (at, column) in taken:
                    column += 1
                taken |= {(at + i, column + j) for i in range(tall) for j in range(wide)}
                deep = min(tall, int((270 - y) // height)) * height
                self._box(20 + column * step, y, wide * step, deep)
                size = min(3.0, wide * step / 6)
                each = _each(wide * step)
                for line, start in enumerate(range(0, len(text), each)):
                    self._text(text[start : start + each], 20.5 + column * step, y + 0.5 + line * size * 1.1, size)
                column += wide
            self._y = y + height
        self._y += 4

    def _text(self, text: str, x: float, y: float, size: float) -> None:
        steps = " ".join(f"{size if char > chr(0x2E7F) else size / 2:.2f}" for char in text[:-1])
        self._pages[-1].append(
            f'<ofd:TextObject ID="2" Boundary="{x:.2f} {y:.2f} {size * len(text):.2f} {size:.2f}" Font="3" Size="{size:.2f}">'  # noqa: E501
            f'<ofd:TextCode X="0" Y="{size * 0.85:.2f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def _box(self, x: float, y: float, width: float, height: float) -> None:
        self._pages[-1].append(
            f'<ofd:PathObject ID="4" Boundary="{x:.2f} {y:.2f} {width:.2f} {height:.2f}" Stroke="true" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {width:.2f} 0 L {width:.2f} {height:.2f} L 0 {height:.2f} C</ofd:AbbreviatedData></ofd:PathObject>"  # noqa: E501
        )


def _each(width: float) -> int:
    """How many full-width characters stand on a line of a cell."""
    return max(int((width - 1) / min(3.0, width / 6)), 1)


def _lines(text: str, width: float) -> int:
    return -(-len(text) // _each(width))


def _wrapped(text: str) -> list[str]:
    """Lines of 33 full-width characters, the first one of 31."""
    lines, room = [""], 31.0
    for char in text:
        wide = 1.0 if char > chr(0x2E7F) else 0.5
        if room < wide:
            lines.append("")
            room = 33.0
        lines[-1] += char
        room -= wide
    return lines


def xlsx() -> bytes:
    """The table of applications as a sheet under a title."""
    from openpyxl import Workbook  # type: ignore[import-untyped, import-not-found, unused-ignore]

    book = Workbook()
    sheet = book.active
    sheet.cell(1, 1, report.BLOCKS[0])
    for row, column, text, rows, columns in report.placed(report.APPLICATIONS):
        sheet.cell(row + 2, column + 1, int(text) if text.isdigit() else text)
        if rows * columns > 1:
            sheet.merge_cells(
                start_row=row + 2, start_column=column + 1, end_row=row + 1 + rows, end_column=column + columns
            )
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def xls() -> bytes:
    """The same sheet in the binary format."""
    from xlwt import Workbook  # type: ignore[import-untyped, import-not-found, unused-ignore]

    book = Workbook()
    sheet = book.add_sheet("1")
    sheet.write(0, 0, report.BLOCKS[0])
    for row, column, text, rows, columns in report.placed(report.APPLICATIONS):
        sheet.write_merge(row + 1, row + rows, column, column + columns - 1, int(text) if text.isdigit() else text)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: report.Rows) -> str:
    columns = sum(width for _, _, width in rows[0])
    placed = {(row, column): (text, tall, wide) for row, column, text, tall, wide in report.placed(rows)}
    covered = {(r + i, c): (r, c) for (r, c), (_, tall, _) in placed.items() for i in range(1, tall)}
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    step = 9000 // columns
    grid = f'<w:gridCol w:w="{step}"/>' * columns
    made = f"<w:tbl><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    for row in range(len(rows)):
        made += "<w:tr>"
        column = 0
        while column < columns:
            origin = covered.get((row, column), (row, column))
            text, tall, wide = placed[origin]
            merge = "" if tall == 1 else '<w:vMerge w:val="restart"/>' if origin == (row, column) else "<w:vMerge/>"
            inside = _paragraph(text) if origin == (row, column) else "<w:p/>"
            made += f'<w:tc><w:tcPr><w:tcW w:w="{step * wide}" w:type="dxa"/><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{inside}</w:tc>'  # noqa: E501
            column += wide
        made += "</w:tr>"
    return made + "</w:tbl>"


def main() -> None:
    """Write all files."""
    FILES.mkdir(exist_ok=True)
    for name, data in (
        ("docx", docx()),
        ("html", html().encode("gb18030")),
        ("mht", mht()),
        ("ofd", ofd()),
        ("xlsx", xlsx()),
        ("xls", xls()),
    ):
        (FILES / f"report.{name}").write_bytes(data)
    for name in ("doc", "rtf", "odt", "pdf"):
        subprocess.run(
            ["soffice", "--headless", "--convert-to", name, "--outdir", str(FILES), str(FILES / "report.docx")],
            check=True,
        )
    odt = FILES / "report.odt"
    with ZipFile(odt) as file:
        parts = {name: file.read(name).decode() for name in ("mimetype", "content.xml", "meta.xml")}
    odt.write_bytes(packed(parts))


if __name__ == "__main__":
    main()
