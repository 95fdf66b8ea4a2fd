"""The tables of a page as rows of boxes, from its markup in normal form (`flat`): one cut, one pass, no tree.

Knows table tags and hands each table on as soon as it ends, so that a table inside a cell is there before its cell is.
Rows and cells are looked up before they are read, because most of them are alike in most reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from archive.extract.html import flatten
from archive.extract.layout import limits
from archive.extract.layout.grid import Span, Spans
from archive.extract.layout.marks import BREAK, SLOT, slots, squeeze

_LONG_CELL: Final = 400
_MANY_LINES: Final = 6
_EDGES: Final = BREAK + " \t\r\n\xa0\u3000"
_TAGS: Final = re.compile(r"(<(?:/table|table|tr)(?=[\s>])[^>]*>)")
_CELLS: Final = re.compile(r"(<t[dh](?=[\s>])[^>]*>)")
_CELL_END: Final = re.compile(r"</t[dh]>")
_PICTURE_SLOT: Final = re.compile(rf"{SLOT}P\w+{SLOT}")
_PICTURE: Final = "[图片]"
"""The text of a cell that holds a picture and nothing else: what it shows was not read, and it is not blank."""
_TABLE_SLOT: Final = re.compile(rf"{SLOT}T\w+{SLOT}")
# such as rowspan="22
_SPAN: Final = re.compile(r'\s(rowspan|colspan)="[^"\d]*(\d+)')
_USUAL: Final = (1, 1, 0)
_REMEMBERED: Final = 2000, 300
"""Characters of markup up to which a row and a cell are remembered."""


class Row(NamedTuple):
    """A row: what its cells claim, their texts, those with marks of each that has any, and whether it tells what its
    table is for."""

    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    pieces: tuple[str, ...]
    beside: bool
    opens: bool


class _Said(NamedTuple):
    """What a cell says: its text, that with marks, whether it is filled, and whether it holds so
    much that its table only arranges text."""

    text: str
    marked: str
    filled: bool
    opens: bool


@dataclass(slots=True)
class Rows:
    """A table: its rows, and whether it only arranges text on the page."""

    rows: list[Row] = field(default_factory=list)

    @property
    def spans(self) -> Spans:
        """What the cells of each row claim."""
        return tuple([row.spans for row in self.rows])

    @property
    def texts(self) -> list[str]:
        """The texts of all cells, row by row."""
        return [text for row in self.rows for text in row.texts]

    @property
    def pieces(self) -> list[str]:
        """All text, cell by cell, with marks."""
        return [piece for row in self.rows for piece in row.pieces]

    @property
    def arranges(self) -> bool:
        """Whether no two cells with content stand side by side, or one holds a table, a page or many lines of text."""
        return any(row.opens for row in self.rows) or not any(row.beside for row in self.rows)


Finish = Callable[[Rows], str]
"""Takes a table over and says what stands in its place in the text."""


@dataclass(slots=True)
class _Open:
    """A table whose end has not come yet: its rows so far, the tag of the open one, and its markup."""

    markup: str
    tag: str = ""
    table: Rows = field(default_factory=Rows)

    def next_row(self, tag: str, markup: str) -> None:
        """Close the open row and begin another."""
        row = _remembered(self.markup) if len(self.markup) < _REMEMBERED[0] else _row(self.markup)
        if row.spans or self.tag:
            self.table.rows.append(row)
        self.tag, self.markup = tag, markup


def read(markup: str, finish: Finish) -> str:
    """The text of markup without comments, as `flat.text` has it, with what `finish` says in the places of tables."""
    pieces = iter(_TAGS.split(markup))
    around = [flatten.text(next(pieces))]
    outer: list[_Open] = []
    table: _Open | None = None
    for tag, text in zip(pieces, pieces, strict=True):
        if tag.startswith("<table"):
            if table is not None:
                outer.append(table)
            table = _Open(text)
        elif table is None:
            around.append(flatten.text(text))
        elif tag != "</table>":
            table.next_row(tag, text)
        else:
            table.next_row("", "")
            made = finish(table.table)
            table = outer.pop() if outer else None
            if table is None:
                around += (made, flatten.text(text))
            else:
                table.markup += escape(made) + text
    return "".join(around)


def _row(markup: str) -> Row:
    """The cells of a row; tables inside of it have given way to their place holders or their text."""
    cells = iter(_CELLS.split(markup))
    next(cells)
    spans: list[Span] = []
    texts: list[str] = []
    filled: list[_Said] = []
    for tag, inside in zip(cells, cells, strict=True):
        said = _of_markup(inside) if len(inside) < _REMEMBERED[1] else _said(inside)
        spans.append(_USUAL if tag == "<td>" else _spans(tag))
        texts.append(said.text)
        if said.marked:
            filled.append(said)
    beside = sum(said.filled for said in filled) > 1
    pieces = tuple(said.marked for said in filled)
    return Row(tuple(spans), tuple(texts), pieces, beside, any(said.opens for said in filled))


_remembered = lru_cache(maxsize=2048)(_row)


def _said(markup: str) -> _Said:
    end = _CELL_END.search(markup)
    marked = flatten.text(markup[: end.start()] if end else markup)
    text = cell_text(marked)
    opens = len(marked) > _LONG_CELL or (len(marked) > _LONG_CELL // 2 and marked.count(BREAK) > _MANY_LINES)
    opens = opens or (SLOT in marked and bool(_TABLE_SLOT.search(marked)))
    filled = bool(text) or SLOT in marked
    if not text and filled and _PICTURE_SLOT.search(marked):
        text = _PICTURE
    return _Said(text, marked, filled, opens)


_of_markup = lru_cache(maxsize=4096)(_said)


def cell_text(text: str) -> str:
    """A cell's text with its lines kept apart by line feeds."""
    text = text.strip(_EDGES)
    if text.isalnum():
        return text
    if BREAK not in text and SLOT not in text:
        return squeeze(text)
    return "\n".join(line for piece in text.split(BREAK) if (line := squeeze(slots(piece)[0])))


@lru_cache(maxsize=4096)
def _spans(tag: str) -> Span:
    """What a cell's tag claims; 0 rows reach to the last one."""
    told = {name: min(int(digits[:6]), limits.POSITIONS) for name, digits in _SPAN.findall(tag)}
    return told.get("rowspan", 1), told.get("colspan", 1) or 1, 0
