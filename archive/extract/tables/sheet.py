"""The three tables while they are being read: which cell said what, and what was noticed on the way.

Knows keys of lines and columns; refuses to overwrite: what is printed twice and differs becomes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from archive.extract.report import forms
from archive.extract.report.cells import CellValue
from archive.extract.report.labels import Found
from archive.extract.report.model import Blame, CellNote, Finding, Severity, TableName, TableValues
from archive.extract.tables.value_placement import Arranged, How

Printed = dict[str, dict[str, CellValue]]


@dataclass(slots=True)
class Sheet:
    """Cells by table, line and column, in the order of reading; findings about the reading itself.

    `undecided` are lines of the applications table that fit two orders of its columns, with the values as printed;
    `orders` those that other lines prove, `short` lines without a cell under some of the columns.
    """

    tables: dict[TableName, Printed] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    statistics: dict[str, CellValue] = field(default_factory=dict)
    orders: set[How] = field(default_factory=set)
    undecided: list[tuple[Found, tuple[CellValue, ...], Arranged]] = field(default_factory=list)
    short: list[Found] = field(default_factory=list)
    unlabelled: list[tuple[str, tuple[CellValue, ...]]] = field(default_factory=list)

    def put(self, table: TableName, line: str, cells: dict[str, CellValue]) -> None:
        """Take over a line's cells. The first print of a line stands; a later one that differs is reported."""
        lines = self.tables.setdefault(table, {})
        known = lines.get(line)
        if known is None or _empty(known):
            lines[line] = cells
        elif not _empty(cells) and {c: v.number for c, v in cells.items()} != {c: v.number for c, v in known.items()}:
            self.note(
                f"{table}.{line}.printed_twice",
                "warning",
                f"The line is printed twice with different values: {_row(known)} and {_row(cells)}; the first is kept.",
            )

    def lost_label(self, cells: tuple[CellValue, ...]) -> None:
        """Keep a row of the applications table that has values and no label, with the line read before it."""
        self.unlabelled.append((next(reversed(self.tables.get("applications", {})), ""), cells))

    def note(self, rule: str, severity: Severity, detail: str, blame: Blame = "reading") -> None:
        """A finding about how the document was read; not the publisher's fault unless said so."""
        finding = Finding(rule, severity, blame, detail)
        if finding not in self.findings:
            self.findings.append(finding)

    def take(self, findings: Iterable[Finding]) -> None:
        """Findings from elsewhere, each once."""
        self.findings += [finding for finding in dict.fromkeys(findings) if finding not in self.findings]

    def holds(self, place: Sequence[str]) -> bool:
        """Whether a table, or a line of it, was read: (table,) or (table, line)."""
        return any(place[0] == table and place[1:] in ([], [line]) for table, p in self.tables.items() for line in p)

    def lines(self, table: TableName) -> int:
        """How many lines of a table have been read."""
        return len(self.tables.get(table, {}))

    def values(self) -> dict[TableName, TableValues]:
        """The tables as the contract shows them, lines in the form's order."""
        shown = {table: _shown(table, self.tables[table]) for table in forms.TABLES if table in self.tables}
        if self.statistics:
            shown["statistics"] = {line: cell.number for line, cell in self.statistics.items()}
        return shown

    def notes(self) -> tuple[CellNote, ...]:
        """Every cell that is not a plain number."""
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


def single(cells: dict[str, CellValue]) -> bool:
    """Whether a disclosure line has one value only, as licences have since 2021."""
    return len(cells) == 1 and next(iter(cells)) in ("decisions", "amount")


def _column(table: TableName, line: str, column: str, cells: dict[str, CellValue]) -> str:
    return "" if table == "disclosure" and line != "procurement" and single(cells) else column


def _shown(table: TableName, printed: Printed) -> TableValues:
    shown: dict[str, dict[str, int | float | None] | int | float | None] = {}
    for line in _ordered(table, printed):
        numbers = {column: cell.number for column, cell in printed[line].items()}
        shown[line] = next(iter(numbers.values())) if _column(table, line, "?", printed[line]) == "" else numbers
    return shown


def _ordered(table: TableName, printed: Printed) -> list[str]:
    return sorted(printed, key=_order(table).__getitem__)


@cache
def _order(table: TableName) -> dict[str, int]:
    """The place of each line of both forms in a table."""
    new, old = (form.tables[table].line_keys for form in forms.both())
    order = list(new)
    for before, key in zip(("", *old), old, strict=False):
        if key not in order:
            order.insert(order.index(before) + 1, key)
    return {key: at for at, key in enumerate(order)}


def _empty(cells: dict[str, CellValue]) -> bool:
    return all(cell.state == "blank" for cell in cells.values())


def _row(cells: dict[str, CellValue]) -> str:
    return " ".join(cell.raw or "·" for cell in cells.values())
