"""The rows of a document that may belong to a statistics sheet: of tables by columns, of running text by order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Paragraph, Table
from archive.extract.statistics import heads
from archive.extract.statistics.heads import Role
from archive.extract.tables.tokens import Token, token_at, tokens_in
from archive.extract.tables.transposed import transpose

IsLabel = Callable[[str], bool]
"""Whether a text is the label of a line of a sheet, or a head over such labels."""

_UNIT: Final = patterns.lazy(
    r"[(（]?(?:条|件|次|个|人次|人|元|万元|份|场|家|篇|期)[)）]?(?:[(（/、](?:条|件|元)[)）]?)?"
)
# such as 项  目 and 备    注, else what stands between blanks and colons
_PIECE: Final = patterns.lazy(r"(?<!\S)[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff](?=\s|$))+|[^\s：:]+")
_SENTENCE: Final = patterns.lazy(r"[。；！？]|，.*，")
# such as 二、回应解读情况 or （二）通过不同渠道和方式公开政府信息的情况, above the lines of a group
_GROUP: Final = patterns.lazy(
    r"\s*(?:[一二三四五六七八九十]{1,2}[、.．]|[(（][一二三四五六七八九十]{1,2}[)）])\s*[\u4e00-\u9fff]{2}"
)
# such as 7件
_ENDS_WITH_NUMBER: Final = patterns.lazy(r"\d\s*\D{0,2}$")
_LONGEST: Final = 90
_FEWEST_ACROSS: Final = 4
_FEWEST_IN_ONE_LINE: Final = 6
"""Labels of lines, each between blanks, from which on a long line is a sheet and no sentence."""


@dataclass(frozen=True, slots=True)
class CellSpan:
    """A printed cell and the columns that it covers, from `start` up to `end`; of text, its place in the row."""

    token: Token
    start: int
    end: int

    @property
    def unit(self) -> bool:
        """Whether it holds a unit."""
        return bool(_UNIT.fullmatch("".join(self.token.text.split())))

    @property
    def words(self) -> bool:
        """Whether it holds words that are no unit."""
        return bool(self.token.label) and not self.unit


Row = list[CellSpan]


@dataclass(frozen=True, slots=True)
class RowsTogether:
    """Rows that were printed together. Where they are not `aligned`, their cells are in order and in no column."""

    rows: tuple[Row, ...]
    aligned: bool


def parts(blocks: Sequence[Block], is_label: IsLabel) -> Iterator[RowsTogether]:
    """The tables of a document, and its lines of text between them, as rows."""
    lines: list[tuple[int, str]] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            lines.append((number, block.text))
            continue
        yield from _of_text(lines, is_label)
        lines = []
        if isinstance(block, Table):
            yield RowsTogether(tuple(_of_table(_upright(block, is_label))), block.aligned)
    yield from _of_text(lines, is_label)


def _of_table(table: Table) -> Iterator[Row]:
    for at, row in enumerate(table.grid):
        cells = dict.fromkeys(id(cell) for cell in row if cell is not None and cell.row == at)
        by_id = {id(cell): cell for cell in row if cell is not None}
        begin = [by_id[cell] for cell in cells]
        yield [CellSpan(token_at(cell.text, cell.spot), cell.column, cell.column + cell.columns) for cell in begin]


def _upright(table: Table, is_label: IsLabel) -> Table:
    """The table, transposed where its lines are printed side by side and no row has a number beside a label."""
    across = max((sum(1 for slot in row if is_label(slot.token.text)) for row in _of_table(table)), default=0)
    down = sum(1 for row in _of_table(table) if row and any(is_label(slot.token.text) for slot in row))
    return transpose(table) if table.aligned and across >= _FEWEST_ACROSS and down <= 2 else table


def _of_text(lines: Iterable[tuple[int, str]], is_label: IsLabel) -> Iterator[RowsTogether]:
    """Numbered lines of text as rows: each begins with a label, its values on the same line or on the next."""
    rows: list[Row] = [[]]
    cells = [*_cells(lines, is_label)]
    for (cell, opens), (following, _) in zip(cells, [*cells, (None, False)][1:], strict=True):
        if opens or (rows[-1] and cell and _opens_unknown(cell, following, rows[-1])):
            rows.append([])
        if cell is not None:
            rows[-1].append(_in_order(cell, len(rows[-1])))
    yield RowsTogether(tuple(row for row in rows if len(row) > 1 or _is_head(row)), aligned=False)


def _is_head(row: Row) -> bool:
    """Whether a single cell is the head of a column that stands before the labels: 序号."""
    return bool(row) and heads.role(row[0].token.text, None) is Role.ASIDE


def _cells(lines: Iterable[tuple[int, str]], is_label: IsLabel) -> Iterator[tuple[Token | None, bool]]:
    """The cells of lines, and whether each opens a row by a known label on its line; None for a sentence."""
    for number, line in lines:
        if len(line) > _LONGEST or _SENTENCE.search(line):
            yield from _cells_of_a_sheet_in_one_line(line, number, is_label)
            continue
        whole = is_label(line) and not _ENDS_WITH_NUMBER.search(line)
        cells = tokens_in(line, [line] if whole else _PIECE.findall(line), number)
        labels = [is_label(cell.text) for cell in cells]
        for at, cell in enumerate(cells):
            opens = any(labels) if at == 0 else labels[at] and any(labels[:at])
            yield cell, opens or bool(_GROUP.match(cell.text))


def _cells_of_a_sheet_in_one_line(line: str, number: int, is_label: IsLabel) -> Iterator[tuple[Token | None, bool]]:
    """The cells of a long line that holds a whole sheet, from its first head or label on; of a sentence, None."""
    pieces = line.split()
    labels = [is_label(piece) for piece in pieces]
    if sum(labels) < _FEWEST_IN_ONE_LINE:
        yield None, True
        return
    first = labels.index(True)
    for cell, is_known in zip(tokens_in(line, pieces[first:], number), labels[first:], strict=True):
        ends = len(cell.text) > _LONGEST or _SENTENCE.search(cell.text)
        yield (None, True) if ends else (cell, is_known or bool(_GROUP.match(cell.text)))


def _in_order(cell: Token, place: int) -> CellSpan:
    return CellSpan(cell, place, place + 1)


def _opens_unknown(cell: Token, following: Token | None, row: Row) -> bool:
    """Whether words begin a row that no sheet is known to have: behind numbers or heads, before a unit or a number."""
    if not _in_order(cell, 0).words or following is None or cell.text.startswith(("(", "（")):
        return False
    if heads.role(cell.text, None) not in (Role.UNKNOWN, Role.COUNT):
        return False
    valued = following.value.number is not None or _in_order(following, 0).unit
    return valued and (any(slot.token.filled for slot in row) or (len(row) > 1 and all(slot.words for slot in row)))
