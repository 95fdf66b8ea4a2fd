"""Values that came after a label, put into a line's columns where their order is certain.

Knows counts and sums of one line; refuses to shift: where values are missing and no sum proves a place, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from archive.extract.report.cells import CellValue, read, unreadable
from archive.extract.report.model import Number

How = Literal[
    "in_order",
    "under_heads",
    "subtotal",
    "subtotal_before",
    "subtotal_behind",
    "page_number",
    "merged_digits",
    "index_joined",
    "heads_ignored",
    "heads_doubted",
    "total_only",
    "unplaced",
]

_SUBTOTALS: Final[dict[int, How]] = {1: "subtotal_before", 6: "subtotal_behind"}
"""Where a sum of the organisations stands among eight values: before them or behind."""
SUBTOTAL_PLACES: Final = tuple(_SUBTOTALS)
UNKNOWN_PLACE: Final = 0
_WIDTH = 7
# such as 1 3 or 19 11
_PARTED = re.compile(r"\d+(?:\s+\d+)+")
# such as 27.0, the number of a row before its first value
_INDEXED = re.compile(r"\d{1,2}\.(?P<value>\d+)")


@dataclass(frozen=True, slots=True)
class Arranged:
    """Seven cells in the form's order, and how their places were told.

    `other` is another order that fits as well, so that only other lines of the table can tell which is right; where
    they do not, `doubted` holds.
    """

    cells: tuple[CellValue, ...]
    how: How
    other: Arranged | None = None
    doubted: Arranged | None = None


def applicants(values: Sequence[CellValue], subtotal: int | None = None) -> Arranged:
    """The values printed after a line's label as the seven applicant cells.

    `subtotal` is the place among them of the sum of the organisations, where the heads tell of one.
    """
    if subtotal is not None:
        return _with_subtotal(values, subtotal)
    if len(values) == _WIDTH:
        return without_index(values)
    if len(values) < _WIDTH:
        return _few(values)
    return _window(values) or _many(_filled(values))


def without_index(values: Sequence[CellValue]) -> Arranged:
    """Seven cells; where the first joins a row's number to a value (`1.0`) and only the value adds up, the value.

    Digits that are parted inside of cells are joined where the row adds up with them.
    """
    if (whole := mended(values)) is not values:
        return Arranged(tuple(whole), "merged_digits")
    first = _INDEXED.fullmatch(values[0].raw)
    if first and not adds_up(values) and adds_up(without := (read(first["value"]), *values[1:])):
        return Arranged(without, "index_joined")
    return Arranged(tuple(values), "in_order")


def under_heads(told: Sequence[CellValue], printed: Sequence[CellValue]) -> Arranged:
    """Seven cells in the order that the heads over them tell; as printed where only that order adds up."""
    arranged = applicants(told)
    if list(told) == list(printed) or (len(printed) != _WIDTH and _filled(told) == _filled(printed)):
        return arranged
    in_order = replace(applicants(printed), how="heads_ignored")
    fits = adds_up(arranged.cells), adds_up(in_order.cells)
    if fits == (False, True):
        return in_order
    if arranged.cells == in_order.cells:
        return arranged
    under = replace(arranged, how="under_heads")
    doubted = replace(arranged, how="heads_doubted")
    return under if fits == (True, False) else replace(under, other=in_order, doubted=doubted)


def merged(values: Sequence[CellValue]) -> Arranged:
    """The cells of a row in which a value lies under several heads: in order only where they then add up."""
    arranged = applicants(values)
    if arranged.how != "in_order" or all(value.number is None for value in values):
        return arranged
    return replace(arranged, how="heads_ignored") if adds_up(arranged.cells) else _nowhere(values)


def mended(values: Sequence[CellValue]) -> Sequence[CellValue]:
    """The cells with digits that are parted inside of cells joined, where the row adds up only with them."""
    parted = [value for value in values if value.state == "unreadable" and _PARTED.fullmatch(value.raw)]
    if parted and adds_up(whole := [_whole(each) for each in values]):
        return whole
    return values


def _whole(value: CellValue) -> CellValue:
    """The cell with its parted digits as one number."""
    if not _PARTED.fullmatch(value.raw):
        return value
    return CellValue(read("".join(value.raw.split())).number, "annotated", value.raw)


def adds_up(cells: Sequence[CellValue]) -> bool:
    """Whether the last cell is a number and the sum of the others, blanks counting nothing."""
    total = cells[-1].number
    return total is not None and total == _sum(cells[:-1])


def _filled(values: Sequence[CellValue]) -> list[CellValue]:
    return [value for value in values if value.state != "blank"]


def _sum(cells: Sequence[CellValue]) -> Number:
    return sum(cell.number or 0 for cell in cells)


def _window(values: Sequence[CellValue]) -> Arranged | None:
    """Seven neighbours that hold all that is not blank, where there is one such place or one that adds up."""
    filled = [i for i, value in enumerate(values) if value.state != "blank"]
    if not filled:
        return Arranged(tuple(values[:_WIDTH]), "in_order")
    starts = range(max(0, filled[-1] - _WIDTH + 1), min(filled[0], len(values) - _WIDTH) + 1)
    windows = [tuple(values[start : start + _WIDTH]) for start in starts]
    if len(windows) > 1:
        windows = [window for window in windows if adds_up(window)]
    return Arranged(windows[0], "in_order") if len(windows) == 1 else None


def _with_subtotal(values: Sequence[CellValue], place: int) -> Arranged:
    """The cells beside a sum of the organisations, which confirms them as their total does.

    Seven values may then be six and that sum, and are only believed where they add up.
    """
    silent = all(value.number is None for value in values)
    for printed in (values, _filled(values)) if place != UNKNOWN_PLACE else ():
        if len(printed) == _WIDTH + 1:
            rest = (*printed[:place], *printed[place + 1 :])
            proved = silent or adds_up(rest) or printed[place].number == _sum(rest[1:-1])
            return Arranged(rest, "subtotal") if proved else _nowhere(values)
    arranged = applicants(values)
    return arranged if arranged.how != "in_order" or silent or adds_up(arranged.cells) else _nowhere(values)


def _many(values: list[CellValue]) -> Arranged:
    if len(values) == _WIDTH:
        return Arranged(tuple(values), "in_order")
    if len(values) == _WIDTH + 1:
        if without := _without_subtotal(values):
            return without
        ends = [end for end in (values[:-1], values[1:]) if adds_up(end)]
        if len(ends) == 1 and _is_page_number(values, ends[0]) and not adds_up(_merged(values, _WIDTH - 1)):
            return Arranged(tuple(ends[0]), "page_number")
        joined = [_merged(values, i) for i in range(_WIDTH) if _digits(values, i)]
        right = [row for row in joined if adds_up(row) and row[-1].number]
        if len(right) == 1:
            return Arranged(tuple(right[0]), "merged_digits")
    return _nowhere(values)


def _without_subtotal(values: Sequence[CellValue]) -> Arranged | None:
    """What is left without a sum of the organisations, before them or behind."""
    before, behind = (Arranged((*values[:at], *values[at + 1 :]), how) for at, how in _SUBTOTALS.items())
    fitting = [
        rest
        for rest, at in zip((before, behind), _SUBTOTALS, strict=True)
        if values[at].number == _sum(rest.cells[1:-1]) and adds_up(rest.cells)
    ]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    if before.cells == behind.cells:
        return replace(before, how="subtotal")
    return replace(before, other=behind, doubted=_nowhere(values))


def _is_page_number(values: Sequence[CellValue], rest: Sequence[CellValue]) -> bool:
    """Whether the value left out is the last, as page numbers are, or the only one without which the row adds up."""
    return list(rest) == list(values[:-1]) or len(_shorter(values)) == 1


def _shorter(values: Sequence[CellValue]) -> set[tuple[str, ...]]:
    """The rows that come of leaving out one value and add up, as they are printed."""
    rests = ([*values[:at], *values[at + 1 :]] for at in range(len(values)))
    return {tuple(value.raw for value in rest) for rest in rests if adds_up(rest)}


def _digits(values: Sequence[CellValue], at: int) -> bool:
    return all(value.raw.isdigit() for value in values[at : at + 2]) and values[at].number != 0


def _merged(values: Sequence[CellValue], at: int) -> list[CellValue]:
    return [*values[:at], read(values[at].raw + values[at + 1].raw), *values[at + 2 :]]


def _few(values: Sequence[CellValue]) -> Arranged:
    if not values:
        return Arranged((CellValue(None, "blank", ""),) * _WIDTH, "in_order")
    if len(values) > 1 and adds_up(values):
        raw = " ".join(value.raw for value in values[:-1])
        return Arranged((*(unreadable(raw),) * (_WIDTH - 1), values[-1]), "total_only")
    return _nowhere(values)


def _nowhere(values: Sequence[CellValue]) -> Arranged:
    return Arranged((unreadable(" ".join(value.raw for value in values)),) * _WIDTH, "unplaced")
