"""The statutory tables of a document, from ruled grids first and from running text where there is no grid.

Decides which blocks may hold table content; `ruled_grid` and `running_text` read them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Cell, Paragraph, Table
from archive.extract.report.labels import key, lexicon, review_block
from archive.extract.report.model import Finding
from archive.extract.tables import column_order, line_values, parted, ruled_grid, split_tables, unlabelled
from archive.extract.tables.running_text import TextReader
from archive.extract.tables.sheet import Printed, Sheet
from archive.extract.tables.tokens import Token, token, token_at

_RULED_WIDTH: Final = 3
_SENTENCE: Final = patterns.lazy(r"[。；！？]|，.*，.*，")
_LONGEST_LABEL: Final = 90
# such as 0 0 0 0 0 0 0 behind 2.重复申请, read from its end
_VALUES_BACKWARDS: Final = patterns.lazy(r"\s*+(?:[\d./—－-]++\s++)+")
_FEWEST_LINES: Final = 3
_COMMON: Final = frozenset({"其他", "其它", "总计", "合计"})
_NUMBERED: Final = patterns.lazy(r"\s*(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])")
# such as 行政处罚 3 or 行政许可：120
_ROW_END: Final = patterns.lazy(r"(?:\s|(?<=[\u4e00-\u9fff）)])[：:])\d[\d.]*\s*$")
# such as 三、收到和处理政府信息公开申请情况, which ends the table before it
_SECTION: Final = patterns.lazy(r"\s*[一二三四五六]\s*[、.．]\s*(?:收到和处理|政府信息公开行政复议|存在的|其他需要)")


def read(blocks: Sequence[Block]) -> tuple[Sheet, frozenset[int]]:
    """The sheet of all tables, and the indices of the paragraphs that are table content rather than text."""
    sheet = Sheet()
    announced: str | None = None
    for block in split_tables.join(blocks):
        if isinstance(block, Paragraph):
            announced = _announced(block.text) or announced
        elif isinstance(block, Table) and _ruled(block):
            ruled_grid.read(block, sheet, announced)
    taken = _read_unruled(blocks, sheet) | _read_text_tables(blocks, sheet)
    column_order.settle(sheet)
    line_values.settle_headless(sheet)
    unlabelled.place_rows(sheet)
    return sheet, taken


def _ruled(table: Table) -> bool:
    return table.aligned and bool(table.grid) and len(table.grid[0]) >= _RULED_WIDTH


def _announced(text: str) -> str | None:
    match = review_block().search(text) if len(text) < _LONGEST_LABEL else None
    return lexicon().blocks[match[0]] if match else None


def _read_unruled(blocks: Sequence[Block], sheet: Sheet) -> frozenset[int]:
    """Read tables without rulings, and lines of text between two statutory ones; the indices of those lines."""
    tables = [i for i, block in enumerate(blocks) if isinstance(block, Table) and not _ruled(block)]
    if not tables:
        return frozenset()
    flow = TextReader(sheet)
    between: set[int] = set()
    gap: list[int] = []
    inside = False
    for i, block in enumerate(blocks[tables[0] : tables[-1] + 1], tables[0]):
        if isinstance(block, Table) and not _ruled(block):
            rows = [_cells(row) for row in block.grid]
            statutory = _may_be_statutory(rows)
            goes_on = inside and statutory
            for begins, lines in _by_section(blocks, gap):
                if begins or not goes_on:
                    flow.finish()
                    flow = TextReader(sheet)
                between |= _read_lines(flow, blocks, lines if goes_on else [])
            inside, gap = statutory, []
            for row in rows:
                flow.row([token_at(cell.text, cell.spot) for cell in row])
        elif isinstance(block, Paragraph) and _is_label_like(block.text):
            gap.append(i)
        else:
            inside = False
    flow.finish()
    return frozenset(between)


def _by_section(blocks: Sequence[Block], gap: Sequence[int]) -> Iterator[tuple[bool, Sequence[int]]]:
    """The lines between two tables up to each heading of a section, and whether one begins there.

    The last section's lines belong to its table whatever they are; those of one before it have their heading in front.
    """
    starts = [number for number, at in enumerate(gap) if _is_section(blocks[at])]
    cuts = [*starts, len(gap)]
    yield False, gap[: cuts[0]]
    for start, end in pairwise(cuts):
        yield True, gap[start + (end == len(gap)) : end]


def _read_lines(flow: TextReader, blocks: Sequence[Block], gap: Sequence[int]) -> set[int]:
    """Read those lines between two tables that belong to them; their indices."""
    found = [*_table_lines(blocks, gap)]
    for at, text in found:
        flow.text(text, at)
    return {at for at, _ in found}


def _may_be_statutory(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table may be part of a statutory one: it has a label of the forms, a row of values, or no labels."""
    cells = [[token(cell.text) for cell in row] for row in rows]
    labelled = [cell for row in cells for cell in row if cell.label]
    if not labelled or any(_has_known_label(cell) and cell.label not in _COMMON for cell in labelled):
        return True
    return any(sum(cell.filled for cell in row) >= _FEWEST_LINES for row in cells)


