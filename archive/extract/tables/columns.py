"""Assigns the cells of a row to the column heads above them, by the columns of the grid that both cover.

A row does not align where a value lies under two heads or under none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.extract.tables.line_values import APPLICANTS
from archive.extract.tables.tokens import Token

_FEWEST_HEADS = 5


class Slot(NamedTuple):
    """A printed cell in a row.

    `start` and `width` are the columns that it covers; `begins` is False where it began in a row above,
    `tall` says that it spans several rows; `position` is the index of its value among all values of the table.
    """

    token: Token
    start: int
    width: int
    begins: bool
    tall: bool
    position: int

    def covers(self, column: int) -> bool:
        """Whether the cell covers this column of the grid."""
        return self.start <= column < self.start + self.width


def of_applicants(heads: Mapping[int, str], values: Sequence[Slot]) -> dict[str, int] | None:
    """Applicant -> position of the value under that head; None where the row does not align with the heads.

    `heads` maps a column of the grid to its applicant; `values` are the cells behind the row's label.
    """
    if len(heads) < _FEWEST_HEADS or (len(heads) < len(APPLICANTS) and len(values) != len(heads)):
        return None
    cells: dict[str, int] = {}
    used: set[int] = set()
    over = {column: slot for slot in values for column in range(slot.start, slot.start + slot.width)}
    for column, applicant in heads.items():
        slot = over.get(column)
        if slot is None or (slot.start in used and not slot.token.blank):
            return None
        used.add(slot.start)
        cells[applicant] = slot.position
    if any(slot.token.filled and slot.start not in used for slot in values):
        return None
    return {applicant: cells[applicant] for applicant in APPLICANTS if applicant in cells}


def merged(heads: Mapping[int, str], values: Sequence[Slot]) -> bool:
    """Whether a value lies under several heads, and there are fewer values than applicants."""
    if sum(1 for slot in values if slot.token.filled) >= len(APPLICANTS):
        return False
    return any(slot.token.filled and _under_several(heads, slot) for slot in values)


def of_disclosure(heads: Sequence[Slot], values: Sequence[Slot]) -> list[int | None]:
    """The positions of a disclosure row's values by head (None: blank): by order where counts agree, else by column.

    Where neither assigns all of them, the positions of all cells, which then are more or fewer than the heads.
    """
    in_order: list[int | None] = [slot.position for slot in values]
    filled = [slot.position for slot in values if slot.token.filled]
    if not heads:
        return in_order
    if len(values) == len(heads):
        starts = [head.start for head in heads]
        ambiguous = len(filled) < len(heads) and any(
            slot.token.filled and _under_several(starts, slot) for slot in values
        )
        return list(filled) if ambiguous else in_order
    positions: list[int | None] = []
    for head in heads:
        inside = [slot for slot in values if head.covers(slot.start) or slot.covers(head.start)]
        printed = [slot.position for slot in inside if not slot.token.blank]
        if len(printed) > 1 or not inside:
            return in_order
        positions.append(printed[0] if printed else None)
    return positions if [position for position in positions if position is not None] == filled else in_order


def _under_several(heads: Mapping[int, str] | Sequence[int], slot: Slot) -> bool:
    return sum(1 for column in heads if slot.covers(column)) > 1
