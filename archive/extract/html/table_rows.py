"""The tables in markup of normal form (see `flatten`), read in one pass without a tree.

Each table is handed on as soon as it ends, so that a nested table is finished before the cell around it. Rows and cells
are cached, because most of them are equal in most reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.html import flatten
from archive.extract.layout import limits
from archive.extract.layout.grid import Span, Spans
from archive.extract.layout.marks import BREAK, SLOT, slots, squeeze

_LONG_CELL: Final = 400
_MANY_LINES: Final = 6
_EDGES: Final = BREAK + " \t\r\n\xa0\u3000"
_TAGS: Final = patterns.lazy(r"(<(?:/table|table|tr)(?=[\s>])[^>]*>)")
_CELLS: Final = patterns.lazy(r"(<t[dh](?=[\s>])[^>]*>)")
# such as a heading of the report, between <table> and its first row
_CAPTION: Final = patterns.lazy(r"\s*<caption(?=[\s>])[^>]*>(.*?)</caption>", re.DOTALL)
_CELL_END: Final = patterns.lazy(r"</t[dh]>")
_PICTURE_SLOT: Final = patterns.lazy(rf"{SLOT}P\w+{SLOT}")
_PICTURE: Final = "[图片]"
"""The text of a cell that holds only a picture: the picture was not read, and the cell is not blank."""
_TABLE_SLOT: Final = patterns.lazy(rf"{SLOT}T\w+{SLOT}")
# such as rowspan="22
_SPAN: Final = patterns.lazy(r'\s(rowspan|colspan)="[^"\d]*(\d+)')
_SINGLE: Final = (1, 1, 0)
_MOST_CACHED: Final = 2000, 300
"""Characters of markup up to which a row and a cell are cached."""


class Row(NamedTuple):
    """A row of a table.

    `spans` and `texts` have an entry for each cell, `pieces` the text with markers of each cell that has any.
    `side_by_side`: two cells or more are filled. `dissolves`: a cell shows that its table only arranges text.
    """

    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    pieces: tuple[str, ...]
    side_by_side: bool
    dissolves: bool


class _CellContent(NamedTuple):
    """A cell's text, its text with markers, whether it is filled, and whether it holds so much that its table only
    arranges text."""

    text: str
    marked: str
    filled: bool
    dissolves: bool


@dataclass(slots=True)
class Rows:
    """The rows of a table."""

    rows: list[Row] = field(default_factory=list)

    @property
    def spans(self) -> Spans:
        """The spans of the cells of each row."""
        return tuple([row.spans for row in self.rows])

    @property
    def texts(self) -> list[str]:
        """The texts of all cells, row by row."""
        return [text for row in self.rows for text in row.texts]

    @property
    def pieces(self) -> list[str]:
        """The texts with markers of all filled cells."""
        return [piece for row in self.rows for piece in row.pieces]

    @property
    def only_arranges(self) -> bool:
        """Whether no two filled cells are side by side, or one holds a table, a page or many lines of text."""
        return any(row.dissolves for row in self.rows) or not any(row.side_by_side for row in self.rows)


ReplaceTable = Callable[[Rows], str]
"""Takes a finished table; returns its replacement in the text."""


@dataclass(slots=True)
class _Open:
    """An unfinished table: its rows so far, and the tag and the markup of the open row."""

    markup: str
    tag: str = ""
    table: Rows = field(default_factory=Rows)

    def next_row(self, tag: str, markup: str) -> None:
        """Close the open row and begin another."""
        row = _cached_row(self.markup) if len(self.markup) < _MOST_CACHED[0] else _row(self.markup)
        if row.spans or self.tag:
            self.table.rows.append(row)
        self.tag, self.markup = tag, markup


def read(markup: str, replace_table: ReplaceTable) -> str:
    """The text of markup without comments, as `flatten.text` returns it, with tables replaced by `replace_table`."""
    pieces = iter(_TAGS.split(markup))
    around = [flatten.text(next(pieces))]
    outer_tables: list[_Open] = []
    table: _Open | None = None
    for tag, text in zip(pieces, pieces, strict=True):
        if tag.startswith("<table"):
            caption = _CAPTION.match(text)
            above = f"<p>{caption[1]}</p>" if caption else ""
            if table is not None:
                table.markup += above
                outer_tables.append(table)
            elif above:
                around.append(flatten.text(above))
            table = _Open(text[caption.end() :] if caption else text)
        elif table is None:
            around.append(flatten.text(text))
        elif tag != "</table>":
            table.next_row(tag, text)
        else:
            table.next_row("", "")
            replacement = replace_table(table.table)
            table = outer_tables.pop() if outer_tables else None
            if table is None:
                around += (replacement, flatten.text(text))
            else:
                table.markup += escape(replacement) + text
    return "".join(around)


def _row(markup: str) -> Row:
    """The cells of a row; nested tables are already replaced."""
    cells = iter(_CELLS.split(markup))
    next(cells)
    spans: list[Span] = []
    texts: list[str] = []
    filled: list[_CellContent] = []
    for tag, inside in zip(cells, cells, strict=True):
        content = _cached_content(inside) if len(inside) < _MOST_CACHED[1] else _content(inside)
        spans.append(_SINGLE if tag == "<td>" else _span(tag))
        texts.append(content.text)
        if content.marked:
            filled.append(content)
    side_by_side = sum(content.filled for content in filled) > 1
    pieces = tuple(content.marked for content in filled)
    return Row(tuple(spans), tuple(texts), pieces, side_by_side, any(content.dissolves for content in filled))


_cached_row = lru_cache(maxsize=2048)(_row)


def _content(markup: str) -> _CellContent:
    end = _CELL_END.search(markup)
    marked = flatten.text(markup[: end.start()] if end else markup)
    text = cell_text(marked)
    dissolves = len(marked) > _LONG_CELL or (len(marked) > _LONG_CELL // 2 and marked.count(BREAK) > _MANY_LINES)
    dissolves = dissolves or (SLOT in marked and bool(_TABLE_SLOT.search(marked)))
    filled = bool(text) or SLOT in marked
    if not text and filled and _PICTURE_SLOT.search(marked):
        text = _PICTURE
    return _CellContent(text, marked, filled, dissolves)


_cached_content = lru_cache(maxsize=4096)(_content)


def cell_text(text: str) -> str:
    """A cell's text with its lines separated by line feeds."""
    text = text.strip(_EDGES)
    if text.isalnum():
        return text
    if BREAK not in text and SLOT not in text:
        return squeeze(text)
    return "\n".join(line for piece in text.split(BREAK) if (line := squeeze(slots(piece)[0])))


@lru_cache(maxsize=4096)
def _span(tag: str) -> Span:
    """The span that a cell's tag claims; 0 rows means down to the last row."""
    claimed = {name: min(int(digits[:6]), limits.POSITIONS) for name, digits in _SPAN.findall(tag)}
    return claimed.get("rowspan", 1), claimed.get("colspan", 1) or 1, 0
