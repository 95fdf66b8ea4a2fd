"""An element of a page as blocks: paragraphs, tables and pictures in their order.

Every table is read from the inside out and its place kept by a place holder, then the element is flattened once and cut
at the marks of `marks`. A table that only arranges text is opened up; what it arranged becomes paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from archive.reading import containers, grid, limits
from archive.reading.document import Block, Paragraph, Picture, Table
from archive.reading.marks import BREAK, OTHERS, SLOT, slot, slots, squeeze
from archive.reading.tree import Node

_TOKEN: Final = re.compile(rf"{SLOT}(\w+){SLOT}")
_LONG_CELL: Final = 400
_MANY_LINES: Final = 6
_SMALL: Final = 48
_EDGES: Final = BREAK + " \t\r\n\xa0\u3000"
_NUMBER: Final = re.compile(r"\d+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

Parts = dict[str, Table | Picture]


class Layout:
    """Reads one element; what it could not take over is told in `notes`."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._parts: Parts = {}
        self._budget = grid.Budget()

    def read(self, element: Node) -> tuple[Block, ...]:
        """The blocks of an element, which is changed by reading it. Raises `TooMuchError`."""
        self._pictures(element)
        for node in element.select(OTHERS):
            node.before(BREAK + slot(f"H{node.tag[1]}") if node.tag in _HEADINGS else BREAK)
            node.after(BREAK)
        for table in reversed(element.select("table")):
            table.replace(self._table(table))
        return tuple(self._blocks(element.text()))

    def _pictures(self, element: Node) -> None:
        for node in element.select("img, iframe"):
            source = node.attribute("src") or node.attribute("data-src") or node.attribute("oldsrc")
            if node.tag == "iframe":
                self.notes.append(f"A frame was not read: {source[:200] or 'without an address'}")
            elif source and not _decoration(node, source):
                node.replace(
                    self._keep("P", Picture(_shown(source), squeeze(node.attribute("alt") or node.attribute("title"))))
                )

    def _table(self, table: Node) -> str:
        rows = _rows(table)
        texts = [[box.text for box in row] for row in rows]
        if arranges(texts):
            return BREAK + BREAK.join(text for row in texts for text in row if text) + BREAK
        try:
            made = grid.expand([[_printed(box) for box in row] for row in rows], self._budget)
        except limits.TooMuchError as error:
            self.notes.append(f"A table was left out: {error}.")
            return BREAK
        return BREAK + self._keep("T", made) + BREAK

    def _keep(self, kind: str, part: Table | Picture) -> str:
        name = f"{kind}{len(self._parts)}"
        self._parts[name] = part
        return slot(name)

    def _blocks(self, text: str) -> Iterator[Block]:
        count = 0
        for line in text.split(BREAK):
            for block in self._line(line):
                count += 1
                if count > limits.BLOCKS:
                    raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
                yield block

    def _line(self, line: str) -> Iterator[Block]:
        printed, names = slots(line)
        printed = squeeze(printed)
        if printed:
            yield Paragraph(printed, next((int(name[1]) for name in names if name in _LEVELS), 0))
        for name in names:
            part = self._parts.pop(name, None)
            if part is not None:
                yield part


_LEVELS: Final = frozenset(f"H{level}" for level in range(1, 7))


def arranges(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cell texts only arrange text on the page: no two cells with content stand side by side, or one
    holds another table, a page of text, or many lines of it."""
    beside = False
    for row in rows:
        filled = 0
        for text in row:
            if SLOT in text and any(name[0] == "T" for name in _TOKEN.findall(text)):
                return True
            if len(text) > _LONG_CELL or (len(text) > _LONG_CELL // 2 and text.count(BREAK) > _MANY_LINES):
                return True
            if text and not text.isspace() and text.strip(_EDGES):
                filled += 1
        beside = beside or filled > 1
    return not beside


def lines(blocks: Iterable[Block]) -> list[str]:
    """The text of the paragraphs among blocks."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def texts(table: Table) -> list[list[str]]:
    """The printed cells of a table, each once, row by row."""
    return [
        [cell.text for column, cell in enumerate(row) if cell is not None and (cell.row, cell.column) == (at, column)]
        for at, row in enumerate(table.grid)
    ]


def _rows(table: Node) -> list[list[grid.Box]]:
    rows: list[list[grid.Box]] = []
    hidden = False
    for tag, text, tall, wide in table.cells():
        if tag == "tr":
            hidden = "display" in text.lower() and bool(_HIDDEN.search(text))
            if not hidden:
                rows.append([])
        elif not hidden:
            if not rows:
                rows.append([])
            rows[-1].append(grid.Box(text, _span(tall) if tall else 1, (_span(wide) if wide else 1) or 1))
    return rows


def _span(value: str) -> int:
    match = _NUMBER.search(value)
    return min(int(match[0][:6]), limits.POSITIONS) if match else 1


def _printed(box: grid.Box) -> grid.Box:
    text = cell_text(box.text)
    return box if text == box.text else grid.Box(text, box.rows, box.columns)


def cell_text(text: str) -> str:
    """A cell's text with its lines kept apart by line feeds."""
    text = text.strip(_EDGES)
    if text.isalnum():
        return text
    if BREAK not in text and SLOT not in text:
        return squeeze(text)
    return "\n".join(line for piece in text.split(BREAK) if (line := squeeze(slots(piece)[0])))


def _decoration(node: Node, source: str) -> bool:
    if containers.ICON.search(source[:300]) and not source.startswith("data:"):
        return True
    return any(
        (match := _NUMBER.match(node.attribute(side))) and int(match[0][:6]) < _SMALL for side in ("width", "height")
    )


def _shown(source: str) -> str:
    return source.partition(",")[0] if source.startswith("data:") else source
