"""A report's figures as real bytes, in every format and style. Pure, but for what LibreOffice converts."""

from __future__ import annotations

import gzip
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from archive.extract.layout.document import Block as Read
from archive.extract.layout.document import Paragraph, Table
from tests.support.documents import generate, renderers
from tests.support.documents.report import Rows
from tests.support.documents.strategies import Figures
from tests.support.documents.zips import packed
from tests.support.proof import compound, cut, reports, writers
from tests.support.sites import blocks, docx, markup, pdf
from tests.support.sites.county import Markup

Print = Callable[[Figures], bytes]
Part = str | Rows

_MARKUPS: Final[tuple[Markup, ...]] = ("clean", "word", "nested", "lines", "short")
_TITLES: Final = {form: renderers.TITLE.replace("2023", "2016") for form in ("statistics", "narrative")}


def title(figures: Figures) -> str:
    """The title over the report: of a year in which its form was in use."""
    return _TITLES.get(figures.form, renderers.TITLE)


def laid_out(figures: Figures) -> tuple[blocks.Block, ...]:
    """The whole report as the sample sites lay it out."""
    made: list[blocks.Block] = []
    for ordinal, (heading, inside) in zip("一二三四五六七", reports.laid_out(figures), strict=False):
        made += [
            blocks.Heading(f"{ordinal}、{heading}", 1),
            blocks.Prose(inside) if isinstance(inside, str) else inside,
        ]
    return tuple(made)


def parts(figures: Figures) -> list[Part]:
    """The same as text and rows of (text, rows, columns)."""
    made: list[Part] = [title(figures)]
    for one in laid_out(figures):
        if isinstance(one, blocks.Grid):
            made.append([[(box.text, box.rows, box.columns) for box in row] for row in one.rows])
        else:
            made.append(one.text)
    return made


def _page(figures: Figures, body: str) -> bytes:
    head = f"<head><meta charset=utf-8><title>{title(figures)}</title></head>"
    return f'<html>{head}<body><h1>{title(figures)}</h1><div id="zoom">{body}</div></body></html>'.encode()


def _marked_up(style: Markup) -> Print:
    return lambda figures: _page(figures, markup.body(laid_out(figures), style, "proof"))


def _rendered_page(style: str) -> Print:
    return lambda figures: _page(figures, "".join(_html(block) for block in _rendered(figures, style)))


def _rendered_text(style: str) -> Print:
    return lambda figures: "\n".join(line for block in _rendered(figures, style) for line in _lines(block)).encode()


def _rendered(figures: Figures, style: str) -> tuple[Read, ...]:
    """The statutory tables in one of the styles of the form's own tests, whichever form each of them follows."""
    disclosure, applications = reports.shapes(figures)
    render = renderers.RENDERERS[style]
    if disclosure == applications:
        return renderers.document(render(Figures(disclosure, figures.tables))).blocks
    first = render(Figures(disclosure, {**figures.tables, "applications": reports.empty(disclosure, "applications")}))
    rest = render(Figures(applications, {**figures.tables, "disclosure": reports.empty(applications, "disclosure")}))
    return renderers.document([first[0], *rest[1:]]).blocks


def _lines(block: Read) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Table):
        yield from ("\t".join(cell.text if cell else "" for cell in row) for row in block.grid)


def _html(block: Read) -> str:
    if not isinstance(block, Table):
        return "".join(f"<p>{line}</p>" for line in _lines(block))
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan={cell.rows} colspan={cell.columns}>{cell.text}</td>"
            for column, cell in enumerate(row)
            if cell and (cell.row, cell.column) == (at, column)
        )
        + "</tr>"
        for at, row in enumerate(block.grid)
    )
    return f"<table border=1>{rows}</table>"


def _cut(head: bool) -> Print:
    """Page ends fall elsewhere in each report."""
    return lambda figures: cut.write(
        title(figures), laid_out(figures), head=head, start=len(str(figures.tables)) * 7 % 300
    )


def _beside_a_note(name: str, write: Print) -> Print:
    return lambda figures: packed({"说明.txt": "附件请下载后打开。".encode(), name: write(figures)})


def _flat_word(figures: Figures) -> bytes:
    """Word's XML of 2003: the same body in another frame."""
    package = zipfile.ZipFile(BytesIO(docx.write(title(figures), laid_out(figures))))
    body = package.read("word/document.xml").decode()
    inside = body[body.index("<w:body>") : body.index("</w:document>")]
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    return f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {space}>{inside}</w:wordDocument>'.encode()  # noqa: E501


