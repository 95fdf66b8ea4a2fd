"""Which printed cell of a row stands under which head.

Knows columns of the grid; refuses a cell that lies under two heads, and a row of which a value lies under none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.extract.tables.line_values import APPLICANTS
from archive.extract.tables.tokens import Token

_FEWEST_HEADS = 5


class Slot(NamedTuple):
    """A printed cell in a row: its token, the columns it covers, whether it begins here and whether it goes on below,
    and the place of its value."""

    token: Token
    start: int
    width: int
    begins: bool
    tall: bool
    place: int

    def covers(self, column: int) -> bool:
        """Whether the cell lies over this column of the grid."""
        return self.start <= column < self.start + self.width


def of_applicants(heads: Mapping[int, str], rest: Sequence[Slot]) -> dict[str, int] | None:
    """The places of the cells under the applicants' heads; None where the row does not sit under them."""
    if len(heads) < _FEWEST_HEADS or (len(heads) < len(APPLICANTS) and len(rest) != len(heads)):
        return None
    cells: dict[str, int] = {}
    used: set[int] = set()
    over = {column: slot for slot in rest for column in range(slot.start, slot.start + slot.width)}
    for column, applicant in heads.items():
        slot = over.get(column)
        if slot is None or (slot.start in used and not slot.token.blank):
            return None
        used.add(slot.start)
        cells[applicant] = slot.place
    if any(slot.token.filled and slot.start not in used for slot in rest):
        return None
    return {applicant: cells[applicant] for applicant in APPLICANTS if applicant in cells}


def merged(heads: Mapping[int, str], rest: Sequence[Slot]) -> bool:
    """Whether a cell with a value lies under several heads, and there are too few values for one each."""
    if sum(1 for slot in rest if slot.token.filled) >= len(APPLICANTS):
        return False
    return any(slot.token.filled and _doubled(heads, slot) for slot in rest)


def of_disclosure(heads: Sequence[Slot], rest: Sequence[Slot]) -> list[int | None]:
    """The places of a disclosure row's values, one a head: by order where counts agree, else by their columns.

    Where neither tells them all, the places of what is printed, which then are more or fewer than the heads.
    """
    in_order: list[int | None] = [slot.place for slot in rest]
    filled = [slot.place for slot in rest if slot.token.filled]
    if not heads:
        return in_order
    if len(rest) == len(heads):
        starts = [head.start for head in heads]
        doubled = len(filled) < len(heads) and any(slot.token.filled and _doubled(starts, slot) for slot in rest)
        return list(filled) if doubled else in_order
    under: list[int | None] = []
    for head in heads:
        inside = [slot for slot in rest if head.covers(slot.start) or slot.covers(head.start)]
        values = [slot.place for slot in inside if not slot.token.blank]
        if len(values) > 1 or not inside:
            return in_order
        under.append(values[0] if values else None)
    return under if [place for place in under if place is not None] == filled else in_order


def _doubled(heads: Mapping[int, str] | Sequence[int], slot: Slot) -> bool:
    return sum(1 for column in heads if slot.covers(column)) > 1
