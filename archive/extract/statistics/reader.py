"""The statistics sheets of reporting years before 2019: one number a line for the reporting year.

A line is known by its label, its number by the head of the column. Where the heads do not say which of several numbers
is the year's, none is taken, and a finding names them; so are rows and sheets whose labels no sheet is known to have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block
from archive.extract.report import forms, statistics_forms
from archive.extract.report.cells import CellValue, as_count
from archive.extract.report.labels import key
from archive.extract.report.model import Finding
from archive.extract.statistics import glued, heads, periods
from archive.extract.statistics.columns import Columns, named_by, named_in_order, numbers_columns, with_second
from archive.extract.statistics.heads import Role
from archive.extract.statistics.periods import Column, Pair
from archive.extract.statistics.rows import CellSpan, Row, RowsTogether, parts
from archive.extract.statistics.values import in_column, in_order, only, under_heads
from archive.extract.tables.sheet import Sheet

_UNIT: Final = patterns.lazy(r"(?:单位)?(?:条|件|次|个|人次|人|万元|元)$")
# such as 其中： or （其中）
_OF_WHICH: Final = patterns.lazy(r"[(（]?其中[)）]?[：:、,，]?")
_FEWEST_NUMBERS: Final = 4
_MOST_NAMED: Final = 400
_FEWEST: Final = 8
"""Lines that make a sheet where no head says that one begins."""
_FEWEST_UNDER_HEADS: Final = 2
_FEWEST_APPLICATION_LINES: Final = 6
"""Lines of the applications table from which a report has that one, and what looks like a sheet is something else."""


@dataclass(slots=True)
class Statistics:
    """What was read of a document's sheets.

    `headed` counts the lines that stand under heads of a sheet; `unknown` holds the rows under such heads that no sheet
    is known to have, `headless` those of tables without such heads, and `unplaced` the numbers beside a label of which
    none could be taken for the year's; `pairs` are those of them under 本期 and 累计.
    """

    lines: dict[str, CellValue] = field(default_factory=dict)
    headed: int = 0
    unknown: list[str] = field(default_factory=list)
    headless: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def put(self, line: forms.Label, cell: CellValue) -> None:
        """Store a line's number. The first that is printed is kept; a later one that differs is reported."""
        cell = cell if line.unit else as_count(cell)
        known = self.lines.get(line.key)
        if known is None or known.state == "blank":
            self.lines[line.key] = cell
        elif cell.number is not None and cell.number != known.number:
            detail = f"The line is printed twice with different values: {known.raw} and {cell.raw}; the first is kept."
            self.findings.append(Finding(f"statistics.{line.key}.printed_twice", "warning", "reading", detail))

    def settle(self, column: Column) -> None:
        """Take the numbers of one of the columns 本期 and 累计 for the year's, as the text says that they are."""
        named = "; ".join(f"{pair.told}" for pair in self.pairs)[:_MOST_NAMED]
        detail = (
            f"The heads do not say which number is the year's, the text states those of the {column.value}: {named}."
        )
        self.findings.append(Finding("statistics.placed_by_text", "warning", "reading", detail))
        for pair in self.pairs:
            self.unplaced.remove(pair.told)
            self.put(pair.line, pair.values[column])

    def notices(self) -> tuple[Finding, ...]:
        """The findings about the sheets' reading."""
        found = list(dict.fromkeys(self.findings))
        if self.unplaced:
            detail = f"The heads do not say which number is the year's: {_named(self.unplaced)}."
            found.append(Finding("statistics.unplaced", "error", "reading", detail))
        if self.unknown:
            detail = f"Labels that no sheet is known to have, with what stands beside them: {_named(self.unknown)}."
            found.append(Finding("statistics.unknown_labels", "warning", "reading", detail))
        return tuple(found)


def _named(rows: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(rows))[:_MOST_NAMED]


def take(
    sheet: Sheet, not_text: frozenset[int], blocks: Sequence[Block], year: int | None
) -> tuple[Sheet, frozenset[int]]:
    """The statistics sheet in place of the statutory tables, some lines of which it words alike, where there is one.

    Otherwise `sheet` and `not_text` as they were, with a finding where the report is of a year that had sheets and has
    a table like one.
    """
    if sheet.lines("applications") >= _FEWEST_APPLICATION_LINES:
        return sheet, not_text
    found = read(blocks, year)
    if found.pairs and (column := periods.of_year(found.pairs, blocks, year)):
        found.settle(column)
        found.lines = _in_order(found.lines)
    if _is_sheet(found, year, sum(map(sheet.lines, forms.TABLES))):
        return Sheet(statistics=found.lines, findings=list(found.notices())), frozenset()
    rows = [*found.unplaced, *found.unknown]
    if year is not None and len(found.headless) >= _FEWEST_UNDER_HEADS:
        rows += found.headless
    if rows and _had_sheets(year):
        detail = f"A table like a statistics sheet has labels that no sheet is known to have: {_named(rows)}."
        sheet.note("tables.unknown_sheet", "warning", detail)
    elif _had_sheets(year) and (run_together := glued.named(blocks)):
        detail = f"Labels and values of tables run into one another and were not read: {_named(run_together)}."
        sheet.note("tables.run_together", "warning", detail)
    return sheet, not_text


