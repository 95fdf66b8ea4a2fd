"""What is to be thought of a document that was not read whole or not surely: nobody is blamed for what was not read.

Figures that were recognised from a picture are confirmed by sums, or doubted.
Knows a document with the confidence of each cell and what the form made of it. Which cells of the form rest on unsure
characters is found by reading the document again without them; no figure is changed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from archive.extract.checks.rules import reevaluate
from archive.extract.layout.document import UNREAD, Block, Cell, Document, NoteCode, Table, recognised_cells
from archive.extract.report.model import Finding, Number, Report, TableName

Interpret = Callable[[Document], Report]
Place = tuple[TableName, str, str]
"""A table, a line, and a column; the column is "" for a line with one value."""

UNSURE: Final = 0.9
"""Below this confidence a character may well be another one."""

_HIDDEN: Final = "\ufffd"
_LONGEST: Final = 20
_SUMMED: Final = frozenset({"applications", "review"})


def weigh(document: Document, said: Report, interpret: Interpret) -> Report:
    """The reading with findings on the tables that were recognised, and on pages and pictures that could not be."""
    if said.kind == "report" and (lost := [note for note in document.notes if note.code in UNREAD]):
        found = Finding("document.unread_parts", "warning", "reading", " ".join(note.text for note in lost)[:500])
        several = any(note.code is NoteCode.UNREAD_REPORTS for note in lost)
        kept = (_unblamed(one) if several else one for one in said.findings)
        said = reevaluate(replace(said, findings=(*kept, found)))
    least = min((cell.confidence for cell in recognised_cells(document.blocks) if _is_figure(cell)), default=1.0)
    if said.kind != "report" or least == 1.0:
        return said
    places = _unsure(document, said, interpret)
    doubtful = [place for place in places if not _confirmed(said, place)]
    told = (*_of_tables(said, least, len(places) - len(doubtful)), *_of_lines(said, doubtful))
    return reevaluate(replace(said, findings=(*said.findings, *told)))


def _unblamed(found: Finding) -> Finding:
    """What may follow from which one of several reports was read: nobody's fault."""
    return replace(found, blame="reading") if found.rule.startswith("identity.") else found


def _unsure(document: Document, said: Report, interpret: Interpret) -> list[Place]:
    """The cells of the form whose number is another one, or none, where unsure figures are hidden."""
    if not any(map(_hides, recognised_cells(document.blocks))):
        return []
    hidden = dict(_numbers(interpret(replace(document, blocks=tuple(map(_without, document.blocks))))))
    return [place for place, number in _numbers(said) if number is not None and hidden.get(place) != number]


def _confirmed(said: Report, place: Place) -> bool:
    """Whether a sum rests on a cell and every sum that does so holds."""
    table, line, column = place
    if table not in _SUMMED:
        return False
    printed = said.tables[table][line]
    whole = isinstance(printed, Mapping) and None not in printed.values()
    return whole and not any(name in found.rule.split(".") for found in _broken(said, table) for name in (line, column))


def _of_tables(said: Report, least: float, confirmed: int) -> Iterator[Finding]:
    for table in said.tables:
        broken = [found.rule for found in _broken(said, table)]
        told = f"Recognised from a picture; its least sure figure has a confidence of {least:.2f}"
        told += f", {confirmed} unsure ones are confirmed by sums." if confirmed else "."
        if broken:
            told += f" Not all sums hold ({', '.join(broken[:6])}): the print may be wrong, or its recognition."
        yield Finding(f"{table}.recognised", "warning" if broken else "info", "reading", told)


def _of_lines(said: Report, doubtful: list[Place]) -> Iterator[Finding]:
    lines: dict[tuple[TableName, str], list[str]] = {}
    numbers = dict(_numbers(said))
    for table, line, column in doubtful:
        lines.setdefault((table, line), []).append(f"{column or line} {numbers[table, line, column]}")
    for (table, line), cells in lines.items():
        detail = f"Recognised from a picture without certainty, and no sum confirms it: {', '.join(cells)}."
        yield Finding(f"{table}.{line}.recognised", "warning", "reading", detail)


def _broken(said: Report, table: TableName) -> list[Finding]:
    return [found for found in said.findings if found.severity == "error" and found.rule.startswith(f"{table}.")]


def _is_figure(cell: Cell) -> bool:
    return any(char.isdigit() for char in cell.text) and len(cell.text) <= _LONGEST


def _hides(cell: Cell) -> bool:
    return cell.confidence < UNSURE and _is_figure(cell)


def _without(block: Block) -> Block:
    """A table whose unsure figures cannot be read; any other block as it is."""
    if not isinstance(block, Table):
        return block
    return replace(
        block,
        grid=tuple(
            tuple(replace(cell, text=_HIDDEN) if cell is not None and _hides(cell) else cell for cell in row)
            for row in block.grid
        ),
    )


def _numbers(said: Report) -> Iterator[tuple[Place, Number | None]]:
    for table, lines in said.tables.items():
        for line, value in lines.items():
            if isinstance(value, Mapping):
                yield from (((table, line, column), number) for column, number in value.items())
            else:
                yield (table, line, ""), value