def _docx(figures: Figures) -> bytes:
    return docx.write(title(figures), laid_out(figures))


_doc: Print = lambda figures: compound.doc(parts(figures))  # noqa: E731
_pdf: Print = lambda figures: pdf.write(title(figures), laid_out(figures))  # noqa: E731
_mht: Print = lambda figures: generate.mht(parts(figures))  # noqa: E731

PRINTS: Final[dict[str, Print]] = {
    **{f"HTML, {style} markup": _marked_up(style) for style in _MARKUPS},
    "HTML in GB18030 under the name .doc": lambda figures: generate.html(parts(figures)).encode("gb18030"),
    **{f"HTML, tables {style}": _rendered_page(style) for style in ("ruled", "in_pieces", "short_span", "flat_head")},
    **{f"text, {style}": _rendered_text(style) for style in ("tabbed", "one_a_line", "spaced", "barred")},
    "MHT": _mht,
    "DOCX": _docx,
    "DOCX, with borders": lambda figures: generate.docx(parts(figures)),
    "Word XML of 2003": _flat_word,
    "DOC, WPS (compound file)": _doc,
    "RTF": lambda figures: writers.rtf(parts(figures)),
    "ODT": lambda figures: writers.odt(parts(figures)),
    "XLSX": lambda figures: writers.xlsx(parts(figures)),
    "XLS (compound file)": lambda figures: compound.xls(parts(figures)),
    "ODS": lambda figures: writers.ods(parts(figures)),
    "XML spreadsheet of 2003": lambda figures: writers.sheet_2003(parts(figures)),
    "PDF": _pdf,
    "PDF, tables cut by page ends": _cut(False),
    "PDF, cut, head repeated": _cut(True),
    "OFD, tables cut by page ends": lambda figures: generate.ofd(parts(figures)),
    "ZIP with a note and a DOCX": _beside_a_note("清溪镇年报.docx", _docx),
    "ZIP with a note and a DOC": _beside_a_note("report.doc", _doc),
    "ZIP with a note and a PDF": _beside_a_note("2023年政府信息公开年度报告.pdf", _pdf),
    "ZIP in a ZIP, with an MHT": lambda figures: packed({"年报.zip": packed({"年报.mht": _mht(figures)})}),
    "GZIP with an OFD": lambda figures: gzip.compress(generate.ofd(parts(figures)), 1),
}
"""By what is written about it in the table of results."""

_RENDERED: Final = ("HTML, tables ", "text, ")
LOSSY: Final = ("text, tabbed", "text, one_a_line", "text, spaced", "text, barred")
"""Styles in which an empty cell leaves no certain trace."""


def prints(name: str, kind: str) -> bool:
    """Whether a style can show a kind of report: the styles of the form's own tests know its three tables only."""
    return kind not in ("statistics", "narrative") or not name.startswith(_RENDERED)


CONVERTED: Final[dict[str, tuple[str, str, Print]]] = {
    "DOC by LibreOffice": ("docx", "doc", lambda figures: generate.docx(parts(figures))),
    "RTF by LibreOffice": ("docx", "rtf", lambda figures: generate.docx(parts(figures))),
    "ODT by LibreOffice": ("docx", "odt", lambda figures: generate.docx(parts(figures))),
    "PDF by LibreOffice": ("docx", "pdf", lambda figures: generate.docx(parts(figures))),
    "XHTML by LibreOffice": ("docx", "html", lambda figures: generate.docx(parts(figures))),
}
"""What LibreOffice makes of a file of ours: the extension it is given, what is asked for, and our writer."""


def convert(name: str, figures: Sequence[Figures]) -> list[bytes]:
    """All reports by one run of LibreOffice."""
    suffix, wanted, write = CONVERTED[name]
    with tempfile.TemporaryDirectory() as folder:
        inside, outside = Path(folder, "in"), Path(folder, "out")
        inside.mkdir()
        sources = [inside / f"{at}.{suffix}" for at in range(len(figures))]
        for source, one in zip(sources, figures, strict=True):
            source.write_bytes(write(one))
        command: list[Any] = ["soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", wanted, "--outdir", outside, *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        extension = wanted.partition(":")[0]
        return [(outside / f"{at}.{extension}").read_bytes() for at in range(len(figures))]
