"""A sheet with 本期 beside 累计 and no year: which of the two is the year's, where the report's own text says it.

The period may be the year or its last month, the sum all years or this one. The text decides where it states a number
that stands in one of the two columns, and none that stands in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from archive.extract.layout.document import Block, Paragraph
from archive.extract.report import forms
from archive.extract.report.cells import CellValue
from archive.extract.report.model import Number, Section
from archive.extract.statistics import heads
from archive.extract.statistics.columns import Columns
from archive.extract.statistics.heads import Role
from archive.extract.statistics.rows import Row
from archive.extract.text import stated_indicators

_LINE_OF: Final = {
    "items_disclosed": "disclosed",
    "items_disclosed_website": "disclosed_website",
    "applications_received": "received",
    "applications_answered": "answered",
    "reconsiderations": "reconsiderations",
    "litigations": "litigations",
}
_PAIR: Final = {Role.PART_OF_YEAR, Role.ALL_YEARS}


class Column(Enum):
    """One of the two columns."""

    PERIOD = "period"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Pair:
    """A line's number of the period and the sum beside it; `told` names both for a finding."""

    line: forms.Label
    values: Mapping[Column, CellValue]
    told: str


def pair(line: forms.Label, behind: Row, columns: Columns, told: str) -> Pair | None:
    """The two numbers behind a label under 本期 and 累计; None under other heads, or where they are not two."""
    roles = [columns.roles[column] for column in columns.values if columns.roles[column] not in heads.NOT_VALUES]
    cells = [slot.token.value for slot in behind if slot.token.filled and not slot.unit]
    if len(cells) != len(_PAIR) or len(roles) != len(_PAIR) or set(roles) != _PAIR:
        return None
    by_role = dict(zip(roles, cells, strict=True))
    values = {Column.PERIOD: by_role[Role.PART_OF_YEAR], Column.SUM: by_role[Role.ALL_YEARS]}
    return Pair(line, values, told)


def of_year(pairs: Sequence[Pair], blocks: Sequence[Block], year: int | None) -> Column | None:
    """The column whose numbers the text states for the year; None where it states none, or some of both."""
    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    figures = stated_indicators.figures([Section(1, "", text)], year)
    stated: dict[str, Number] = {_LINE_OF[f.indicator]: f.value for f in figures if f.indicator in _LINE_OF}
    named = {
        column
        for found in pairs
        if len({value.number for value in found.values.values()}) > 1
        for column, value in found.values.items()
        if value.number is not None and stated.get(found.line.key) == value.number
    }
    return named.pop() if len(named) == 1 else None
