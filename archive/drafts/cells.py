"""Where the cells of the form stand in the tables of a document.

Every value cell is given a number that no report prints, the document is interpreted once more, and the numbers say
which cell came to which line and column. Only what both readings agree on counts; an uncertain cell is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from archive.drafts.draft import GridPosition
from archive.drafts.remark import CellRef
from archive.extract.layout.document import Block, Cell, Document, Table
from archive.extract.report import cells
from archive.extract.report.model import Number, Report

Interpret = Callable[[Document], Report]

_FIRST: Final = 7_000_001
"""The first number that is given to a cell."""
_NO_VALUE: Final = frozenset({"blank", "dash"})


def locate(document: Document, report: Report, interpret: Interpret) -> dict[CellRef, GridPosition]:
    """The positions of the cells that are certain; {} for a document that is no report."""
    if report.kind != "report":
        return {}
    marked, cells_by_number = _mark(document)
    reread = interpret(marked)
    printed = dict(report.values())
    found: dict[CellRef, GridPosition] = {}
    for ref, number in reread.values():
        position, cell = cells_by_number.get(number, (None, None)) if number is not None else (None, None)
        if position is not None and cell is not None and _agrees(cell, printed.get(ref)):
            found[ref] = position
    return found


def _mark(document: Document) -> tuple[Document, dict[Number, tuple[GridPosition, Cell]]]:
    """The document with a number of its own in each value cell, and which cell has which number."""
    cells_by_number: dict[Number, tuple[GridPosition, Cell]] = {}
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks):
        blocks.append(_mark_table(number, block, cells_by_number) if isinstance(block, Table) else block)
    tables = {at: nth for nth, at in enumerate(at for at, b in enumerate(document.blocks) if isinstance(b, Table))}
    placed = {n: ((tables[at], row, column), cell) for n, ((at, row, column), cell) in cells_by_number.items()}
    return replace(document, blocks=tuple(blocks)), placed


def _mark_table(at: int, table: Table, cells_by_number: dict[Number, tuple[GridPosition, Cell]]) -> Table:
    renamed: dict[int, Cell] = {}
    for row in table.grid:
        for cell in _value_cells(row):
            if id(cell) not in renamed:
                number = _FIRST + len(cells_by_number)
                cells_by_number[number] = ((at, cell.row, cell.column), cell)
                renamed[id(cell)] = cell._replace(text=str(number))
    grid = tuple(tuple(renamed.get(id(cell), cell) if cell is not None else None for cell in row) for row in table.grid)
    return replace(table, grid=grid)


def _value_cells(row: tuple[Cell | None, ...]) -> Iterator[Cell]:
    """The cells of a row that hold a value or nothing, right of its last label."""
    last_label = max((at for at, cell in enumerate(row) if cell is not None and _is_label(cell.text)), default=-1)
    for cell in row[last_label + 1 :]:
        if cell is not None:
            yield cell


def _is_label(text: str) -> bool:
    value = cells.read(text)
    return value.number is None and value.state not in _NO_VALUE


def _agrees(cell: Cell, printed: Number | None) -> bool:
    return cells.read(cell.text).number == printed
