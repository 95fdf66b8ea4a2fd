"""Assigns the values behind a label to the seven applicant columns of its line.

Uses only the number of values and the line's own sum. Where values are missing and no sum proves where the others
belong, none is assigned: the cells become unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from archive import patterns
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
"""The index of the sum of the organisations among eight values: before them or behind."""
SUBTOTAL_POSITIONS: Final = tuple(_SUBTOTALS)
UNKNOWN_POSITION: Final = 0
_WIDTH = 7
# such as 1 3 or 19 11
_PARTED_DIGITS = patterns.lazy(r"\d+(?:\s+\d+)+")
# such as 27.0, the number of a row before its first value
_ROW_NUMBER_JOINED = patterns.lazy(r"\d{1,2}\.(?P<value>\d+)")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Seven cells in the form's order, and how they were assigned.

    `alternative` is a second order that fits as well; only other lines of the table can decide between the two. Where
    they do not, `uncertain` is to be used.
    """

    cells: tuple[CellValue, ...]
    how: How
    alternative: Arrangement | None = None
    uncertain: Arrangement | None = None


def are_plain(values: Sequence[CellValue]) -> bool:
    """Whether these are seven whole numbers and no more, as in nearly all lines: there is nothing to arrange."""
    return len(values) == _WIDTH and all(value.raw.isdecimal() and value.state is None for value in values)


def arrange(values: Sequence[CellValue], subtotal: int | None = None) -> Arrangement:
    """The values printed behind a line's label as the seven applicant cells.

    `subtotal` is the index among them of the sum of the organisations, where a head names it.
    """
    if subtotal is not None:
        return _with_subtotal(values, subtotal)
    if len(values) == _WIDTH:
        return without_index(values)
    if len(values) < _WIDTH:
        return _arrange_few(values)
    return _find_window(values) or _arrange_many(_filled(values))


def without_index(values: Sequence[CellValue]) -> Arrangement:
    """Seven cells. A row number joined to the first value (`1.0`) is dropped where the row adds up without it.

    Digits separated inside a cell (`1 3`) are joined where the row adds up with them.
    """
    if (joined := join_parted_digits(values)) is not values:
        return Arrangement(tuple(joined), "merged_digits")
    first = _ROW_NUMBER_JOINED.fullmatch(values[0].raw)
    if first and not adds_up(values) and adds_up(without := (read(first["value"]), *values[1:])):
        return Arrangement(without, "index_joined")
    return Arrangement(tuple(values), "in_order")


def arrange_under_heads(by_heads: Sequence[CellValue], printed: Sequence[CellValue]) -> Arrangement:
    """Seven cells in the order of the heads above them (`by_heads`); as `printed` where only that order adds up."""
    arranged = arrange(by_heads)
    if list(by_heads) == list(printed) or (len(printed) != _WIDTH and _filled(by_heads) == _filled(printed)):
        return arranged
    in_order = replace(arrange(printed), how="heads_ignored")
    fits = adds_up(arranged.cells), adds_up(in_order.cells)
    if fits == (False, True):
        return in_order
    if arranged.cells == in_order.cells:
        return arranged
    under = replace(arranged, how="under_heads")
    uncertain = replace(arranged, how="heads_doubted")
    return under if fits == (True, False) else replace(under, alternative=in_order, uncertain=uncertain)


def arrange_merged(values: Sequence[CellValue]) -> Arrangement:
    """The cells of a row in which a value lies under several heads: in order only where they then add up."""
    arranged = arrange(values)
    if arranged.how != "in_order" or all(value.number is None for value in values):
        return arranged
    return replace(arranged, how="heads_ignored") if adds_up(arranged.cells) else _unplaced(values)


def join_parted_digits(values: Sequence[CellValue]) -> Sequence[CellValue]:
    """The values with digits that are separated inside a cell joined, where the row then adds up; else unchanged."""
    parted = [value for value in values if value.state == "unreadable" and _PARTED_DIGITS.fullmatch(value.raw)]
    if parted and adds_up(joined := [_join_digits(each) for each in values]):
        return joined
    return values


def _join_digits(value: CellValue) -> CellValue:
    """The cell with its separated digits as one number."""
    if not _PARTED_DIGITS.fullmatch(value.raw):
        return value
    return CellValue(read("".join(value.raw.split())).number, "annotated", value.raw, spot=value.spot)


def adds_up(cells: Sequence[CellValue]) -> bool:
    """Whether the last cell is a number and the sum of the cells before it; blanks count as 0."""
    total = cells[-1].number
    return total is not None and total == _sum(cells[:-1])


def _filled(values: Sequence[CellValue]) -> list[CellValue]:
    return [value for value in values if value.state != "blank"]


