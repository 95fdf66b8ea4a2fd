"""The three tables while they are being read: cells by line and column, and findings about the reading.

Nothing is overwritten: a line that is printed twice with different values becomes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from archive.extract.layout.document import Spot
from archive.extract.report import forms
from archive.extract.report.cells import CellValue
from archive.extract.report.labels import Found
from archive.extract.report.model import Blame, CellNote, CellRef, Finding, Severity, TableName, TableValues
from archive.extract.tables.value_placement import Arrangement, How

Printed = dict[str, dict[str, CellValue]]


@dataclass(slots=True)
class Sheet:
    """Cells by table, line and column, in the order of reading; findings about the reading itself.

    `undecided` are lines of the applications table that fit two orders of its columns, with the values as printed;
    `headless` lines on disclosure with values and no heads; `orders` the orders that other lines prove, `partial_lines`
    lines without a cell under some of the columns.
    """

    tables: dict[TableName, Printed] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    statistics: dict[str, CellValue] = field(default_factory=dict)
    orders: set[How] = field(default_factory=set)
    undecided: list[tuple[Found, tuple[CellValue, ...], Arrangement]] = field(default_factory=list)
    headless: list[tuple[Found, tuple[CellValue, ...]]] = field(default_factory=list)
    partial_lines: list[Found] = field(default_factory=list)
    unlabelled: list[tuple[str, tuple[CellValue, ...]]] = field(default_factory=list)

    def put(self, table: TableName, line: str, cells: dict[str, CellValue]) -> None:
        """Store a line's cells. The first print of a line is retained; a later one that differs is reported."""
        lines = self.tables.setdefault(table, {})
        known = lines.get(line)
        if known is None or _empty(known):
            lines[line] = cells
        elif not _empty(cells) and {c: v.number for c, v in cells.items()} != {c: v.number for c, v in known.items()}:
            self.note(
                f"{table}.{line}.printed_twice",
                "warning",
                f"The line is printed twice with different values: {_raw(known)} and {_raw(cells)}; the first is kept.",
            )

    def add_unlabelled(self, cells: tuple[CellValue, ...]) -> None:
        """Store a row of the applications table that has values but no label, with the line read before it."""
        self.unlabelled.append((next(reversed(self.tables.get("applications", {})), ""), cells))

    def note(self, rule: str, severity: Severity, detail: str, blame: Blame = "reading") -> None:
        """Add a finding about how the document was read; `blame` says whose fault it is."""
        finding = Finding(rule, severity, blame, detail)
        if finding not in self.findings:
            self.findings.append(finding)

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Add findings, each once."""
        self.findings += [finding for finding in dict.fromkeys(findings) if finding not in self.findings]

    def holds(self, path: Sequence[str]) -> bool:
        """Whether a table, or a line of it, was read: (table,) or (table, line)."""
        return any(path[0] == table and path[1:] in ([], [line]) for table, p in self.tables.items() for line in p)

    def lines(self, table: TableName) -> int:
        """How many lines of a table have been read."""
        return len(self.tables.get(table, {}))

    def values(self) -> dict[TableName, TableValues]:
        """The tables in the shape of the contract, lines in the form's order."""
        shown = {table: _shown(table, self.tables[table]) for table in forms.TABLES if table in self.tables}
        if self.statistics:
            shown["statistics"] = {line: cell.number for line, cell in self.statistics.items()}
        return shown

    def spots(self) -> dict[CellRef, Spot]:
        """Where the cells stand, of those that were read where they stand."""
        found = {cell: spot for table, printed in self.tables.items() for cell, spot in _spots(table, printed)}
        return found | {("statistics", line, ""): c.spot for line, c in self.statistics.items() if c.spot is not None}

    def notes(self) -> tuple[CellNote, ...]:
        """Every cell that is not just a number."""
        statutory = tuple(
            CellNote(table, line, _column(table, line, column, cells), cell.state, cell.raw)
            for table in forms.TABLES
            if table in self.tables
            for line in _ordered(table, self.tables[table])
            for cells in (self.tables[table][line],)
            for column, cell in cells.items()
            if cell.state is not None
        )
        return statutory + tuple(
            CellNote("statistics", line, "", cell.state, cell.raw)
            for line, cell in self.statistics.items()
            if cell.state
        )


def _spots(table: TableName, printed: Printed) -> Iterator[tuple[CellRef, Spot]]:
    for line, cells in printed.items():
        for column, cell in cells.items():
            if cell.spot is not None:
                yield (table, line, _column(table, line, column, cells)), cell.spot


def has_one_value(cells: dict[str, CellValue]) -> bool:
    """Whether a disclosure line has one value only, as licences have since 2021."""
    return len(cells) == 1 and next(iter(cells)) in ("decisions", "amount")


def _column(table: TableName, line: str, column: str, cells: dict[str, CellValue]) -> str:
    return "" if table == "disclosure" and line != "procurement" and has_one_value(cells) else column


def _shown(table: TableName, printed: Printed) -> TableValues:
    shown: dict[str, dict[str, int | float | None] | int | float | None] = {}
    for line in _ordered(table, printed):
        numbers = {column: cell.number for column, cell in printed[line].items()}
        shown[line] = next(iter(numbers.values())) if _column(table, line, "?", printed[line]) == "" else numbers
    return shown


def _ordered(table: TableName, printed: Printed) -> list[str]:
    return sorted(printed, key=_line_order(table).__getitem__)


@cache
def _line_order(table: TableName) -> dict[str, int]:
    """Line key -> rank of the line in a table, over all forms."""
    present, *former = (form.tables[table].line_keys for form in forms.generations())
    order = list(present)
    for keys in former:
        for previous, key in zip(("", *keys), keys, strict=False):
            if key not in order:
                order.insert(order.index(previous) + 1 if previous else 0, key)
    return {key: at for at, key in enumerate(order)}


def _empty(cells: dict[str, CellValue]) -> bool:
    return all(cell.state == "blank" for cell in cells.values())


def _raw(cells: dict[str, CellValue]) -> str:
    return " ".join(cell.raw or "·" for cell in cells.values())
