"""An element of a page as blocks: paragraphs, tables and pictures in order.

The element is serialised once. `table_rows` reads its tables from the inside out and puts placeholders in their
positions; the text around them is split at the markers of `marks`. A table that only arranges text is dissolved into
paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from archive import patterns
from archive.extract.html import flatten, page_parts, table_rows, visibility
from archive.extract.html.tree import Node
from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Note, NoteCode, Paragraph, Picture, Table
from archive.extract.layout.marks import BREAK, slot, slots, squeeze, visible

_SMALL: Final = 48
_NUMBER: Final = patterns.lazy(r"\d+")

Parts = dict[str, Table | Picture]


class Layout:
    """Reads one element. Afterwards `text` is its text with markers, and `notes` name what could not be read."""

    def __init__(self) -> None:
        self.text = ""
        self.notes: list[Note] = []
        self._parts: Parts = {}
        self._budget = grid.Budget()

    def read(self, element: Node) -> tuple[Block, ...]:
        """The blocks of an element, which is modified. Raises `TooMuchError`."""
        self._pictures(element)
        markup = visible(flatten.without_comments(element.markup()))
        if element.may_hold(visibility.ELEMENTS) or visibility.may_hide(markup):
            markup = visibility.seen(markup)
        self.text = table_rows.read(markup, self._table)
        return tuple(self._blocks(self.text))

    def _pictures(self, element: Node) -> None:
        for node in element.select("img, iframe"):
            source = node.attribute("src") or node.attribute("data-src") or node.attribute("oldsrc")
            if node.tag == "iframe":
                self._frame(node, source)
            elif source and not _is_decoration(node, source):
                node.replace(
                    self._store_part(
                        "P", Picture(_picture_name(source), squeeze(node.attribute("alt") or node.attribute("title")))
                    )
                )

    def _frame(self, node: Node, source: str) -> None:
        """Note a visible frame, which is a document of its own."""
        if source and not source.startswith(("about:", "javascript:")) and not _is_small(node):
            self.notes.append(Note(NoteCode.UNREAD_PART, f"A frame was not read: {source[:200]}"))

    def _table(self, table: table_rows.Rows) -> str:
        """The replacement of a table in the text: a placeholder, or the texts of its cells if it only arranges them."""
        if table.only_arranges:
            return BREAK + BREAK.join(table.pieces) + BREAK
        try:
            laid_out = grid.lay_out(table.spans, table.texts, self._budget)
        except limits.TooMuchError as error:
            self.notes.append(Note(NoteCode.TABLE_LEFT_OUT, f"A table was left out: {error}."))
            return BREAK
        return BREAK + self._store_part("T", laid_out) + BREAK

    def _store_part(self, kind: str, part: Table | Picture) -> str:
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


def lines(blocks: Iterable[Block]) -> list[str]:
    """The text of the paragraphs among blocks."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def texts(table: Table) -> list[list[str]]:
    """The printed cells of a table, each once, row by row."""
    return [
        [
            cell.text
            for column, cell in enumerate(row)
            if cell is not None and (cell.row, cell.column) == (number, column)
        ]
        for number, row in enumerate(table.grid)
    ]


def _is_decoration(node: Node, source: str) -> bool:
    if page_parts.ICON.search(source[:300]) and not source.startswith("data:"):
        return True
    return _is_small(node)


def _is_small(node: Node) -> bool:
    return any(
        (match := _NUMBER.match(node.attribute(side))) and int(match[0][:6]) < _SMALL for side in ("width", "height")
    )


def _picture_name(source: str) -> str:
    return source.partition(",")[0] if source.startswith("data:") else source
