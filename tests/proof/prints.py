"""A report's figures as real bytes, in every format and style that can be written without heavy tools. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.reading.document import Block as Read
from archive.reading.document import Paragraph, Table
from tests.form import renderers
from tests.form.strategies import Figures
from tests.proof import writers
from tests.reading import generate
from tests.reading.report import Rows
from tests.sites import blocks, docx, markup, pdf
from tests.sites.county import Markup

Print = Callable[[Figures], bytes]

_WORDS = ("2023年，我镇认真开展政府信息公开工作。", "", "", "", "一是公开的深度还不够，二是人员还需培训。", "无。")
_MARKUPS: tuple[Markup, ...] = ("clean", "word", "nested", "lines", "short")


def laid_out(figures: Figures) -> tuple[blocks.Block, ...]:
    """The whole report as the sample sites lay it out."""
    made: list[blocks.Block] = []
    tables = iter(blocks.grids(figures.tables, "0"))
    for ordinal, heading, words in zip("一二三四五六", renderers.HEADINGS, _WORDS, strict=True):
        made += [blocks.Heading(f"{ordinal}、{heading}", 1), blocks.Prose(words) if words else next(tables)]
    return tuple(made)


def _plain(figures: Figures) -> list[str | Rows]:
    """The same as text and rows of (text, rows, columns)."""
    made: list[str | Rows] = [renderers.TITLE]
    for one in laid_out(figures):
        if isinstance(one, blocks.Grid):
            made.append([[(box.text, box.rows, box.columns) for box in row] for row in one.rows])
        else:
            made.append(one.text)
    return made


def _page(body: str) -> bytes:
    head = f"<head><meta charset=utf-8><title>{renderers.TITLE}</title></head>"
    return f'<html>{head}<body><h1>{renderers.TITLE}</h1><div id="zoom">{body}</div></body></html>'.encode()


def _marked_up(style: Markup) -> Print:
    return lambda figures: _page(markup.body(laid_out(figures), style, "proof"))


def _rendered_page(style: str) -> Print:
    return lambda figures: _page("".join(_html(block) for block in _rendered(figures, style)))


def _rendered_text(style: str) -> Print:
    return lambda figures: "\n".join(line for block in _rendered(figures, style) for line in _lines(block)).encode()


def _rendered(figures: Figures, style: str) -> tuple[Read, ...]:
    return renderers.document(renderers.RENDERERS[style](figures)).blocks


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


PRINTS: dict[str, Print] = {
    **{f"HTML, {style} markup": _marked_up(style) for style in _MARKUPS},
    **{f"HTML, tables {style}": _rendered_page(style) for style in ("ruled", "in_pieces", "short_span", "flat_head")},
    **{f"text, {style}": _rendered_text(style) for style in ("tabbed", "one_a_line", "spaced", "barred")},
    "MHT": lambda figures: generate.mht(_plain(figures)),
    "DOCX": lambda figures: docx.write(renderers.TITLE, laid_out(figures)),
    "DOCX, with borders": lambda figures: generate.docx(_plain(figures)),
    "RTF": lambda figures: writers.rtf(_plain(figures)),
    "ODT": lambda figures: writers.odt(_plain(figures)),
    "XLSX": lambda figures: writers.xlsx(_plain(figures)),
    "PDF": lambda figures: pdf.write(renderers.TITLE, laid_out(figures)),
    "OFD": lambda figures: generate.ofd(_plain(figures)),
}
"""By what is written about it in the table of results."""