def _is_sheet(found: Statistics, year: int | None, statutory_lines: int) -> bool:
    """Whether enough lines were found, and more than of the statutory tables."""
    lines = len(found.lines) + len(found.unplaced)
    if not _had_sheets(year) or statutory_lines > lines:
        return sum(line in found.lines for line in statistics_forms.form().order) >= _FEWEST
    return lines >= _FEWEST or found.headed >= _FEWEST_UNDER_HEADS


def _had_sheets(year: int | None) -> bool:
    return year is None or year < forms.FIRST_YEAR


def read(blocks: Sequence[Block], year: int | None) -> Statistics:
    """What the document's sheets say for the year (None: not known)."""
    reader = _Reader(year)
    for part in parts(blocks, lambda text: bool(_lines_of(text)) or heads.role(text, year) is Role.LABELS):
        reader.part(part)
    found = reader.found
    found.lines = _in_order(found.lines)
    return found


def _in_order(lines: dict[str, CellValue]) -> dict[str, CellValue]:
    return {line: lines[line] for line in statistics_forms.labels() if line in lines}


class _Reader:
    """Reads one part of a document after the other; the group of a line may be named in an earlier part."""

    def __init__(self, year: int | None) -> None:
        self.found = Statistics()
        self._year = year
        self._group = ""
        self._before: tuple[list[Columns], int] = ([], 0)

    def part(self, part: RowsTogether) -> None:
        """Read a table or the lines of text between two tables: the rows under each row of heads together."""
        width = max((slot.end for row in part.rows for slot in row), default=0)
        columns = self._continued(part, width)
        rows: list[Row] = []
        for before, row in zip([[], *part.rows], part.rows, strict=False):
            if len(columns) == 1 and not rows and (more := with_second(columns[0], row, self._year)):
                columns = [more]
            elif named := self._heads(row, before, aligned=part.aligned):
                self._rows(rows, columns, aligned=part.aligned)
                columns, rows = named, []
            else:
                rows.append(row)
        self._rows(rows, columns, aligned=part.aligned)
        if columns:
            self._before = (columns, width)

    def _continued(self, part: RowsTogether, width: int) -> list[Columns]:
        """The columns of the table before, where this one is as wide and begins with a line of a sheet."""
        columns, before = self._before
        first = part.rows[0] if part.rows else []
        goes_on = width == before and self._label(first)[1] and any(slot.token.filled for slot in first)
        return columns if goes_on else []

    def _heads(self, row: Row, before: Row, *, aligned: bool) -> list[Columns]:
        """The columns that a row names; [] where it is no row of heads."""
        if any(_lines_of(slot.token.text) for slot in row):
            return []
        return named_by(row, self._year) if aligned else named_in_order(row, before, self._year)

    def _rows(self, rows: Sequence[Row], columns: Sequence[Columns], *, aligned: bool) -> None:
        """Read rows under the same heads; of a sheet in halves side by side, the left half first."""
        if columns:
            for number, under in enumerate(columns):
                for row in rows:
                    self._row(_part_under(row, under, number, aligned=aligned), under, aligned=aligned)
            return
        for row in rows if aligned else ():
            self._headless_row(row)
        counting = _counting_columns(rows) if aligned else frozenset()
        split = [_split(row) for row in rows]
        for half in range(max(map(len, split), default=0)):
            for labelled in split:
                if half < len(labelled):
                    self._without_heads([slot for slot in labelled[half] if slot.start not in counting])

    def _row(self, row: Row, columns: Columns, *, aligned: bool) -> None:
        if not columns.labels_first:
            self._row_with_values_first(row, columns, aligned=aligned)
            return
        at, line = self._label(row)
        behind = row[at + 1 :]
        if line is None:
            self._unknown_row(row, columns)
            return
        self.found.headed += 1
        cell = under_heads(behind, columns) if aligned else in_order(behind, columns)
        self._take(line, row[at], behind, cell)
        if cell is None and (told := next(reversed(self.found.unplaced), None)):
            found = periods.pair(line, behind, columns, told)
            self.found.pairs += [found] if found else []

    def _row_with_values_first(self, row: Row, columns: Columns, *, aligned: bool) -> None:
        """Read a row of a sheet that prints values before labels; one in order must have a cell for each head."""
        at, line = next(((at, line) for at, slot in enumerate(row) if (line := self._line(slot))), (-1, None))
        if line is None:
            self._unknown_row(row, columns)
            return
        self.found.headed += 1
        beside = [slot for place, slot in enumerate(row) if place != at]
        in_columns = row[at].start == columns.labels and (aligned or len(row) == len(columns.roles))
        self._take(line, row[at], beside, in_column(beside, columns) if in_columns else None)

    def _without_heads(self, row: Row) -> None:
        """Read a label with the values behind it where no head says what they are: only one number, or equal ones."""
        at, line = self._label(row)
        if line is None:
            return
        filled = [slot.token.value for slot in row[at + 1 :] if slot.token.filled]
        if filled:
            self._take(line, row[at], row[at + 1 :], only(filled))

    def _take(self, line: forms.Label, label: CellSpan, behind: Row, cell: CellValue | None) -> None:
        self._group = line.group or line.key
        if cell is not None:
            self.found.put(line, cell)
            self._report_misprint(line, label.token.text)
        elif values := [slot.token.text.strip() for slot in behind if slot.token.filled]:
            self.found.unplaced.append(f"“{_bare(label.token.text)}” {' '.join(values)}")

    def _label(self, row: Row) -> tuple[int, forms.Label | None]:
        """The last label before the row's first value, with its index."""
        first = next((i for i, slot in enumerate(row) if slot.token.filled), len(row))
        labels = ((at, line) for at in range(first - 1, -1, -1) if (line := self._line(row[at])))
        return next(labels, (-1, None))

    def _line(self, slot: CellSpan) -> forms.Label | None:
        """The line that a cell is the label of, in the group of the lines before."""
        lines = (
            line
            for line in _lines_of(slot.token.text)
            if not line.only_in_group or line.group == self._group or self._group.startswith(line.group)
        )
        return next(lines, None)

    def _unknown_row(self, row: Row, columns: Columns) -> None:
        labels = [slot for slot in row if slot.words]
        values = [slot for slot in row if slot.token.value.number is not None and slot.start in columns.values]
        if labels and values and labels[0].start < values[0].start and not numbers_columns(labels):
            printed = " ".join(slot.token.text.strip() for slot in values)
            self.found.unknown.append(f"“{_bare(labels[-1].token.text)}” {printed}")

    def _headless_row(self, row: Row) -> None:
        words = next((slot for slot in row if slot.words), None)
        numbers = [slot.token.text.strip() for slot in row if slot.token.value.number is not None]
        if words is not None and numbers and not _split(row):
            self.found.headless.append(f"“{_bare(words.token.text)}” {' '.join(numbers)}")

    def _report_misprint(self, line: forms.Label, printed: str) -> None:
        if not statistics_forms.lines_of(_stripped(printed)) and not statistics_forms.lines_of(_unitless(printed)):
            detail = f"“{_bare(printed)}” was taken for a misprint of “{line.label}”."
            self.found.findings.append(Finding(f"statistics.{line.key}.label", "info", "reading", detail))


