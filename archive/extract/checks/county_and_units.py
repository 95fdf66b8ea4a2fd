"""Checks of a county's report against those of its townships, where all of them are known.

A county's report covers its departments as well, so its counts may be larger than those of its townships together, and
not smaller. One that counts the county's own government only is smaller, which no table says; nobody is blamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive.extract.checks.registry import checks_units
from archive.extract.report import forms
from archive.extract.report.application_sums import total
from archive.extract.report.model import Line, Number, Report, TableName
from archive.extract.report.violation import Violation

_COLUMNS: Final[dict[TableName, str]] = {"applications": "total", "review": "total"}
"""The column that stands for a line; of the disclosure table it is that of what the year brought."""
_OF_THE_YEAR: Final = ("issued", "decisions", "")
_MOST_NAMED: Final = 3


def smaller(table: TableName, county: Report, units: Sequence[Report]) -> dict[str, tuple[Number, Number]]:
    """Line -> the townships' sum and the county's number, where that is smaller; no line that any township lacks."""
    found: dict[str, tuple[Number, Number]] = {}
    if not units:
        return found
    for line in county.tables.get(table, {}):
        own, summed = _count(county, table, line), total([_count(unit, table, line) for unit in units])
        if own is not None and summed is not None and summed > own:
            found[line] = (summed, own)
    return found


def _count(report: Report, table: TableName, line: str) -> Number | None:
    """What a report prints in a line for the year."""
    value: Line | Number | None = report.tables.get(table, {}).get(line)
    if not isinstance(value, Mapping):
        return value
    columns = (_COLUMNS[table],) if table in _COLUMNS else _OF_THE_YEAR
    return next((value[column] for column in columns if column in value), None)


@checks_units("units.<table>.sum")
def _sums(county: Report, units: Sequence[Report]) -> Iterator[Violation]:
    for table in forms.TABLES:
        if found := smaller(table, county, units):
            named = "; ".join(
                f"{line}: {summed} and {own}" for line, (summed, own) in list(found.items())[:_MOST_NAMED]
            )
            detail = f"The {len(units)} townships together count more than the county: {named}."
            places = tuple((table, line) for line in found)
            yield Violation("units.<table>.sum", f"units.{table}.sum", detail, places, certain=False)
