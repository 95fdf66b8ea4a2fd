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
_PARTS: Final = "table, tbody, thead, tfoot, tr, td, th, template, svg, math"
_PLAIN: Final = "table/tbody/"
_NOT_PLAIN: Final = ("table", "tbody", "thead", "tfoot", "template", "svg", "math")
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

    cells = {
        cell: (page.placed(spot) if page else spot) if spot.row == IN_TEXT else spot.inside(paths.get(spot[:3], ""))
        for cell, spot in positions.cells.items()
    }
    figures = tuple([page.placed(spot) if spot and page else spot for spot in positions.figures])
    return replace(positions, cells=cells, figures=figures)


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
    nodes = [node for node in element.traverse(include_text=True) if node.is_text_node]
    unseen = {node.mem_id for part in element.css(_UNSEEN) for node in part.traverse(include_text=True)}
    return [node for node in nodes if node.mem_id not in unseen] if unseen else nodes


def _shown(text: str) -> str:
    """What a text shows, without white space."""
    return squeezed(clean(text))


class _Row(NamedTuple):
    """A row of a table element: the paths of its cells below the table, and its text."""

    paths: tuple[str, ...]
    key: str


class _TableElement:
    """A table element and its rows that list cells, without those of tables inside; they are read once asked for."""

    def __init__(self, node: LexborNode, shown: Shown) -> None:
        self.node = node
        self._shown = shown

    @cached_property
    def text(self) -> str:
        """All text in it."""
        return self._shown(self.node.text_lexbor())

    @cached_property
    def plain(self) -> tuple[tuple[str, ...], ...]:
        """The paths of the cells of its rows, of a table of nothing but rows, which nearly all are; () for others."""
        return _paths_by_names("/".join([part.tag or "" for part in self.node.css(_PARTS)]))

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
            paths = tuple([f"{path_of_row}/{step}" for step in steps])
            found.append(_Row(paths, self._shown(row.text_lexbor())))


@lru_cache(maxsize=256)
def _paths_by_names(names: str) -> tuple[tuple[str, ...], ...]:
    """The paths of the cells of each row that has any, by the names of `_PARTS` in the order of the page.

    Browsers put a cell into a row, a row into a body and a body into a table, so that the names alone tell the tree; ()
    where there is more than one body, another table, or a part in which names mean something else.
    """
    if not names.startswith(_PLAIN) or any(part in names[len(_PLAIN) :] for part in _NOT_PLAIN):
        return ()
    found = []
    for number, cells in enumerate(names[len(_PLAIN) :].split("tr")[1:], 1):
        steps = _steps_of_cells(tuple(cells.strip("/").split("/")))
        if steps:
            found.append(tuple(f"tbody[1]/tr[{number}]/{step}" for step in steps))
    return tuple(found)


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
            printed = _Printed(block)
            best = _most_alike(printed, elements)
            if best is not None:
                element = elements.pop(best)
                above = f"{path(element.node)}/"
                for cells, paths in _pairs(printed, element):
                    for cell, below in zip(cells, paths, strict=True):
                        found[number, cell.row, cell.column] = above + below
    return found


class _Printed:
    """A table that was read: the cells that begin in each row where any do, and their texts."""

    def __init__(self, table: Table) -> None:
        rows = (
            [cell for at, cell in enumerate(row) if cell is not None and cell.column == at and cell.row == number]
            for number, row in enumerate(table.grid)
        )
        self.rows = [row for row in rows if row]
        self.shape = list(map(len, self.rows))

    @cached_property
    def text(self) -> str:
        """All its text."""
        return squeezed("".join([cell.text for row in self.rows for cell in row]))

    @cached_property
    def keys(self) -> list[str]:
        """The text of each row."""
        return [squeezed("".join([cell.text for cell in row])) for row in self.rows]

    def is_all_of(self, table: _TableElement) -> bool:
        """Whether this is what a plain table shows, cell by cell: its text and its shape are."""
        return self.text == table.text and self.shape == list(map(len, table.plain))


def _most_alike(printed: _Printed, tables: Sequence[_TableElement]) -> int | None:
    """Which table element a table was read from: by the texts of its rows, else by how many cells each row has."""
    most, best = 0.0, None
    for at, table in enumerate(tables):
        if printed.is_all_of(table):
            return at
        share = _share(printed, table)
        if share > most:
            most, best = share, at
        if share == 1:
            break
    if most >= _ENOUGH:
        return best
    shapes = ([len(row.paths) for row in table.rows] for table in tables)
    return next((at for at, shape in enumerate(shapes) if shape == printed.shape), None)


def _share(printed: _Printed, table: _TableElement) -> float:
    """The share of a table's rows that an element shows, by their texts."""
    shown = {row.key for row in table.rows}
    return sum(key in shown for key in printed.keys) / len(printed.keys) if printed.keys else 0.0


def _pairs(printed: _Printed, table: _TableElement) -> Iterator[tuple[Sequence[Cell], Sequence[str]]]:
    """The cells of each row with their paths: of rows with the same texts, in order, and as many rows between two."""
    if printed.is_all_of(table):
        yield from zip(printed.rows, table.plain, strict=True)
        return
    for lines, shown in _same_rows(printed, table.rows):
        for line, row in zip(lines, shown, strict=True):
            if len(line) == len(row.paths):
                yield line, row.paths


def _same_rows(printed: _Printed, rows: Sequence[_Row]) -> Iterator[tuple[Sequence[list[Cell]], Sequence[_Row]]]:
    old, new = printed.keys, [row.key for row in rows]
    if old == new:  # comparing takes a hundred times as long
        yield printed.rows, rows
        return
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b - a == d - c:
            yield printed.rows[a:b], rows[c:d]


class _Page:
    """The text of a page, and where the paragraphs that were read of it begin in that text."""

    def __init__(self, root: LexborNode, blocks: Sequence[Block], shown: Shown) -> None:
        self._blocks = blocks
        # of what browsers have beside the body nothing is shown
        nodes = texts(next((part for part in root.iter() if part.tag == "body"), root))
        shown_texts = shown(_NUL.join([node.text_content or "" for node in nodes])).split(_NUL) if nodes else []
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
        return spot.inside(path(element), first - self._begin(element, node), length)

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
