"""The one cell of the applications table that puts several broken sums right, where there is exactly one.

A slip in one cell breaks the sum of its line and one or two of its column. Every cell of a broken line or column is
tried with the count that its line or column asks for; the change is named only where it leaves fewer broken sums than
any other, and mends at least two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from archive.drafts.remark import Fix, Place, Remark
from archive.extract.report import forms
from archive.extract.report.application_sums import broken_columns, broken_rows, lines, outcome_parts, total
from archive.extract.report.model import Line, Number, Report

Table = Mapping[str, Line]

_COLUMNS: Final = forms.present().tables["applications"].column_keys
_FEWEST: Final = 2
_SUMS: Final = ("row_sum", "outcome_sum", "balance")


def with_fixes(report: Report, remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """The remarks, with the change that would mend them on those that it would mend."""
    fixes = dict(_fixes(lines(report.tables.get("applications", {}))))
    return tuple(_with_fix(remark, fixes[remark.rule]) if remark.rule in fixes else remark for remark in remarks)


def _fixes(table: Table) -> Iterator[tuple[str, Fix]]:
    """The broken sums that changes mend, one change after the other, each with its change."""
    broken = _broken(table)
    while len(broken) >= _FEWEST and (fix := _best(table, broken)):
        table = _changed(table, fix)
        left = _broken(table)
        yield from ((name, fix) for name in broken - left)
        broken = left


def _with_fix(remark: Remark, fix: Fix) -> Remark:
    cells = (fix[0], *(cell for cell in remark.place.cells if cell != fix[0]))
    return replace(remark, fix=fix, place=Place(remark.place.section, cells, remark.place.quotes))


def _best(table: Table, broken: frozenset[str]) -> Fix | None:
    """The change that leaves the fewest broken sums; None where it mends one only, or is not the only such."""
    left = {fix: len(_broken(_changed(table, fix))) for fix in dict.fromkeys(_candidates(table, broken))}
    fewest = min(left.values(), default=len(broken))
    best = [fix for fix, number in left.items() if number == fewest]
    return best[0] if len(best) == 1 and len(broken) - fewest >= _FEWEST else None


def _broken(table: Table) -> frozenset[str]:
    return frozenset(
        found.name for found in (*broken_rows(table), *broken_columns(table)) if found.name.rpartition(".")[2] in _SUMS
    )


def _candidates(table: Table, broken: frozenset[str]) -> Iterator[Fix]:
    """Each cell of a broken line or column, with the count that this one sum asks of it."""
    for name in broken:
        _, key, rule = name.split(".")
        if rule == "row_sum":
            line = table[key]
            off = (line["total"] or 0) - (total([line[column] for column in _COLUMNS[:-1]]) or 0)
            yield from _changes(key, "total", line["total"], -off)
            for column in _COLUMNS[:-1]:
                yield from _changes(key, column, line[column], off)
        elif rule == "outcome_sum":
            parts = outcome_parts(table) or ()
            printed = table["outcome_total"][key]
            off = (printed or 0) - (total([table[part][key] for part in parts]) or 0)
            yield from _changes("outcome_total", key, printed, -off)
            for part in parts:
                yield from _changes(part, key, table[part][key], off)


def _changes(line: str, column: str, number: Number | None, by: Number) -> Iterator[Fix]:
    if isinstance(number, int) and isinstance(by, int) and number + by >= 0:
        yield ("applications", line, column), number + by


def _changed(table: Table, fix: Fix) -> dict[str, Line]:
    (_, line, column), value = fix
    return {**table, line: {**table[line], column: value}}
