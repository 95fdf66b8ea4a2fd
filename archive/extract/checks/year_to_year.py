"""Checks of a report against that of the previous year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.extract.checks.registry import checks_years
from archive.extract.report import forms
from archive.extract.report.application_sums import lines
from archive.extract.report.model import Line, Report, TableValues
from archive.extract.report.violation import Violation

_COLUMNS = forms.present().tables["applications"].columns
_BLOCKS = forms.present().tables["review"].lines
_JUMP = 100
_FEWEST = {"applications": 3, "disclosure": 2, "review": 2}
"""How many equal counts, without sums and documents in force, two years do not share by chance."""
_CARRIED_ON = frozenset({"total", "in_force"})


def _lines(report: Report, table: str) -> dict[str, Line]:
    return next((lines(values) for name, values in report.tables.items() if name == table), {})


@checks_years("years.applications.<column>.carried")
def _carried(previous: Report, current: Report) -> Iterator[Violation]:
    out, into = (
        _lines(previous, "applications").get("carried_out", {}),
        _lines(current, "applications").get("carried_in", {}),
    )
    for column in _COLUMNS:
        before, now = out.get(column.key), into.get(column.key)
        if before is not None and now is not None and before != now:
            out_of, into_year = (
                f"{before} were carried out of {previous.year}",
                f"{now} are carried into {current.year}",
            )
            detail = f"Column “{column.label}”: {out_of}, {into_year}."
            yield Violation(
                "years.applications.<column>.carried",
                f"years.applications.{column.key}.carried",
                detail,
                (("applications", "carried_out"), ("applications", "carried_in")),
            )


@checks_years("years.disclosure.<line>.repealed", "years.disclosure.<line>.in_force")
def _in_force(previous: Report, current: Report) -> Iterator[Violation]:
    for key, line in _lines(current, "disclosure").items() if previous.form == current.form else ():
        before = _lines(previous, "disclosure").get(key, {}).get("in_force")
        issued, repealed, now = (line.get(column) for column in ("issued", "repealed", "in_force"))
        if before is not None and issued is not None and repealed is not None and repealed > before + issued:
            name = f"years.disclosure.{key}.repealed"
            detail = f"{repealed} were repealed, of {before} in force in {previous.year} and {issued} issued since."
            yield Violation("years.disclosure.<line>.repealed", name, detail, (("disclosure", key),))
        if before is None or issued is None or repealed is None or now is None:
            continue
        if now != (due := before + issued - repealed):
            terms = f"{before} in force in {previous.year}, {issued} issued and {repealed} repealed"
            detail = f"{terms} make {due}, but {now} is printed."
            yield Violation(
                "years.disclosure.<line>.in_force", f"years.disclosure.{key}.in_force", detail, (("disclosure", key),)
            )


@checks_years("years.<table>.identical")
def _identical(previous: Report, current: Report) -> Iterator[Violation]:
    for table, values in current.tables.items():
        if values == previous.tables.get(table) and _counts(values) >= _FEWEST.get(table, 1):
            detail = f"The table {table} of {current.year} is the same as that of {previous.year}."
            yield Violation(
                "years.<table>.identical", f"years.{table}.identical", detail, ((table, ""),), certain=False
            )


def _counts(values: TableValues) -> int:
    """The numbers other than zero in a table, without sums and what stays in force from year to year."""
    lines = (
        line if isinstance(line, Mapping) else {"": line} for key, line in values.items() if key != "outcome_total"
    )
    return sum(1 for line in lines for column, number in line.items() if number and column not in _CARRIED_ON)


@checks_years("years.disclosure.fees.jump")
def _fees(previous: Report, current: Report) -> Iterator[Violation]:
    before, now = (report.tables.get("disclosure", {}).get("fees") for report in (previous, current))
    if not isinstance(before, int | float) or not isinstance(now, int | float) or min(before, now) <= 0:
        return
    if max(before, now) / min(before, now) >= _JUMP:
        name = "years.disclosure.fees.jump"
        detail = f"Fees of {before} in {previous.year} and {now} in {current.year}."
        yield Violation(name, name, detail, (("disclosure", "fees"),), certain=False)


@checks_years("years.review.<block>.pending")
def _pending(previous: Report, current: Report) -> Iterator[Violation]:
    for block in _BLOCKS:
        before = _lines(previous, "review").get(block.key, {}).get("pending")
        now = _lines(current, "review").get(block.key, {}).get("total")
        if before is not None and now is not None and before > now:
            detail = f"“{block.label}”: {before} were pending in {previous.year}, {now} are counted in {current.year}."
            yield Violation(
                "years.review.<block>.pending", f"years.review.{block.key}.pending", detail, (("review", block.key),)
            )
