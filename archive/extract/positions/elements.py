"""The elements of a web page in which figures stand, as paths from its root: `body[1]/table[1]/tbody[1]/tr[5]/td[3]`.

Reading takes a page apart and keeps no elements. They are found again afterwards, table by table and paragraph by
paragraph, by their texts and their order. Paths are those of the page as browsers parse it (HTML, 13.2), each step
counted among the children of its name; a page that wraps another document (JSON, XML, MIME) has none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.extract.layout import charset
from archive.extract.layout.document import IN_TEXT, Block, Cell, Document, Paragraph, Spot, Table
from archive.extract.layout.marks import clean
from archive.extract.positions.spots import squeezed
from archive.extract.report.model import Positions

_UNSEEN: Final = "script, style, noscript, template, title, head, textarea"
_WRAPPERS: Final = frozenset({"tbody", "thead", "tfoot"})
_CELLS: Final = frozenset({"td", "th"})
_ENOUGH: Final = 0.5
"""The share of a table's rows that an element must show to be that table."""

_NUL: Final = "\0"
"""Stands between texts that are treated as one: browsers let no text of a page have it."""

_Place = tuple[int, int, int]
"""Block, row and column."""
Shown = Callable[[str], str]
"""What a text of the page shows, without white space."""


def of(data: bytes, declared: str | None, document: Document, positions: Positions) -> Positions:
    """The positions in a web page, each with its element where that is found."""
    root = LexborHTMLParser(charset.decode(data, declared).text.encode("utf-8", "replace")).root
    if root is None:
        return positions
    all_text = root.text_lexbor()
    shown = squeezed if clean(all_text) == all_text else _shown
    in_cells = {spot.block for spot in positions.cells.values() if spot.row != IN_TEXT}
    paths = _paths_of_cells(root, document.blocks, in_cells, shown)
    in_text = any(positions.figures) or any(spot.row == IN_TEXT for spot in positions.cells.values())
    page = _Page(root, document.blocks, shown) if in_text else None

    def placed(spot: Spot) -> Spot:
        if spot.row == IN_TEXT:
            return page.placed(spot) if page else spot
        block, row, column, start, end, areas, *_ = spot
        return Spot(block, row, column, start, end, areas, paths.get((block, row, column), ""))

    return replace(
        positions,
        cells={cell: placed(spot) for cell, spot in positions.cells.items()},
        figures=tuple([placed(spot) if spot else None for spot in positions.figures]),
    )


def path(node: LexborNode) -> str:
    """The path of an element from the root."""
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and at.is_element_node and at.tag != "html":
        number, before = 1, at.prev
        while before is not None:
            number += before.is_element_node and before.tag == at.tag
            before = before.prev
        steps.append(f"{at.tag}[{number}]")
        at = at.parent
    return "/".join(reversed(steps))


def find(root: LexborNode, wanted: str) -> LexborNode | None:
    """The element with this path; None where the page has none."""
    node: LexborNode | None = root
    for step in wanted.split("/"):
        tag, _, number = step.rstrip("]").partition("[")
        same = [child for child in node.iter() if child.tag == tag] if node is not None else []
        node = same[int(number) - 1] if len(same) >= int(number or 1) else None
    return node


def texts(element: LexborNode) -> list[LexborNode]:
    """The text nodes that a page shows of an element, in order."""
    nodes = element.traverse(include_text=True)
    unseen = {node.mem_id for part in element.css(_UNSEEN) for node in part.traverse(include_text=True)}
    return [node for node in nodes if node.is_text_node and node.mem_id not in unseen]


def _shown(text: str) -> str:
    """What a text shows, without white space."""
    return squeezed(clean(text))


class _Row(NamedTuple):
    """A row of a table element: its path below the table, its cells' last steps, and its text."""

    path: str
    steps: tuple[str, ...]
    key: str


class _TableElement:
    """A table element and its rows that list cells, without those of tables inside; they are read once asked for."""

    def __init__(self, node: LexborNode, shown: Shown) -> None:
        self.node = node
        self._shown = shown

    @cached_property
    def rows(self) -> list[_Row]:
        """The rows in order."""
        found: list[_Row] = []
        for tag, step, child in _numbered(self.node):
            if tag == "tr":
                self._add(found, step, child)
            elif tag in _WRAPPERS:
                for inner, step_inside, row in _numbered(child):
                    if inner == "tr":
                        self._add(found, f"{step}/{step_inside}", row)
        return found

    def _add(self, found: list[_Row], path_of_row: str, row: LexborNode) -> None:
        steps = _steps_of_cells(tuple([child.tag or "" for child in row.iter()]))
        if steps:
            found.append(_Row(path_of_row, steps, self._shown(row.text_lexbor())))


