"""The elements of a web page in which figures stand, as paths from its root: `body[1]/table[1]/tbody[1]/tr[5]/td[3]`.

Reading takes a page apart and keeps no elements. They are found again afterwards, table by table and paragraph by
paragraph, by their texts and their order. Paths are those of the page as browsers parse it (HTML, 13.2), each step
counted among the children of its name; a page that wraps another document (JSON, XML, MIME) has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.extract.layout import charset
from archive.extract.layout.document import IN_TEXT, Block, Cell, Document, Paragraph, Spot, Table
from archive.extract.layout.marks import clean
from archive.extract.positions.spots import squeezed
from archive.extract.report.model import Positions

_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "title", "head", "textarea"})
_WRAPPERS: Final = frozenset({"tbody", "thead", "tfoot"})
_CELLS: Final = frozenset({"td", "th"})
_ENOUGH: Final = 0.5
"""The share of a table's rows that an element must show to be that table."""

_Place = tuple[int, int, int]
"""Block, row and column."""


def of(data: bytes, declared: str | None, document: Document, positions: Positions) -> Positions:
    """The positions in a web page, each with its element where that is found."""
    root = LexborHTMLParser(charset.decode(data, declared).text.encode("utf-8", "replace")).root
    if root is None:
        return positions
    wanted = {spot.block for spot in positions.cells.values() if spot.row != IN_TEXT}
    paths = _paths_of_cells(root, document.blocks, wanted)
    in_text = any(spot.row == IN_TEXT for spot in positions.cells.values()) or any(positions.figures)
    page = _Page(root, document.blocks) if in_text else None

    def placed(spot: Spot) -> Spot:
        if spot.row == IN_TEXT:
            return page.placed(spot) if page else spot
        return spot._replace(path=paths.get((spot.block, spot.row, spot.column), ""))

    return replace(
        positions,
        cells={cell: placed(spot) for cell, spot in positions.cells.items()},
        figures=tuple(placed(spot) if spot else None for spot in positions.figures),
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


def texts(element: LexborNode) -> Iterator[LexborNode]:
    """The text nodes that a page shows of an element, in order."""
    for node in element.iter(include_text=True):
        if node.is_text_node:
            yield node
        elif node.tag not in _UNSEEN:
            yield from texts(node)


def _paths_of_cells(root: LexborNode, blocks: Sequence[Block], wanted: set[int]) -> dict[_Place, str]:
    """The paths of the cells of these tables, by block, row and column."""
    elements = [(table, _rows_of(table)) for table in root.css("table")]
    found: dict[_Place, str] = {}
    for number in sorted(wanted):
        block = blocks[number]
        if not isinstance(block, Table):
            continue
        printed = _printed_rows(block)
        best = _most_alike(printed, [rows for _, rows in elements])
        if best is not None:
            table, rows = elements.pop(best)
            top = path(table)
            for cell, node in _pairs(printed, rows):
                found[number, cell.row, cell.column] = f"{top}/{_path_below(node, table)}"
    return found


def _path_below(cell: LexborNode, table: LexborNode) -> str:
    return path(cell).removeprefix(path(table) + "/")


def _rows_of(table: LexborNode) -> list[list[LexborNode]]:
    """The rows of a table element that list cells, without those of tables inside."""
    inside = (row for child in table.iter() for row in (child.iter() if child.tag in _WRAPPERS else [child]))
    rows = ([cell for cell in row.iter() if cell.tag in _CELLS] for row in inside if row.tag == "tr")
    return [row for row in rows if row]


def _printed_rows(table: Table) -> list[list[Cell]]:
    """The rows of a table that was read, each cell in the row in which it begins."""
    return [
        [cell for at, cell in enumerate(row) if cell is not None and (cell.row, cell.column) == (number, at)]
        for number, row in enumerate(table.grid)
    ]


def _most_alike(printed: Sequence[Sequence[Cell]], tables: Sequence[Sequence[Sequence[LexborNode]]]) -> int | None:
    """Which table element a table was read from: by the texts of its rows, else by how many cells each row has."""
    shares = [_share(printed, rows) for rows in tables]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    if best is not None and shares[best] >= _ENOUGH:
        return best
    shape = [len(row) for row in printed if row]
    return next((at for at, rows in enumerate(tables) if [len(row) for row in rows] == shape), None)


def _share(printed: Sequence[Sequence[Cell]], rows: Sequence[Sequence[LexborNode]]) -> float:
    """The share of a table's rows that an element shows, by their texts."""
    shown = {_key_of_nodes(row) for row in rows}
    lines = [_key_of_cells(row) for row in printed if row]
    return sum(line in shown for line in lines) / len(lines) if lines else 0.0


def _pairs(
    printed: Sequence[Sequence[Cell]], rows: Sequence[Sequence[LexborNode]]
) -> Iterator[tuple[Cell, LexborNode]]:
    """The cells of a table with their elements: rows with the same texts, in order, and as many rows between two."""
    lines = [row for row in printed if row]
    old, new = [_key_of_cells(row) for row in lines], [_key_of_nodes(row) for row in rows]
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for cells, nodes in zip(lines[a:b], rows[c:d], strict=False) if b - a == d - c else ():
            if len(cells) == len(nodes):
                yield from zip(cells, nodes, strict=True)


def _key_of_cells(row: Sequence[Cell]) -> str:
    return "\t".join(squeezed(cell.text) for cell in row)


def _key_of_nodes(row: Sequence[LexborNode]) -> str:
    return "\t".join(squeezed(clean(node.text_lexbor())) for node in row)


class _Page:
    """The text of a page, and where the paragraphs that were read of it begin in that text."""

    def __init__(self, root: LexborNode, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._nodes = [(node, text) for node in texts(root) if (text := squeezed(clean(node.text_content or "")))]
        self._text = "".join(text for _, text in self._nodes)
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
        element = self._around(first, first + max(length, 1) - 1)
        if element is None:
            return spot
        return spot._replace(path=path(element), offset=first - self._begin(element), length=length)

    def _around(self, first: int, last: int) -> LexborNode | None:
        """The innermost element that holds these characters."""
        ends = {node.mem_id for node in _ancestors(self._node_at(last))}
        return next((node for node in _ancestors(self._node_at(first)) if node.mem_id in ends), None)

    def _node_at(self, position: int) -> LexborNode:
        end = 0
        for node, text in self._nodes:
            end += len(text)
            if position < end:
                return node
        return self._nodes[-1][0]

    def _begin(self, element: LexborNode) -> int:
        """The characters before an element's first."""
        start = 0
        for node, text in self._nodes:
            if element.mem_id in {around.mem_id for around in _ancestors(node)}:
                return start
            start += len(text)
        return start


def _ancestors(node: LexborNode) -> list[LexborNode]:
    """The elements around a text node, the innermost first."""
    found = []
    at = node.parent
    while at is not None and at.is_element_node:
        found.append(at)
        at = at.parent
    return found
