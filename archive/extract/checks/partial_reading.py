"""Findings about a document that was read in part or without certainty; nobody is blamed for what was not read.

Figures that were recognised from a picture are confirmed by sums, or reported as uncertain. Which cells of the form
rest on uncertain characters is found by interpreting the document again without them. No figure is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from archive.extract.checks.rules import reevaluate
from archive.extract.layout.document import UNREAD, Block, Cell, Document, NoteCode, Table, recognised_cells
from archive.extract.report.model import CellRef, Finding, Report, TableName

Interpret = Callable[[Document], Report]
"""A table, a line, and a column; the column is "" for a line with one value."""

UNSURE: Final = 0.9
"""Below this confidence a character may well be misrecognised."""

_HIDDEN: Final = "\ufffd"
_LONGEST: Final = 20
_SUMMED: Final = frozenset({"applications", "review"})


def assess(document: Document, report: Report, interpret: Interpret) -> Report:
    """The report with findings about recognised tables, and about pages and pictures that could not be read."""
    if report.kind == "report" and (unread := [note for note in document.notes if note.code in UNREAD]):
        found = Finding("document.unread_parts", "warning", "reading", " ".join(note.text for note in unread)[:500])
        several = any(note.code is NoteCode.UNREAD_REPORTS for note in unread)
        retained = (_unblamed(finding) if several else finding for finding in report.findings)
        report = reevaluate(replace(report, findings=(*retained, found)))
    if unsure := next((note for note in document.notes if note.code is NoteCode.UNSURE), None):
        marks = (Finding(f"{table}.unsure", "warning", "reading", unsure.text) for table in report.tables)
        report = reevaluate(replace(report, findings=(*report.findings, *marks)))
    least = min((cell.confidence for cell in recognised_cells(document.blocks) if _is_figure(cell)), default=1.0)
    if report.kind != "report" or least == 1.0:
        return report
    unsure_cells = _unsure_cells(document, report, interpret)
    unconfirmed = [cell for cell in unsure_cells if not _confirmed(report, cell)]
    recognised = (
        *_report_tables(report, least, len(unsure_cells) - len(unconfirmed)),
        *_report_lines(report, unconfirmed),
    )
    return reevaluate(replace(report, findings=(*report.findings, *recognised)))


def _unblamed(found: Finding) -> Finding:
    """A finding on identity may only follow from which of several reports was read: blame the reading."""
    return replace(found, blame="reading") if found.rule.startswith("identity.") else found


def _unsure_cells(document: Document, report: Report, interpret: Interpret) -> list[CellRef]:
    """The cells of the form whose number changes or disappears when unsure figures are hidden."""
    if not any(map(_is_unsure_figure, recognised_cells(document.blocks))):
        return []
    numbers_without = dict(
        interpret(replace(document, blocks=tuple(map(_hide_unsure_figures, document.blocks)))).values()
    )
    return [cell for cell, number in report.values() if number is not None and numbers_without.get(cell) != number]


def _confirmed(report: Report, cell: CellRef) -> bool:
    """Whether the cell takes part in sums, and all of them hold."""
    table, line, column = cell
    if table not in _SUMMED:
        return False
    printed = report.tables[table][line]
    whole = isinstance(printed, Mapping) and None not in printed.values()
    return whole and not any(
        name in found.rule.split(".") for found in _broken_sums(report, table) for name in (line, column)
    )


def _report_tables(report: Report, least: float, confirmed: int) -> Iterator[Finding]:
    for table in report.tables:
        broken = [found.rule for found in _broken_sums(report, table)]
        detail = f"Recognised from a picture; its least sure figure has a confidence of {least:.2f}"
        detail += f", {confirmed} unsure ones are confirmed by sums." if confirmed else "."
        if broken:
            detail += f" Not all sums hold ({', '.join(broken[:6])}): the print may be wrong, or its recognition."
        yield Finding(f"{table}.recognised", "warning" if broken else "info", "reading", detail)


def _report_lines(report: Report, unconfirmed: list[CellRef]) -> Iterator[Finding]:
    lines: dict[tuple[TableName, str], list[str]] = {}
    numbers = dict(report.values())
    for table, line, column in unconfirmed:
        lines.setdefault((table, line), []).append(f"{column or line} {numbers[table, line, column]}")
    for (table, line), cells in lines.items():
        detail = f"Recognised from a picture without certainty, and no sum confirms it: {', '.join(cells)}."
        yield Finding(f"{table}.{line}.recognised", "warning", "reading", detail)


def _broken_sums(report: Report, table: TableName) -> list[Finding]:
    return [found for found in report.findings if found.severity == "error" and found.rule.startswith(f"{table}.")]


def _is_figure(cell: Cell) -> bool:
    return any(char.isdigit() for char in cell.text) and len(cell.text) <= _LONGEST


def _is_unsure_figure(cell: Cell) -> bool:
    return cell.confidence < UNSURE and _is_figure(cell)


def _hide_unsure_figures(block: Block) -> Block:
    """A table whose unsure figures cannot be read; any other block as it is."""
    if not isinstance(block, Table):
        return block
    return replace(
        block,
        grid=tuple(
            tuple(cell._replace(text=_HIDDEN) if cell is not None and _is_unsure_figure(cell) else cell for cell in row)
            for row in block.grid
        ),
    )
