"""The columns of a statistics sheet: where they are and what each holds, as a row of heads or two of them say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from archive.extract.statistics import heads
from archive.extract.statistics.heads import Role
from archive.extract.statistics.rows import CellSpan, Row

_ORDER_SIGNS: Final = frozenset("甲乙丙丁戊ABCDE")
"""What a sheet prints under its heads to number the columns, beside 1, 2, 3."""
_OF_NUMBERS: Final = frozenset({Role.UNIT, Role.YEAR, Role.ALL_YEARS, Role.COUNT, Role.PART_OF_YEAR})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns between one head over labels and the next: where they begin and end, and what each holds.

    `chosen` is the column of the year's numbers, None where the heads do not say. `numbered` is set where rows in order
    begin with a number of their own, so that it stands behind the row before.
    """

    start: int
    end: int
    roles: Mapping[int, Role]
    chosen: int | None
    numbered: bool = False

    @property
    def labels(self) -> int:
        """The column of the labels."""
        return next(column for column, role in self.roles.items() if role is Role.LABELS)

    @property
    def labels_first(self) -> bool:
        """Whether the labels stand before all values, as on most sheets."""
        return all(self.labels < column for column in self.values)

    @property
    def open_to_year(self) -> bool:
        """Whether some column may hold the year's numbers."""
        return any(role not in heads.NOT_VALUES and role is not Role.ALL_YEARS for role in self.roles.values())

    @property
    def values(self) -> list[int]:
        """The columns with a head of their own, but for labels and units; else all but those."""
        beside = [column for column, role in self.roles.items() if role not in (Role.LABELS, Role.UNIT)]
        return [column for column in beside if self.roles[column] is not Role.BLANK] or beside


def named_by(row: Row, year: int | None) -> list[Columns]:
    """What a row of heads says of the columns under it; [] where it is none, or has no column for values."""
    roles = {slot.start: heads.role(slot.token.text, year) for slot in row}
    starts = [column for column, role in roles.items() if role is Role.LABELS]
    if not starts:
        return []
    if len(starts) == 1 and any(role in heads.OF_YEARS for column, role in roles.items() if column < starts[0]):
        starts = [row[0].start]
    found = []
    for start, after in zip(starts, [*starts[1:], max(slot.end for slot in row)], strict=True):
        inside = {column: role for column, role in roles.items() if start <= column < after}
        found.append(Columns(start, after, inside, _of_year(inside)))
    of_numbers = any(columns.values and _OF_NUMBERS & set(columns.roles.values()) for columns in found)
    return found if of_numbers else []


def named_in_order(row: Row, before: Row, year: int | None) -> list[Columns]:
    """The same of a row whose cells are in no column; `before` is the row in front of it, which may hold heads as well.

    Where it holds heads of values, labels come last, and no number is known to be the year's.
    """
    alone = [*takewhile(lambda slot: not (slot.token.filled or slot.unit or numbers_columns([slot])), row)]
    found = named_by(alone, year)
    front = heads.role(before[-1].token.text, year) if before else Role.UNKNOWN
    is_head = alone and heads.role(alone[0].token.text, year) is Role.LABELS
    if is_head and front in heads.OF_YEARS | {Role.UNIT} and not any(columns.chosen is not None for columns in found):
        return [Columns(0, len(alone), {0: Role.LABELS, 1: Role.ALL_YEARS}, None)]
    return [replace(columns, numbered=front is Role.ASIDE) for columns in found]


def with_second(columns: Columns, row: Row, year: int | None) -> Columns | None:
    """The columns with the heads of a second row, printed under a merged head of the first; None if it is none."""
    if not row or any(slot.token.filled for slot in row):
        return None
    printed = {slot.start: heads.role(slot.token.text, year) for slot in row if slot.token.label}
    roles = {column: role for column, role in printed.items() if role not in (Role.LABELS, Role.UNIT)}
    inside = all(columns.start <= start < columns.end and start != columns.labels for start in roles)
    if not inside or not {Role.YEAR, Role.ALL_YEARS, Role.OTHER_YEAR} & set(roles.values()):
        return None
    above = columns.roles[max(start for start in columns.roles if start <= min(roles))]
    if above is Role.YEAR and Role.PART_OF_YEAR in roles.values():
        roles = {column: Role.YEAR if role is Role.ALL_YEARS else role for column, role in roles.items()}
    merged = {**columns.roles, **roles}
    return replace(columns, roles=merged, chosen=_of_year(merged))


def numbers_columns(labels: Sequence[CellSpan]) -> bool:
    """Whether a row numbers the columns: 甲, 乙, 1, 2."""
    return all("".join(slot.token.text.split()) in _ORDER_SIGNS for slot in labels)


def _of_year(roles: Mapping[int, Role]) -> int | None:
    return heads.of_year({column: role for column, role in roles.items() if role is not Role.LABELS})