def _part_under(row: Row, columns: Columns, number: int, *, aligned: bool) -> Row:
    """The cells of a row that belong to these columns, which are the `number`th side by side."""
    if aligned:
        return _inside(row, columns)
    return _piece(row, number) if columns.labels_first else row


def _inside(row: Row, columns: Columns) -> Row:
    """The cells of a row that stand under these columns."""
    return [slot for slot in row if columns.start <= slot.start < columns.end]


def _piece(row: Row, number: int) -> Row:
    """The piece of a row in order that begins with its label of this number; a row without a known label whole."""
    pieces = _split(row)
    return row if not pieces and not number else pieces[number] if number < len(pieces) else []


def _counting_columns(rows: Sequence[Row]) -> frozenset[int]:
    """The columns that count the rows: their numbers are consecutive."""
    columns: dict[int, list[int]] = {}
    for row in rows:
        for slot in row:
            if type(slot.token.value.number) is int:
                columns.setdefault(slot.start, []).append(slot.token.value.number)
    return frozenset(
        column
        for column, numbers in columns.items()
        if len(numbers) >= _FEWEST_NUMBERS and all(after == before + 1 for before, after in pairwise(numbers))
    )


def _split(row: Row) -> list[Row]:
    """A row in pieces that begin with a known label each."""
    pieces: list[Row] = []
    for slot in row:
        if _lines_of(slot.token.text):
            pieces.append([slot])
        elif pieces and not slot.words:
            pieces[-1].append(slot)
    return pieces


def _lines_of(text: str) -> tuple[forms.Label, ...]:
    """The lines that a label can mean: by its wording, without the unit behind it, or but for a misprint."""
    label = _stripped(text)
    if not label:
        return ()
    found = statistics_forms.lines_of(label) or statistics_forms.lines_of(_unitless(text))
    return found or statistics_forms.misprinted(label)


def _stripped(text: str) -> str:
    """A label without numbering, 其中 and punctuation: 其中：1.当面申请数 is 当面申请数."""
    return key(_bare(text))


def _unitless(text: str) -> str:
    return _UNIT.sub("", _stripped(text))


def _bare(text: str) -> str:
    """A label as printed, in one line and without 其中."""
    return _OF_WHICH.sub("", "".join(text.split()))
