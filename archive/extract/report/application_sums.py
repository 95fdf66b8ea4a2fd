"""The sums of the applications table, and those that do not hold. A cell without a number leaves its sums unchecked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.extract.report import forms
from archive.extract.report.model import Line, Number, TableValues
from archive.extract.report.violation import Violation

_APPLICATIONS = forms.present().tables["applications"]
_COLUMNS = _APPLICATIONS.column_keys
_LABELS = {line.key: line.label for form in forms.generations() for line in form.tables["applications"].lines}
_COLUMN_LABELS = {column.key: column.label for column in _APPLICATIONS.columns}
_TOTAL = "outcome_total"


def lines(table: TableValues) -> dict[str, Line]:
    """The lines of a table that have columns."""
    return {key: line for key, line in table.items() if type(line) is dict or isinstance(line, Mapping)}


def outcome_parts(applications: Mapping[str, Line]) -> Sequence[str] | None:
    """The printed lines that （七）总计 adds up, in whichever shape; None where one of them is not printed."""
    for form in forms.generations():
        for total, parts in form.tables["applications"].sums:
            if total == _TOTAL and all(part in applications for part in parts):
                return parts
    return None


def total(numbers: Sequence[Number | None]) -> Number | None:
    """The sum, or None where a number is missing."""
    summed: Number = 0
    for number in numbers:
        if number is None:
            return None
        summed += number
    return summed


def complete(applications: Mapping[str, Line]) -> bool:
    """Whether the applications table has all its lines and numbers, and all of them add up."""
    if outcome_parts(applications) is None or any(None in line.values() for line in applications.values()):
        return False
    return not any((*broken_rows(applications), *broken_columns(applications)))


def broken_rows(applications: Mapping[str, Line]) -> Iterator[Violation]:
    """The lines whose applicants do not add up to their total."""
    for key, line in applications.items():
        parts, printed = total([line.get(column) for column in _COLUMNS[:-1]]), line.get("total")
        if parts is not None and printed is not None and parts != printed:
            terms = " + ".join(str(line[column]) for column in _COLUMNS[:-1])
            detail = f"“{_LABELS.get(key, key)}”: {terms} = {parts}, but 总计 is printed as {printed}."
            yield Violation(
                "applications.<line>.row_sum", f"applications.{key}.row_sum", detail, (("applications", key),)
            )


def broken_columns(applications: Mapping[str, Line]) -> Iterator[Violation]:
    """The columns whose outcomes do not add up, or do not balance what was received."""
    parts = outcome_parts(applications)
    for column in _COLUMNS:
        cells = {key: line.get(column) for key, line in applications.items()}
        yield from _balance(cells, column)
        if parts is not None and _TOTAL in applications:
            yield from _outcome_sum(cells, column, parts)
        elif column == "total":
            yield from _exceeding(cells)


def _balance(cells: Line, column: str) -> Iterator[Violation]:
    sides = [_APPLICATIONS.received, _APPLICATIONS.settled]
    received, settled = ([cells.get(key) for key in side] for side in sides)
    left, right = total(received), total(settled)
    if left is not None and right is not None and left != right:
        detail = (
            f"Column “{_COLUMN_LABELS[column]}”: 新收 {received[0]} + 上年结转 {received[1]} = {left},"
            f" but （七）总计 {settled[0]} + 结转下年 {settled[1]} = {right}."
        )
        touched_lines = tuple(("applications", key) for side in sides for key in side)
        yield Violation("applications.<column>.balance", f"applications.{column}.balance", detail, touched_lines)


def _outcome_sum(cells: Line, column: str, parts: Sequence[str]) -> Iterator[Violation]:
    summed, printed = total([cells.get(key) for key in parts]), cells.get(_TOTAL)
    if summed is not None and printed is not None and summed != printed:
        head = f"Column “{_COLUMN_LABELS[column]}”"
        detail = f"{head}: the outcomes add up to {summed}, but （七）总计 is printed as {printed}."
        touched_lines = tuple(("applications", key) for key in (*parts, _TOTAL))
        yield Violation(
            "applications.<column>.outcome_sum", f"applications.{column}.outcome_sum", detail, touched_lines
        )


def _exceeding(cells: Line) -> Iterator[Violation]:
    received = total([cells.get(key) for key in _APPLICATIONS.received])
    for key, count in cells.items() if received is not None else ():
        if key not in _APPLICATIONS.received and count is not None and received is not None and count > received:
            detail = f"“{_LABELS.get(key, key)}” counts {count} of {received} applications."
            name = f"applications.{key}.exceeds_received"
            yield Violation("applications.<line>.exceeds_received", name, detail, (("applications", key),))
