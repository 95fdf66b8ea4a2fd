"""Documents that grow: each kind, given a number, makes one with so many of what it repeats.

The kinds are those by which readers are made slow: what nests, what spans, what refers to itself, what is long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.support.documents import xlsb
from tests.support.documents.zips import packed
from tests.support.fuzz.wrappers import docx, html, mht, ods, odt, ofd, pdf, pdf_of, rtf, sheet, sheet_2003, text
from tests.support.proof import compound

Make = Callable[[int], bytes]
Shape = Callable[[int], str]

RUNS: Final = {
    "digits": "1",
    "spaces": " ",
    "ideographic spaces": "\u3000",
    "line ends": "\n",
    "digits and commas": "1,",
    "digits and spaces": "1 ",
    "counts": "申请1件，",
    "numerals": "一",
    "brackets": "（",
    "quotes": "“",
    "titles of books": "《",
    "commas": "，",
    "dashes": "-",
    "days": "2023-01-02 ",
    "days in words": "2023年1月2日",
    "governments": "冢头镇人民政府",
    "titles": "政府信息公开工作年度报告",
    "of which": "其中",
    "open": "主动公开",
    "bars": "1|",
    "references": "&#",
    "opening angles": "<",
    "braces": "{",
    "letters": "a",
    "bidirectional marks": "\u202e",
}
NESTED: Final = (
    *("div", "p", "b", "a", "font", "ul", "table", "td", "h1", "pre", "svg", "template", "select", "form", "button"),
    *("dl", "iframe", "title", "style", "script", "textarea", "x"),
)


def nested(begin: str, end: str, inside: str = "文") -> Shape:
    """So many beginnings, then as many ends."""
    return lambda n: begin * n + inside + end * n


def repeated(unit: str, before: str = "", after: str = "") -> Shape:
    """So many of a unit; `@` in it is the number of each."""
    if "@" in unit:
        return lambda n: before + "".join(unit.replace("@", str(at)) for at in range(n)) + after
    return lambda n: before + unit * n + after


def each(unit: str, before: str = "", after: str = "") -> Shape:
    """So many of a unit in which `@` is how many there are."""
    return lambda n: before + unit.replace("@", str(n)) * n + after


_REPORT: Final = ("<p>一、总体情况</p><p>2023年，收到申请", "</p><p>二、主动公开政府信息情况</p>")
_PAGES: Final[Mapping[str, Shape]] = {
    **{f"{tag} in {tag}": nested(f"<{tag}>", f"</{tag}>") for tag in NESTED},
    **{f"{tag} left open": repeated(f"<{tag}>文") for tag in NESTED},
    **{
        f"links in the last of 900 {tag}s": repeated("<p><a href=x>文1件</a></p>", f"<{tag}>" * 900)
        for tag in ("div", "ul", "h1", "a")
    },
    **{
        f"a report in 900 {tag}s": repeated("<p>2023年，收到申请1件。</p>", f"<{tag}>" * 900, f"</{tag}>" * 900)
        for tag in ("div", "ul", "section", "font")
    },
    **{
        f"paragraphs in 240 tables, {where}": repeated(unit, "<table><tr><td>" * 240, "</td></tr></table>" * 240)
        for where, unit in (("innermost", "<p>文1件</p>"), ("broken lines", "文1件<br>"))
    },
    "links in links": nested("<a href='/a/年报.html'>2023年文镇年度报告", "</a>"),
    **{f"{tag} in a row": repeated(f"<{tag}>文1件</{tag}>") for tag in NESTED},
    **{f"{name} in a paragraph": repeated(run, *_REPORT) for name, run in RUNS.items()},
    **{f"{name} in a title": repeated(run, "<title>", "</title><p>文") for name, run in RUNS.items()},
    **{f"{name} in a cell": repeated(run, "<table><tr><td>规章<td>", "<td>1</table>") for name, run in RUNS.items()},
    **{f"{name} in a tag": repeated(run, "<div ", "><p>文") for name, run in RUNS.items()},
    "tables in tables": nested("<table><tr><td>", "</td></tr></table>"),
    "b and p crossed": repeated("<b><p>"),
    "end tags of nothing": repeated("文</i></b></div></td>"),
    "rows": repeated("<tr><td>规章</td><td>1</td></tr>", "<table>", "</table>"),
    "columns": repeated("<td>1</td>", "<table><tr>", "</tr><tr><td>2</td></tr></table>"),
    "rowspans": each("<tr><td rowspan=@>1</td><td>2</td></tr>", "<table>", "</table>"),
    "colspans": each("<tr><td colspan=@>1</td></tr>", "<table>", "</table>"),
    "tables": repeated("<p>文</p><table><tr><td>1</td></tr></table>"),
    "headings": repeated("<p>一、总体情况</p><p>2023年，收到申请1件。</p>"),
    "numbered headings": repeated("<p>@、主动公开</p>"),
    "links": repeated("<li><a href='/a/@.html'>文@镇年度报告</a>2024-01-01</li>"),
    "attributes": repeated('a@="1" ', "<div ", ">x</div>"),
    "content in content": repeated("<div class=content id=zoom>文"),
    "styles": repeated("<style>.a@{display:none}</style><p class=a@>文"),
    "a long style": repeated("color:red;", "<p style='", "'>文</p>"),
    "meta tags": repeated("<meta name=a content=b>"),
    "comments left open": repeated("<!-- "),
    "hidden": repeated("<p style='display:none' hidden>文</p>"),
    "superscripts": repeated("1<sup>2</sup>", "<p>", "</p>"),
}
_TEXTS: Final[Mapping[str, Shape]] = {
    **{f"{name} on a line": repeated(run, "一、总体情况\n2023年，收到申请", "\n") for name, run in RUNS.items()},
    **{f"lines of {name}": repeated(f"{run.strip() or 'x'}件\n", "一、总体情况\n") for name, run in RUNS.items()},
    **{f"{name} alone": repeated(run) for name, run in RUNS.items()},
    "JSON lists in lists": nested("[", "]", ""),
    "JSON objects in objects": nested('{"a":', "}", "1"),
    "JSON records": repeated('{"title":"x","content":"y"},', "[", "{}]"),
    "XML elements in elements": nested("<a>", "</a>"),
    "XML attributes": repeated('a@="1" ', "<?xml version='1.0'?><a ", "/>"),
    "XML records": repeated("<record><![CDATA[<p>x]]></record>", "<?xml version='1.0'?><r>", "</r>"),
}
_MAILS: Final[Mapping[str, Shape]] = {
    "parts": repeated("--a\nContent-Type: text/html\n\n<p>x\n"),
    "parts in parts": repeated("--a\nContent-Type: multipart/related; boundary=a\n\n"),
    "boundaries": repeated("--a\n"),
    "frames": repeated("<iframe src=b></iframe>", "--a\nContent-Type: text/html\n\n"),
}
_CELL: Final = "<w:p><w:r><w:t>文</w:t></w:r></w:p>"
_WORD: Final[Mapping[str, Shape]] = {
    "tables in tables": nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", _CELL),
    "paragraphs in paragraphs": nested("<w:p>", "</w:p>", _CELL),
    "text boxes in text boxes": nested("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>", _CELL),
    "controls in controls": nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", _CELL),
    "paragraphs": repeated(_CELL),
    "tables": repeated(f"<w:tbl><w:tr><w:tc>{_CELL}</w:tc></w:tr></w:tbl>"),
    "rows": repeated(f"<w:tr><w:tc>{_CELL}</w:tc></w:tr>", "<w:tbl>", "</w:tbl>"),
    "wide cells": each(
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='@'/></w:tcPr><w:p/></w:tc></w:tr>", "<w:tbl>", "</w:tbl>"
    ),
    "fields in fields": repeated('<w:fldChar w:fldCharType="begin"/>', "<w:p><w:r>", "<w:t>文</w:t></w:r></w:p>"),
    "runs": repeated("<w:r><w:t>1</w:t></w:r>", "<w:p>", "</w:p>"),
    "numbered paragraphs": repeated('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'),
}
_RTF: Final[Mapping[str, Shape]] = {
    f"{unit.strip()}": repeated(unit, after="x")
    for unit in (
        *("{", "}", "{\\b x}", "\\pard ", "\\trowd\\cellx1\\intbl x\\cell\\row ", "\\u20320?", "\\'c4", "\\par "),
        *("{\\*\\x ", "\\bin9 ", "\\cellx1", "\\trowd\\itap2 x\\nestcell", "{\\field{\\fldinst x}}", "{\\pict 00}"),
        *("{\\fonttbl{\\f1 x;}}", "{\\stylesheet{\\s1 x;}}", "\\clmgf\\cellx1"),
    )
}
_OPEN_CELL: Final = "<table:table-cell><text:p>1</text:p></table:table-cell>"
_OPEN_TEXT: Final[Mapping[str, Shape]] = {
    "sections in sections": nested("<text:section>", "</text:section>", "<text:p>文</text:p>"),
    "lists in lists": nested("<text:list><text:list-item>", "</text:list-item></text:list>", "<text:p>文</text:p>"),
    "items": repeated("<text:list-item><text:p>文</text:p></text:list-item>", "<text:list>", "</text:list>"),
    "spaces": repeated("<text:s text:c='99999'/>", "<text:p>", "</text:p>"),
    "styled paragraphs": repeated("<text:p text:style-name='S@'>文</text:p>"),
    "repeated rows in repeated rows": nested(
        "<table:table><table:table-row table:number-rows-repeated='9'><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
        "<text:p>文</text:p>",
    ),
}
_OPEN_SHEETS: Final[Mapping[str, Shape]] = {
    "rows": repeated(f"<table:table-row>{_OPEN_CELL}</table:table-row>"),
    "columns": repeated(_OPEN_CELL, "<table:table-row>", "</table:table-row>"),
    "repeated rows": each(f"<table:table-row table:number-rows-repeated='@'>{_OPEN_CELL}</table:table-row>"),
    "sheets": repeated(f"</table:table><table:table><table:table-row>{_OPEN_CELL}</table:table-row>"),
}
_SHEETS: Final[Mapping[str, Shape]] = {
    "rows": repeated('<row><c r="A@1"><v>1</v></c></row>', "<sheetData>", "</sheetData>"),
    "cells of a row": repeated("<c><v>1</v></c>", "<sheetData><row>", "</row></sheetData>"),
    "one cell": repeated("1", '<sheetData><row><c r="A1" t="inlineStr"><is><t>', "</t></is></c></row></sheetData>"),
    "merged cells": repeated(
        '<mergeCell ref="A1:ZZ1@"/>', "<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>"
    ),
    "hidden columns": repeated('<col min="1" max="16384" hidden="1"/>', "<cols>", "</cols><sheetData/>"),
}
_SHEETS_2003: Final[Mapping[str, Shape]] = {
    "rows": repeated("<Row><Cell><Data>1</Data></Cell></Row>"),
    "rows far apart": repeated('<Row ss:Index="@99"><Cell><Data>1</Data></Cell></Row>'),
    "merged cells": repeated('<Row><Cell ss:MergeAcross="999" ss:MergeDown="9999"><Data>1</Data></Cell></Row>'),
}
_GLYPH: Final = '<TextObject Boundary="0 0 9 9"><TextCode X="1" Y="1">文</TextCode></TextObject>'
_PATH: Final = '<PathObject Boundary="0 0 200 200"><AbbreviatedData>{}</AbbreviatedData></PathObject>'
_FIXED: Final[Mapping[str, Shape]] = {
    "texts in one place": repeated(_GLYPH),
    "texts everywhere": repeated(_GLYPH.replace("0 0 9", "@ @ 9")),
    "steps": repeated("g 9 1 ", '<TextObject Boundary="0 0 9 9"><TextCode DeltaX="', '">文</TextCode></TextObject>'),
    "paths": repeated(_PATH.format("M 0 0 L 9 9")),
    "a long path": repeated("M 0 0 L 9 0 ", _PATH.partition("{")[0], _PATH.partition("}")[2]),
    "a grid of lines": repeated(_PATH.format("M 0 0.@ L 200 0.@ M 0.@ 0 L 0.@ 200")),
    "layers in layers": nested("<Layer>", "</Layer>", _GLYPH),
}
_PRINTED: Final[Mapping[str, Shape]] = {
    "texts in one place": repeated("(1) Tj ", "BT /F 9 Tf ", "ET"),
    "texts everywhere": repeated("BT /F 9 Tf 0.@ 1@ Td (1) Tj ET "),
    "a grid of lines": repeated("0 0.@ m 590 0.@ l S 0.@ 0 m 0.@ 800 l S "),
    "rectangles": repeated("1@ 1@ 9 9 re S "),
    "states": nested("q ", "Q ", "0 0 9 9 re f "),
    "forms": repeated("/X Do "),
}


def _fonts_by_fonts(n: int) -> list[str]:
    """The objects of a PDF with so many fonts, each character of which is drawn by two of the next font."""
    drawn = "9 0 d0 BT /F 12 Tf 0 0 Td (aa) Tj ET"
    stream = f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, stream]
    for at in range(5, 5 + 2 * n, 2):
        font = (
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 97 /LastChar 97"
            f" /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a {at + 1} 0 R >>"
            f" /Resources << /Font << /F {min(at + 2, 3 + 2 * n)} 0 R >> >> >>"
        )
        objects += [font, stream]
    return objects


_BINARY: Final[Mapping[str, Make]] = {
    "doc: paragraphs": lambda n: compound.doc(["文1件"] * n),
    "doc: a long paragraph": lambda n: compound.doc(["1，" * n]),
    "doc: rows": lambda n: compound.doc([[[("规章", 1, 1), ("1", 1, 1)]] * n]),
    "ole: streams": lambda n: compound.compound({f"S{at}": b"x" for at in range(min(n, 1000))}),
    "xls: rows": lambda n: compound.xls([[[("规章", 1, 1), ("1", 1, 1)]] * min(n, 16_000)]),
    "xls: sheets": lambda n: compound.workbook([(0, compound.sheet_cell(0, 0, "1"))] * min(n, 4000)),
    "xlsb: rows": lambda n: xlsb.xlsb([["规章", 1.0]] * n),
    "xlsb: values far apart": lambda n: xlsb.xlsb([["规章", *[""] * min(n, 16_000), 1.0], *[[""]] * n, ["1"]]),
    "pdf: fonts drawn by fonts": lambda n: pdf_of(*_fonts_by_fonts(min(n, 8000))),  # 16,000 end PDFium's stack
    "zip: parts": lambda n: packed({f"年报{at}.html": "<p>x" for at in range(min(n, 6000))}),
    "zip: zips": lambda n: packed({f"{at}.zip": packed({"年报.html": "<p>x"}) for at in range(min(n, 6000))}),
    "text: bytes of no charset": lambda n: b"\xff\x81\x20" * n,
    "text: UTF-16 without a mark": lambda n: ("文1" * n).encode("utf-16-le"),
    "text: ISO-2022 switches": lambda n: b"\x1b$A" * n + b"\x1b(B",
}
_FORMATS: Final[tuple[tuple[str, Callable[[str], bytes], Mapping[str, Shape]], ...]] = (
    ("html", html, _PAGES),
    ("text", text, _TEXTS),
    ("mht", mht, _MAILS),
    ("docx", docx, _WORD),
    ("rtf", rtf, _RTF),
    ("odt", odt, _OPEN_TEXT),
    ("ods", ods, _OPEN_SHEETS),
    ("xlsx", sheet, _SHEETS),
    ("xml 2003", sheet_2003, _SHEETS_2003),
    ("ofd", ofd, _FIXED),
    ("pdf", pdf, _PRINTED),
)


def wrapped(wrap: Callable[[str], bytes], shape: Shape) -> Make:
    """A shape as a whole document."""
    return lambda n: wrap(shape(n))


def documents() -> Iterator[tuple[str, Make]]:
    """Every kind of document, named by its format and what it has much of."""
    for name, wrap, shapes in _FORMATS:
        for kind, shape in shapes.items():
            yield f"{name}: {kind}", wrapped(wrap, shape)
    yield from _BINARY.items()