@lru_cache(maxsize=256)
def _steps_of_cells(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The steps to those of a row's children that are cells."""
    return tuple(f"{tag}[{tags[: at + 1].count(tag)}]" for at, tag in enumerate(tags) if tag in _CELLS)


def _numbered(element: LexborNode) -> Iterator[tuple[str, str, LexborNode]]:
    """The child elements: the name of each, its step in a path, and itself."""
    counts: dict[str, int] = {}
    for child in element.iter():
        tag = child.tag or ""
        counts[tag] = number = counts.get(tag, 0) + 1
        yield tag, f"{tag}[{number}]", child


def _paths_of_cells(
    root: LexborNode, blocks: Sequence[Block], wanted: Collection[int], shown: Shown
) -> dict[_Place, str]:
    """The paths of the cells of these blocks, by block, row and column."""
    elements = [_TableElement(table, shown) for table in root.css("table")] if wanted else []
    found: dict[_Place, str] = {}
    for number in sorted(wanted):
        block = blocks[number]
        if isinstance(block, Table):
            printed = _printed_rows(block)
            best = _most_alike(printed, elements)
            if best is not None:
                element = elements.pop(best)
                top = path(element.node)
                for line, row in _pairs(printed, element.rows):
                    above = f"{top}/{row.path}/"
                    for cell, step in zip(line.cells, row.steps, strict=True):
                        found[number, cell.row, cell.column] = above + step
    return found


class _PrintedRow(NamedTuple):
    """A row of a table that was read: the cells that begin in it, and its text."""

    cells: Sequence[Cell]
    key: str


def _printed_rows(table: Table) -> list[_PrintedRow]:
    """The rows in which cells begin."""
    rows = (
        [cell for at, cell in enumerate(row) if cell is not None and cell.column == at and cell.row == number]
        for number, row in enumerate(table.grid)
    )
    return [_PrintedRow(row, squeezed("".join([cell.text for cell in row]))) for row in rows if row]


def _most_alike(printed: Sequence[_PrintedRow], tables: Sequence[_TableElement]) -> int | None:
    """Which table element a table was read from: by the texts of its rows, else by how many cells each row has."""
    most, best = 0.0, None
    for at, table in enumerate(tables):
        share = _share(printed, table)
        if share > most:
            most, best = share, at
        if share == 1:
            break
    if most >= _ENOUGH:
        return best
    shape = [len(row.cells) for row in printed]
    return next((at for at, table in enumerate(tables) if [len(row.steps) for row in table.rows] == shape), None)


def _share(printed: Sequence[_PrintedRow], table: _TableElement) -> float:
    """The share of a table's rows that an element shows, by their texts."""
    shown = {row.key for row in table.rows}
    return sum(row.key in shown for row in printed) / len(printed) if printed else 0.0


def _pairs(printed: Sequence[_PrintedRow], rows: Sequence[_Row]) -> Iterator[tuple[_PrintedRow, _Row]]:
    """The rows of a table with their elements: those with the same texts, in order, and as many rows between two."""
    for lines, shown in _same_rows(printed, rows):
        for line, row in zip(lines, shown, strict=True):
            if len(line.cells) == len(row.steps):
                yield line, row


def _same_rows(
    printed: Sequence[_PrintedRow], rows: Sequence[_Row]
) -> Iterator[tuple[Sequence[_PrintedRow], Sequence[_Row]]]:
    old, new = [row.key for row in printed], [row.key for row in rows]
    if old == new:  # most tables; comparing takes a hundred times as long
        yield printed, rows
        return
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b - a == d - c:
            yield printed[a:b], rows[c:d]


class _Page:
    """The text of a page, and where the paragraphs that were read of it begin in that text."""

    def __init__(self, root: LexborNode, blocks: Sequence[Block], shown: Shown) -> None:
        self._blocks = blocks
        nodes = texts(root)
        shown_texts = shown(_NUL.join([node.text_content or "" for node in nodes])).split(_NUL)
        self._nodes = [node for node, text in zip(nodes, shown_texts, strict=True) if text]
        self._ends = list(accumulate([len(text) for text in shown_texts if text]))
        self._text = "".join(shown_texts)
        self._starts: dict[int, int] = {}
        cursor = 0
        for number, block in enumerate(blocks):
            text = squeezed(block.text) if isinstance(block, Paragraph) else ""
            at = self._text.find(text, cursor) if text else -1
            if at >= 0:
                self._starts[number] = at
                cursor = at + len(text)

    def placed(self, spot: Spot) -> Spot:
        """A spot in a paragraph with the innermost element that holds all of it."""
        block = self._blocks[spot.block]
        start = self._starts.get(spot.block)
        if start is None or not isinstance(block, Paragraph):
            return spot
        first = start + len(squeezed(block.text[: spot.start]))
        length = len(squeezed(block.text[spot.start : spot.end]))
        node = self._node_at(first)
        element = self._around(node, self._node_at(first + max(length, 1) - 1))
        if element is None:
            return spot
        return spot._replace(path=path(element), offset=first - self._begin(element, node), length=length)

    def _around(self, first: int, last: int) -> LexborNode | None:
        """The innermost element that holds these two text nodes."""
        ends = {node.mem_id for node in _ancestors(self._nodes[last])}
        return next((node for node in _ancestors(self._nodes[first]) if node.mem_id in ends), None)

    def _node_at(self, position: int) -> int:
        return min(bisect_right(self._ends, position), len(self._nodes) - 1)

    def _begin(self, element: LexborNode, node: int) -> int:
        """The characters before the first one of an element that holds this text node."""
        while node and any(around.mem_id == element.mem_id for around in _ancestors(self._nodes[node - 1])):
            node -= 1
        return self._ends[node - 1] if node else 0


def _ancestors(node: LexborNode) -> list[LexborNode]:
    """The elements around a text node, the innermost first."""
    found = []
    at = node.parent
    while at is not None and at.is_element_node:
        found.append(at)
        at = at.parent
    return found
