"""The sums of the statutory tables. Knows numbers as printed; what rests on a cell without a number is not checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.extract.checks import unit_kind
from archive.extract.checks.violation import Broken
from archive.extract.report import forms
from archive.extract.report.model import Line, Number, Report, TableValues
from archive.extract.tables import statistics

_APPLICATIONS = forms.load("2021").tables["applications"]
_REVIEW = forms.load("2021").tables["review"]
_COLUMNS = _APPLICATIONS.column_keys
_LABELS = {line.key: line.label for form in forms.both() for line in form.tables["applications"].lines}
_COLUMN_LABELS = {column.key: column.label for column in _APPLICATIONS.columns}
_BLOCK_LABELS = {line.key: line.label for line in _REVIEW.lines}
_TOTAL = "outcome_total"
_MANY_BLANKS = 10


def check(reading: Report) -> Iterator[Broken]:
    """All broken sums, and counts that cannot be."""
    applications = lines(reading.tables.get("applications", {}))
    yield from _row_sums(applications)
    yield from _columns(applications)
    yield from _blanks(reading)
    yield from _review(lines(reading.tables.get("review", {})))
    for table, values in reading.tables.items():
        yield from _negatives(table, values)
    yield from _disclosure(reading)
    yield from _statistics(reading.tables.get("statistics", {}))


def lines(table: TableValues) -> dict[str, Line]:
    """The lines of a table that have columns."""
    return {key: line for key, line in table.items() if type(line) is dict or isinstance(line, Mapping)}


def outcome_parts(applications: Mapping[str, Line]) -> Sequence[str] | None:
    """The printed lines that （七）总计 adds up, in whichever shape; None where one of them is not printed."""
    for form in forms.both():
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
    return not any((*_row_sums(applications), *_columns(applications)))


def _row_sums(applications: Mapping[str, Line]) -> Iterator[Broken]:
    for key, line in applications.items():
        parts, printed = total([line.get(column) for column in _COLUMNS[:-1]]), line.get("total")
        if parts is not None and printed is not None and parts != printed:
            terms = " + ".join(str(line[column]) for column in _COLUMNS[:-1])
            detail = f"“{_LABELS.get(key, key)}”: {terms} = {parts}, but 总计 is printed as {printed}."
            yield Broken("applications.<line>.row_sum", f"applications.{key}.row_sum", detail, (("applications", key),))


def _columns(applications: Mapping[str, Line]) -> Iterator[Broken]:
    parts = outcome_parts(applications)
    for column in _COLUMNS:
        cells = {key: line.get(column) for key, line in applications.items()}
        yield from _balance(cells, column)
        if parts is not None and _TOTAL in applications:
            yield from _outcome_sum(cells, column, parts)
        elif column == "total":
            yield from _exceeding(cells)


def _balance(cells: Line, column: str) -> Iterator[Broken]:
    sides = [_APPLICATIONS.received, _APPLICATIONS.settled]
    received, settled = ([cells.get(key) for key in side] for side in sides)
    left, right = total(received), total(settled)
    if left is not None and right is not None and left != right:
        detail = (
            f"Column “{_COLUMN_LABELS[column]}”: 新收 {received[0]} + 上年结转 {received[1]} = {left},"
            f" but （七）总计 {settled[0]} + 结转下年 {settled[1]} = {right}."
        )
        places = tuple(("applications", key) for side in sides for key in side)
        yield Broken("applications.<column>.balance", f"applications.{column}.balance", detail, places)


def _outcome_sum(cells: Line, column: str, parts: Sequence[str]) -> Iterator[Broken]:
    summed, printed = total([cells.get(key) for key in parts]), cells.get(_TOTAL)
    if summed is not None and printed is not None and summed != printed:
        head = f"Column “{_COLUMN_LABELS[column]}”"
        detail = f"{head}: the outcomes add up to {summed}, but （七）总计 is printed as {printed}."
        places = tuple(("applications", key) for key in (*parts, _TOTAL))
        yield Broken("applications.<column>.outcome_sum", f"applications.{column}.outcome_sum", detail, places)


def _exceeding(cells: Line) -> Iterator[Broken]:
    received = total([cells.get(key) for key in _APPLICATIONS.received])
    for key, count in cells.items() if received is not None else ():
        if key not in _APPLICATIONS.received and count is not None and received is not None and count > received:
            detail = f"“{_LABELS.get(key, key)}” counts {count} of {received} applications."
            name = f"applications.{key}.exceeds_received"
            yield Broken("applications.<line>.exceeds_received", name, detail, (("applications", key),))


def _blanks(reading: Report) -> Iterator[Broken]:
    blank = sum(1 for note in reading.cells if note.table == "applications" and note.state == "blank")
    if blank > _MANY_BLANKS:
        name = "applications.blank_cells"
        yield Broken(name, name, f"{blank} cells of the applications table are blank.", (("applications", ""),))


def _review(review: Mapping[str, Line]) -> Iterator[Broken]:
    for block, line in review.items():
        parts, printed = total([line.get(column) for column in _REVIEW.column_keys[:-1]]), line.get("total")
        if parts is not None and printed is not None and parts != printed:
            terms = " + ".join(str(line[column]) for column in _REVIEW.column_keys[:-1])
            detail = f"“{_BLOCK_LABELS[block]}”: {terms} = {parts}, but 总计 is printed as {printed}."
            yield Broken("review.<block>.total", f"review.{block}.total", detail, (("review", block),))


def _negatives(table: str, values: TableValues) -> Iterator[Broken]:
    for key, line in values.items():
        cells: Line = line if isinstance(line, Mapping) else {"": line}
        below = [number for column, number in cells.items() if number is not None and number < 0 and column != "change"]
        if below:
            detail = f"{table} line {key} holds {below[0]}."
            yield Broken("<table>.<line>.negative", f"{table}.{key}.negative", detail, ((table, key),))


def _disclosure(reading: Report) -> Iterator[Broken]:
    disclosure = reading.tables.get("disclosure", {})
    regulations = disclosure.get("regulations")
    township = reading.issuer.level == "township"
    if township and isinstance(regulations, Mapping) and any(regulations.values()):
        detail = f"“规章” is printed as {' / '.join(str(number) for number in regulations.values())} by a township."
        name = "disclosure.regulations.township"
        yield Broken(name, name, detail, (("disclosure", "regulations"),))
    documents = disclosure.get("normative_documents")
    issued = documents.get("issued") if isinstance(documents, Mapping) else None
    if issued and issued > 0 and unit_kind.of(reading.issuer) == "office":
        detail = f"“行政规范性文件” counts {issued} issued in the year by a 街道."
        name = "disclosure.normative_documents.office"
        yield Broken(name, name, detail, (("disclosure", "normative_documents"),), certain=False)
    fees = disclosure.get("fees")
    if township and isinstance(fees, int | float) and fees > 1000:
        name = "disclosure.fees.scale"
        yield Broken(
            name,
            name,
            f"“行政事业性收费” is printed as {fees} in a column of 万元.",
            (("disclosure", "fees"),),
            certain=False,
        )


def _statistics(values: TableValues) -> Iterator[Broken]:
    numbers = {key: value for key, value in values.items() if not isinstance(value, Mapping)}
    labels = statistics.sheet().labels
    for key, parts in statistics.sheet().sums.items():
        summed, printed = total([numbers.get(part) for part in parts]), numbers.get(key)
        if summed is not None and printed is not None and summed != printed:
            detail = f"“{labels[key]}” is printed as {printed}, but its parts add up to {summed}."
            yield Broken("statistics.<line>.sum", f"statistics.{key}.sum", detail, (("statistics", key),))