def _sum(cells: Sequence[CellValue]) -> Number:
    return sum(cell.number or 0 for cell in cells)


def _find_window(values: Sequence[CellValue]) -> Arrangement | None:
    """Seven adjacent cells that include all filled ones, where only one such window exists or adds up; else None."""
    filled = [i for i, value in enumerate(values) if value.state != "blank"]
    if not filled:
        return Arrangement(tuple(values[:_WIDTH]), "in_order")
    starts = range(max(0, filled[-1] - _WIDTH + 1), min(filled[0], len(values) - _WIDTH) + 1)
    windows = [tuple(values[start : start + _WIDTH]) for start in starts]
    if len(windows) > 1:
        windows = [window for window in windows if adds_up(window)]
    return Arrangement(windows[0], "in_order") if len(windows) == 1 else None


def _with_subtotal(values: Sequence[CellValue], position: int) -> Arrangement:
    """The cells without the sum of the organisations at `position`, which confirms them as the total does.

    Seven values may then be six and that sum, and are only accepted where they add up.
    """
    without_numbers = all(value.number is None for value in values)
    for printed in (values, _filled(values)) if position != UNKNOWN_POSITION else ():
        if len(printed) == _WIDTH + 1:
            rest = (*printed[:position], *printed[position + 1 :])
            proved = without_numbers or adds_up(rest) or printed[position].number == _sum(rest[1:-1])
            return Arrangement(rest, "subtotal") if proved else _unplaced(values)
    arranged = arrange(values)
    return arranged if arranged.how != "in_order" or without_numbers or adds_up(arranged.cells) else _unplaced(values)


def _arrange_many(values: list[CellValue]) -> Arrangement:
    if len(values) == _WIDTH:
        return Arrangement(tuple(values), "in_order")
    if len(values) == _WIDTH + 1:
        if without := _without_subtotal(values):
            return without
        ends = [end for end in (values[:-1], values[1:]) if adds_up(end)]
        if len(ends) == 1 and _is_page_number(values, ends[0]) and not adds_up(_join_with_next(values, _WIDTH - 1)):
            return Arrangement(tuple(ends[0]), "page_number")
        joined = [_join_with_next(values, i) for i in range(_WIDTH) if _are_digits(values, i)]
        right = [row for row in joined if adds_up(row) and row[-1].number]
        if len(right) == 1:
            return Arrangement(tuple(right[0]), "merged_digits")
    return _unplaced(values)


def _without_subtotal(values: Sequence[CellValue]) -> Arrangement | None:
    """Eight values without the sum of the organisations before or behind them; None where neither adds up."""
    before, behind = (Arrangement((*values[:at], *values[at + 1 :]), how) for at, how in _SUBTOTALS.items())
    fitting = [
        rest
        for rest, at in zip((before, behind), _SUBTOTALS, strict=True)
        if values[at].number == _sum(rest.cells[1:-1]) and adds_up(rest.cells)
    ]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    if before.cells == behind.cells:
        return replace(before, how="subtotal")
    return replace(before, alternative=behind, uncertain=_unplaced(values))


def _is_page_number(values: Sequence[CellValue], rest: Sequence[CellValue]) -> bool:
    """Whether the value left out may be a page number: the last, or the only one without which the row adds up."""
    return list(rest) == list(values[:-1]) or len(_rows_without_a_value(values)) == 1


def _rows_without_a_value(values: Sequence[CellValue]) -> set[tuple[str, ...]]:
    """The raw texts of each row that leaves out one value and adds up."""
    rests = ([*values[:at], *values[at + 1 :]] for at in range(len(values)))
    return {tuple(value.raw for value in rest) for rest in rests if adds_up(rest)}


def _are_digits(values: Sequence[CellValue], at: int) -> bool:
    return all(value.raw.isdigit() for value in values[at : at + 2]) and values[at].number != 0


def _join_with_next(values: Sequence[CellValue], at: int) -> list[CellValue]:
    return [*values[:at], read(values[at].raw + values[at + 1].raw), *values[at + 2 :]]


def _arrange_few(values: Sequence[CellValue]) -> Arrangement:
    if not values:
        return Arrangement((CellValue(None, "blank", ""),) * _WIDTH, "in_order")
    if len(values) > 1 and adds_up(values):
        raw = " ".join(value.raw for value in values[:-1])
        return Arrangement((*(unreadable(raw),) * (_WIDTH - 1), values[-1]), "total_only")
    return _unplaced(values)


def _unplaced(values: Sequence[CellValue]) -> Arrangement:
    return Arrangement((unreadable(" ".join(value.raw for value in values)),) * _WIDTH, "unplaced")
