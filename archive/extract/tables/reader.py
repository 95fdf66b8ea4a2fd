"""The statutory tables of a document, from ruled grids first and from running text where there is no grid.

Knows which blocks may hold table content; the readers `grid` and `flow` know how to read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archive.extract.layout.document import Block, Cell, Paragraph, Table
from archive.extract.report.labels import key, lexicon
from archive.extract.report.model import Finding
from archive.extract.tables import column_order, ruled_grid, split_tables, statistics, unlabelled
from archive.extract.tables.running_text import Flow
from archive.extract.tables.sheet import Printed, Sheet
from archive.extract.tables.tokens import Token, token

_RULED_WIDTH: Final = 3
_SENTENCE: Final = re.compile(r"[。；！？]|，.*，.*，")
_LONGEST_LABEL: Final = 90
# such as 2.重复申请 0 0 0 0 0 0 0
_VALUES_BEHIND: Final = re.compile(r"(?:\s+[\d./—－-]+)+\s*$")
_ENOUGH: Final = 3
_FEW: Final = 6
"""Lines of the applications table below which it may be the older sheet, some lines of which sound alike."""
_COMMON: Final = frozenset({"其他", "其它", "总计", "合计"})
_NUMBERED: Final = re.compile(r"\s*(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])")
_ROW_END: Final = re.compile(r"\s\d+\s*$")
_BLOCK: Final = re.compile(r"复议后起诉|未经复议直接起诉|行政复议")


def read(blocks: Sequence[Block]) -> tuple[Sheet, frozenset[int]]:
    """The sheet of all tables, and the places of the paragraphs that were table content rather than text."""
    sheet = Sheet()
    announced: str | None = None
    for block in split_tables.whole(blocks):
        if isinstance(block, Paragraph):
            announced = _announced(block.text) or announced
        elif isinstance(block, Table) and _ruled(block):
            ruled_grid.read(block, sheet, announced)
    taken = _ragged(blocks, sheet) | _paragraphs(blocks, sheet)
    column_order.settle(sheet)
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
    """Read tables without rulings, with the lines of text between two of the form's; the places of those lines."""
    tables = [i for i, block in enumerate(blocks) if isinstance(block, Table) and not _ruled(block)]
    if not tables:
        return frozenset()
    flow = Flow(sheet)
    between: set[int] = set()
    gap: list[int] = []
    inside = False
    for i, block in enumerate(blocks[tables[0] : tables[-1] + 1], tables[0]):
        if isinstance(block, Table) and not _ruled(block):
            rows = [_texts(row) for row in block.grid]
            of_form = _of_form(rows)
            if inside and of_form:
                for at, text in _table_lines(blocks, gap):
                    flow.text(text)
                    between.add(at)
            else:
                flow.finish()
                flow = Flow(sheet)
            inside, gap = of_form, []
            for row in rows:
                flow.row(row)
        elif isinstance(block, Paragraph) and _like_label(block.text):
            gap.append(i)
        else:
            inside = False
    flow.finish()
    return frozenset(between)


def _of_form(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table may be a part of the form's: it has one of its words, a row of values, or no words at all."""
    cells = [[token(text) for text in row] for row in rows]
    words = [cell for row in cells for cell in row if cell.label]
    if not words or any(_known(cell) and cell.label not in _COMMON for cell in words):
        return True
    return any(sum(cell.filled for cell in row) >= _ENOUGH for row in cells)


def _table_lines(blocks: Sequence[Block], gap: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Of lines between two tables those that belong to them: no heading, and behind one only what is like a table."""
    headed = False
    for at in gap:
        block = blocks[at]
        like = _table_like(block)
        text = block.text if isinstance(block, Paragraph) else ""
        headed = headed or (not like and _heads(text))
        if like or not headed:
            yield at, text


def _heads(text: str) -> bool:
    """Whether a line is numbered like a heading and is no label of the form's."""
    return bool(_NUMBERED.match(text)) and lexicon().find(key(text), "") is None


def _texts(row: Sequence[Cell | None]) -> list[str]:
    """The printed cells of a row, each once; where nothing is printed, there is no cell."""
    return [
        cell.text for before, cell in zip((None, *row), row, strict=False) if cell is not None and cell is not before
    ]


def _paragraphs(blocks: Sequence[Block], sheet: Sheet) -> frozenset[int]:
    """Read tables that are nothing but lines of text; the places of those lines.

    Of lines that are too few for a table nothing is taken but that they hold values which could not be placed.
    """
    taken: set[int] = set()
    unplaced: list[Finding] = []
    for start, end in _stretches(blocks):
        trial = _trial(blocks[start:end])
        if sum(trial.lines(table) for table in trial.tables) < _ENOUGH:
            unplaced += [finding for finding in trial.findings if finding.rule.endswith(".unplaced")]
            continue
        if any(_is_table(printed, sheet.tables.get(table, {})) for table, printed in trial.tables.items()):
            taken |= set(range(start, end))
        for table, printed in trial.tables.items():
            for line, cells in printed.items():
                sheet.put(table, line, cells)
        sheet.take(trial.findings)
    sheet.take(finding for finding in unplaced if not sheet.holds(finding.rule.split(".")[:-1]))
    return frozenset(taken)


def _is_table(printed: Printed, known: Printed) -> bool:
    """Whether lines were printed as a table: not where they repeat some that are known, as a list of counts does."""
    return not printed.keys() < known.keys()


def _trial(blocks: Sequence[Block]) -> Sheet:
    """What a stretch of lines says for itself."""
    trial = Sheet()
    flow = Flow(trial)
    for block in blocks:
        if isinstance(block, Paragraph):
            flow.text(block.text)
    flow.finish()
    column_order.settle(trial)
    unlabelled.place(trial)
    return trial


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
