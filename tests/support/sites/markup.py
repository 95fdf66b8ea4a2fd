"""A laid-out report as HTML, in the ways that word processors and editors leave it behind. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape
from random import Random

from tests.support.sites.blocks import Block, Box, Grid, Heading
from tests.support.sites.county import Markup

_STYLE = (
    '<style type="text/css">.TRS_Editor P{line-height:2;font-family:宋体;font-size:12pt;}'
    ".TRS_Editor TABLE{border-collapse:collapse;}</style>"
)

_LONG_LABEL = "三、本年度办理结果"


def body(blocks: Iterable[Block], markup: Markup, seed: str) -> str:
    """The inside of an article. `seed` decides where digits are split."""
    writer = _WRITERS[markup]
    return writer(tuple(blocks), Random(seed))


def _clean(blocks: tuple[Block, ...], rng: Random) -> str:
    del rng
    return "\n".join(
        _table(one, escape) if isinstance(one, Grid) else f"<p>{_lead(one)}{escape(one.text)}</p>" for one in blocks
    )


def _word(blocks: tuple[Block, ...], rng: Random) -> str:
    """As pasted from Word: numbers cut apart by spans, empty `<o:p>` everywhere, a style sheet in the text."""

    def cell(text: str) -> str:
        inside = f'<span lang="EN-US">{_split(text, rng)}<o:p></o:p></span>'
        return f'<p class="MsoNormal" align="center" style="text-align:center">{inside}</p>'

    parts = [_STYLE]
    for one in blocks:
        if isinstance(one, Grid):
            parts.append(f'<div align="center">{_table(one, cell, "MsoNormalTable")}</div>')
            parts.append('<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>')
        else:
            weight = "strong" if isinstance(one, Heading) else "span"
            text = f'<span style="font-family:仿宋_GB2312;font-size:16pt;">{_split(one.text, rng)}</span>'
            parts.append(f'<p class="MsoNormal" style="text-indent:32pt"><{weight}>{text}</{weight}><o:p></o:p></p>')
    return "\n".join(parts)


def _nested(blocks: tuple[Block, ...], rng: Random) -> str:
    """Every paragraph a row of a layout table, the report's tables inside its cells."""
    del rng
    cells = [
        _table(one, _padded) if isinstance(one, Grid) else f"<div>{_lead(one)}{escape(one.text)}</div>"
        for one in blocks
    ]
    rows = "".join(f"<tr><td>&nbsp;</td><td>{cell}</td></tr>" for cell in cells)
    layout = 'width="100%" border="0" cellspacing="0"'
    return f"<table {layout}><tbody><tr><td></td><td></td></tr>{rows}</tbody></table>"


def _lines(blocks: tuple[Block, ...], rng: Random) -> str:
    """One paragraph broken by `<br>`, with the tables between."""
    del rng
    parts = [_table(one, escape) if isinstance(one, Grid) else f"&emsp;&emsp;{escape(one.text)}<br/>" for one in blocks]
    return f"<div>{''.join(parts)}</div>"


def _short(blocks: tuple[Block, ...], rng: Random) -> str:
    """The long label of the table of applications written downwards, in a cell two rows shorter than its rows."""
    return "\n".join(
        _table(_shortened(one), _downwards) if isinstance(one, Grid) else f"<p>{_lead(one)}{escape(one.text)}</p>"
        for one in blocks
    )


def _shortened(grid: Grid) -> Grid:
    def shorter(box: Box) -> Box:
        return replace(box, rows=box.rows - 2) if box.text.startswith(_LONG_LABEL) else box

    return Grid(tuple(tuple(shorter(box) for box in row) for row in grid.rows))


def _downwards(text: str) -> str:
    return "<br/>".join(text) if text == _LONG_LABEL else escape(text)


_WRITERS: dict[Markup, Callable[[tuple[Block, ...], Random], str]] = {
    "clean": _clean,
    "word": _word,
    "nested": _nested,
    "lines": _lines,
    "short": _short,
}


def _lead(block: Block) -> str:
    return "" if isinstance(block, Heading) else "　　"


def _padded(text: str) -> str:
    return f"&nbsp;{escape(text)} "


def _table(grid: Grid, cell: Callable[[str], str], style: str = "") -> str:
    rows = "".join(f"<tr>{''.join(_cell(box, cell) for box in row)}</tr>" for row in grid.rows)
    name = f' class="{style}"' if style else ""
    return f'<table{name} border="1" cellspacing="0" cellpadding="0"><tbody>{rows}</tbody></table>'


def _cell(box: Box, cell: Callable[[str], str]) -> str:
    rows = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    columns = f' colspan="{box.columns}"' if box.columns > 1 else ""
    return f"<td{rows}{columns}>{cell(box.text)}</td>"


def _split(text: str, rng: Random) -> str:
    """Numbers of two digits and more cut in two by a span, as Word does where a figure was edited."""

    def cut(match: re.Match[str]) -> str:
        digits = match[0]
        at = rng.randrange(1, len(digits))
        return f'{digits[:at]}<span lang="EN-US">{digits[at:]}</span>'

    return re.sub(r"\d{2,}", cut, escape(text))
