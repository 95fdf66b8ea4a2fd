"""The sums of the statutory tables. A sum with a cell that has no number is not checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.extract.checks import unit_kind
from archive.extract.checks.registry import checks
from archive.extract.report import forms, statistics_forms
from archive.extract.report.application_sums import broken_columns, broken_rows, lines, total
from archive.extract.report.model import Line, Report, TableValues
from archive.extract.report.violation import Violation

_REVIEW = forms.present().tables["review"]
_BLOCK_LABELS = {line.key: line.label for line in _REVIEW.lines}
_MANY_BLANKS = 10


def _applications(report: Report) -> dict[str, Line]:
    return lines(report.tables.get("applications", {}))


@checks("applications.<line>.row_sum")
def _applications_by_line(report: Report) -> Iterator[Violation]:
    return broken_rows(_applications(report))


@checks("applications.<column>.balance", "applications.<column>.outcome_sum", "applications.<line>.exceeds_received")
def _applications_by_column(report: Report) -> Iterator[Violation]:
    return broken_columns(_applications(report))


@checks("applications.blank_cells")
def _blanks(report: Report) -> Iterator[Violation]:
    blank = sum(1 for note in report.cells if note.table == "applications" and note.state == "blank")
    if blank > _MANY_BLANKS:
        name = "applications.blank_cells"
        yield Violation(name, name, f"{blank} cells of the applications table are blank.", (("applications", ""),))


@checks("review.<block>.total")
def _review(report: Report) -> Iterator[Violation]:
    for block, line in lines(report.tables.get("review", {})).items():
        parts, printed = total([line.get(column) for column in _REVIEW.column_keys[:-1]]), line.get("total")
        if parts is not None and printed is not None and parts != printed:
            terms = " + ".join(str(line[column]) for column in _REVIEW.column_keys[:-1])
            detail = f"“{_BLOCK_LABELS[block]}”: {terms} = {parts}, but 总计 is printed as {printed}."
            yield Violation("review.<block>.total", f"review.{block}.total", detail, (("review", block),))


@checks("<table>.<line>.negative")
def _negative_counts(report: Report) -> Iterator[Violation]:
    for table, values in report.tables.items():
        yield from _negatives(table, values)


def _negatives(table: str, values: TableValues) -> Iterator[Violation]:
    for key, line in values.items():
        cells: Line = line if isinstance(line, Mapping) else {"": line}
        below = [number for column, number in cells.items() if number is not None and number < 0 and column != "change"]
        if below:
            detail = f"{table} line {key} holds {below[0]}."
            yield Violation("<table>.<line>.negative", f"{table}.{key}.negative", detail, ((table, key),))


@checks("disclosure.regulations.township", "disclosure.normative_documents.office", "disclosure.fees.scale")
def _disclosure(report: Report) -> Iterator[Violation]:
    disclosure = report.tables.get("disclosure", {})
    regulations = disclosure.get("regulations")
    township = report.issuer.level == "township"
    if township and isinstance(regulations, Mapping) and any(regulations.values()):
        detail = f"“规章” is printed as {' / '.join(str(number) for number in regulations.values())} by a township."
        name = "disclosure.regulations.township"
        yield Violation(name, name, detail, (("disclosure", "regulations"),))
    documents = disclosure.get("normative_documents")
    issued = documents.get("issued") if isinstance(documents, Mapping) else None
    if issued and issued > 0 and unit_kind.of(report.issuer) == "office":
        detail = f"“行政规范性文件” counts {issued} issued in the year by a 街道."
        name = "disclosure.normative_documents.office"
        yield Violation(name, name, detail, (("disclosure", "normative_documents"),), certain=False)
    fees = disclosure.get("fees")
    if township and isinstance(fees, int | float) and fees > 1000:
        name = "disclosure.fees.scale"
        yield Violation(
            name,
            name,
            f"“行政事业性收费” is printed as {fees} in a column of 万元.",
            (("disclosure", "fees"),),
            certain=False,
        )


@checks("statistics.<line>.sum")
def _statistics(report: Report) -> Iterator[Violation]:
    values = report.tables.get("statistics", {})
    numbers = {key: value for key, value in values.items() if not isinstance(value, Mapping)}
    labels = statistics_forms.labels() if numbers else {}
    for key in statistics_forms.totals() if numbers else ():
        parts, printed = statistics_forms.parts_of(key, numbers), numbers.get(key)
        summed = total([numbers[part] for part in parts]) if parts else None
        if summed is not None and printed is not None and summed != printed:
            detail = f"“{labels[key]}” is printed as {printed}, but its parts add up to {summed}."
            yield Violation("statistics.<line>.sum", f"statistics.{key}.sum", detail, (("statistics", key),))
