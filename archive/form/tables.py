"""The statutory tables of a document, from ruled grids first and from running text where there is no grid.

Knows which blocks may hold table content; the readers `grid` and `flow` know how to read them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.form import grid, pieces, statistics, unlabelled
from archive.form.flow import Flow
from archive.form.labels import lexicon
from archive.form.sheet import Sheet
from archive.form.tokens import Token, token
from archive.reading.document import Block, Cell, Paragraph, Table

_RULED_WIDTH: Final = 3
_SENTENCE: Final = re.compile(r"[。；！？]|，.*，.*，")
_LONGEST_LABEL: Final = 90
_VALUES_BEHIND: Final = re.compile(r"(?:\s+[\d./—－-]+)+\s*$")
_ENOUGH: Final = 3
_FEW: Final = 6
"""Lines of the applications table below which it may be the older sheet, some lines of which sound alike."""
_ROW_END: Final = re.compile(r"\s\d+\s*$")
_BLOCK: Final = re.compile(r"复议后起诉|未经复议直接起诉|行政复议")


def read(blocks: Sequence[Block]) -> tuple[Sheet, frozenset[int]]:
    """The sheet of all tables, and the places of the paragraphs that were table content rather than text."""
    sheet = Sheet()
    between = _ragged(blocks, sheet)
    announced: str | None = None
    for block in pieces.whole(blocks):
        if isinstance(block, Paragraph):
            announced = _announced(block.text) or announced
        elif isinstance(block, Table) and _ruled(block):
            grid.read(block, sheet, announced)
    taken = between | _paragraphs(blocks, sheet)
    unlabelled.place(sheet)
    if sheet.lines("applications") < _FEW and (found := statistics.read(blocks)):
        return Sheet(statistics=found), frozenset()
    return sheet, taken


def _ruled(table: Table) -> bool:
    return table.aligned and bool(table.grid) and len(table.grid[0]) >= _RULED_WIDTH


def _announced(text: str) -> str | None:
    match = _BLOCK.search(text) if len(text) < _LONGEST_LABEL else None
    return lexicon().blocks[match[0]] if match else None


def _ragged(blocks: Sequence[Block], sheet: Sheet) -> frozenset[int]:
    """Read tables without rulings, with the lines of text between their parts; the places of those lines."""
    tables = [i for i, block in enumerate(blocks) if isinstance(block, Table) and not _ruled(block)]
    if not tables:
        return frozenset()
    flow = Flow(sheet)
    between: set[int] = set()
    for i, block in enumerate(blocks[tables[0] : tables[-1] + 1], tables[0]):
        if isinstance(block, Table) and not _ruled(block):
            for row in block.grid:
                flow.row(_texts(row))
        elif isinstance(block, Paragraph) and _like_label(block.text):
            flow.text(block.text)
            between.add(i)
        else:
            flow.finish()
            flow = Flow(sheet)
    flow.finish()
    return frozenset(between)


def _texts(row: Sequence[Cell | None]) -> list[str]:
    """The printed cells of a row, each once; where nothing is printed, there is no cell."""
    return [
        cell.text for before, cell in zip((None, *row), row, strict=False) if cell is not None and cell is not before
    ]


def _paragraphs(blocks: Sequence[Block], sheet: Sheet) -> frozenset[int]:
    """Read tables that are nothing but lines of text; the places of those lines."""
    taken: set[int] = set()
    for start, end in _stretches(blocks):
        trial = Sheet()
        flow = Flow(trial)
        for block in blocks[start:end]:
            if isinstance(block, Paragraph):
                flow.text(block.text)
        flow.finish()
        unlabelled.place(trial)
        if sum(trial.lines(table) for table in trial.tables) < _ENOUGH:
            continue
        taken |= set(range(start, end))
        for table, printed in trial.tables.items():
            for line, cells in printed.items():
                sheet.put(table, line, cells)
        for finding in trial.findings:
            sheet.note(finding.rule, finding.severity, finding.detail)
    return frozenset(taken)


def _stretches(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Runs of short lines without sentences, from the first to the last that holds a value or a label of the forms."""
    stretches: list[tuple[int, int]] = []
    start: int | None = None
    for i, block in enumerate([*blocks, Paragraph("。")]):
        short = isinstance(block, Paragraph) and _like_label(block.text)
        if short and start is None:
            start = i
        elif not short and start is not None:
            inside = [j for j in range(start, i) if _table_like(blocks[j])]
            if len(inside) > _ENOUGH:
                stretches.append((inside[0], inside[-1] + 1))
            start = None
    return stretches


def _like_label(text: str) -> bool:
    if "|" in text:
        return "。" not in text
    return not _SENTENCE.search(text) and len(_VALUES_BEHIND.sub("", text)) <= _LONGEST_LABEL


def _table_like(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    if _ROW_END.search(block.text):
        return True
    return token(block.text).filled or any(_known(token(piece)) for piece in {block.text, *block.text.split()})


def _known(cell: Token) -> bool:
    words = (cell.applicant, cell.result, cell.block, cell.disclosure, cell.group)
    return any(words) or bool(lexicon().exact(cell.label)) or cell.label.startswith("第二十条第")
