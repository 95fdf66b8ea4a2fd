"""Which of the numbers beside a label is the year's, by the columns that the heads name; None where they do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.extract.report.cells import BLANK, CellValue, unreadable
from archive.extract.statistics import heads
from archive.extract.statistics.columns import Columns
from archive.extract.statistics.heads import Role
from archive.extract.statistics.rows import CellSpan, Row


def under_heads(behind: Row, columns: Columns) -> CellValue | None:
    """The number under the year's head; None where the heads do not say which that is, or the row is out of them."""
    return in_order(behind, columns) if _is_shifted(behind, columns) else in_column(behind, columns)


def in_column(beside: Row, columns: Columns) -> CellValue | None:
    """The number under the year's head, of a row that stands under the heads."""
    under = {column: slot for slot in beside for column in range(slot.start, slot.end)}
    if columns.chosen is not None:
        slot = under.get(columns.chosen)
        return BLANK if slot is None else unreadable(slot.token.text) if slot.words else slot.token.value
    return _agreed({column: under[column] for column in columns.values if column in under}, columns)


def _is_shifted(behind: Row, columns: Columns) -> bool:
    """Whether a row does not stand under the heads: a number under that of the units, or a unit under another."""
    roles = [(columns.roles.get(slot.start), slot) for slot in behind]
    return any(
        (role is Role.UNIT and slot.token.value.number is not None) or (role is not Role.UNIT and slot.unit)
        for role, slot in roles
        if role is not None
    )


def in_order(behind: Row, columns: Columns) -> CellValue | None:
    """The number at the place of the year's head, in a row with as many cells as there are heads, units aside."""
    cells = [slot for slot in behind if not slot.unit and not slot.words]
    numbers = [column for column in columns.values if columns.roles[column] is not Role.REMARK]
    while len(cells) > len(numbers) and cells[0].token.blank:
        cells = cells[1:]
    if columns.numbered and len(cells) == len(numbers) + 1:
        cells = cells[:-1]
    places = numbers if len(cells) == len(numbers) else columns.values
    if columns.chosen is None or len(cells) != len(places):
        filled = [slot.token.value for slot in cells if slot.token.filled]
        open_to_year = columns.open_to_year and (len(numbers) == 1 or columns.chosen is None)
        return only(filled) if open_to_year else None
    slot = cells[places.index(columns.chosen)]
    return slot.token.value if slot.token.filled else BLANK


def _agreed(under: Mapping[int, CellSpan], columns: Columns) -> CellValue | None:
    """The number on which all columns agree that may hold the year's."""
    if not columns.open_to_year:
        return None
    slots = [under[column] for column in under if columns.roles[column] not in heads.NOT_VALUES]
    return only([slot.token.value for slot in slots if slot.token.filled])


def only(values: Sequence[CellValue]) -> CellValue | None:
    """The one value, or the number that all of them are; None for values that differ, and where there is none."""
    same = len({value.number for value in values}) == 1
    return values[0] if values and same and (len(values) == 1 or values[0].number is not None) else None