def _table_lines(blocks: Sequence[Block], gap: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The lines between two tables that belong to them: no headings, and after a heading only table-like lines."""
    after_heading = False
    for at in gap:
        block = blocks[at]
        table_like = _is_table_like(block)
        text = block.text if isinstance(block, Paragraph) else ""
        after_heading = after_heading or (not table_like and _is_heading(text))
        if table_like or not after_heading:
            yield at, text


def _is_section(block: Block) -> bool:
    return isinstance(block, Paragraph) and _SECTION.match(block.text) is not None


def _is_heading(text: str) -> bool:
    """Whether a line is numbered like a heading and is no label of the forms."""
    return bool(_NUMBERED.match(text)) and lexicon().find(key(text), "") is None


def _cells(row: Sequence[Cell | None]) -> list[Cell]:
    """A row's cells, each merged cell once; positions without a cell are skipped."""
    return [cell for before, cell in zip((None, *row), row, strict=False) if cell is not None and cell is not before]


def _read_text_tables(blocks: Sequence[Block], sheet: Sheet) -> frozenset[int]:
    """Read tables that consist of lines of text; the indices of those lines.

    From too few lines for a table, only findings about values that could not be placed are taken.
    """
    taken: set[int] = set()
    unplaced: list[Finding] = []
    for start, end in _find_stretches(blocks):
        stretch_sheet = _read_stretch(blocks, range(start, end))
        if sum(stretch_sheet.lines(table) for table in stretch_sheet.tables) < _FEWEST_LINES:
            unplaced += [finding for finding in stretch_sheet.findings if finding.rule.endswith(".unplaced")]
            continue
        if any(_is_table(printed, sheet.tables.get(table, {})) for table, printed in stretch_sheet.tables.items()):
            taken |= set(range(start, end))
        for table, printed in stretch_sheet.tables.items():
            for line, cells in printed.items():
                sheet.put(table, line, cells)
        sheet.add_findings(stretch_sheet.findings)
    sheet.add_findings(finding for finding in unplaced if not sheet.holds(finding.rule.split(".")[:-1]))
    return frozenset(taken)


def _is_table(printed: Printed, known: Printed) -> bool:
    """Whether lines were printed as a table: not where all repeat known lines, as a list of counts does."""
    return not printed.keys() < known.keys()


def _read_stretch(blocks: Sequence[Block], stretch: range) -> Sheet:
    """A sheet with what a stretch of lines holds, read on its own."""
    stretch_sheet = Sheet()
    flow = TextReader(stretch_sheet)
    for at in stretch:
        block = blocks[at]
        if isinstance(block, Paragraph):
            flow.text(block.text, at)
    flow.finish()
    column_order.settle(stretch_sheet)
    line_values.settle_headless(stretch_sheet)
    unlabelled.place_rows(stretch_sheet)
    return stretch_sheet


def _find_stretches(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Runs of short lines without sentences, from the first to the last that holds a value or a label of the forms."""
    stretches: list[tuple[int, int]] = []
    start: int | None = None
    for i, block in enumerate([*blocks, Paragraph("。")]):
        short = isinstance(block, Paragraph) and _is_label_like(block.text)
        if short and start is None:
            start = i
        elif not short and start is not None:
            inside = [j for j in range(start, i) if _is_table_like(blocks[j])]
            if len(inside) > _FEWEST_LINES:
                stretches.append((inside[0], inside[-1] + 1))
            start = None
    return stretches


def _is_label_like(text: str) -> bool:
    if "|" in text:
        return "。" not in text
    text = parted.spaced(text)
    if _SENTENCE.search(text):
        return False
    if len(text) <= _LONGEST_LABEL:
        return True
    values = _VALUES_BACKWARDS.match(text[::-1])
    return len(text) - (values.end() if values else 0) <= _LONGEST_LABEL


def _is_table_like(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    if _ROW_END.search(parted.spaced(block.text)):
        return True
    return token(block.text).filled or any(
        _has_known_label(token(piece)) for piece in {block.text, *block.text.split()}
    )


def _has_known_label(cell: Token) -> bool:
    labelled = (cell.applicant, cell.result, cell.block, cell.disclosure, cell.group)
    return any(labelled) or bool(lexicon().exact(cell.label)) or cell.label.startswith("第二十条第")
