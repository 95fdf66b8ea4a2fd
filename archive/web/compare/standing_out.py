"""Figures far above those of the other townships of a county, with what their sources say that may explain them.

A figure stands out where it lies above the upper quartile by `TIMES` the distance of the quartiles (Tukey's outer
fence), and by `LEAST` at least: of counts that are mostly 0 the fence alone would call a 2 remarkable. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Final

from archive.web.ask import Row

MEASURES: Final = ("new", "granted", "decided", "carried_out", "licences", "penalties")
ENOUGH: Final = 8
"""Townships that print a figure, below which nothing is said to stand out."""
LEAST: Final = 20
TIMES: Final = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands out: whose, of which measure, the median of the county, and what the year before printed.

    `before` and `before_capture` are None where the year before has no report, or prints no such figure.
    """

    row: Mapping[str, Any]
    measure: str
    value: float
    median: float
    before: float | None
    before_capture: str | None


def find(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """The rows of a county's townships that stand out, each with the measure, the largest of each first."""
    return [(row, measure) for measure in MEASURES for row in _above(rows, measure)]


def explained(rows: Sequence[Row], found: Sequence[tuple[Row, str]], before: Sequence[Row]) -> list[Figure]:
    """The figures of those that stand out; `before` are the same townships' rows of the year before."""
    of_township = {row["township_code"]: row for row in before}
    return [_figure(rows, row, measure, of_township.get(row["township_code"])) for row, measure in found]


def fence(values: Sequence[float]) -> float | None:
    """Above which a figure stands out; None where too few townships print it."""
    if len(values) < ENOUGH:
        return None
    lower, _, upper = quantiles(values, n=4, method="inclusive")
    return upper + max(TIMES * (upper - lower), LEAST)


def _above(rows: Sequence[Row], measure: str) -> list[Row]:
    printed = [row for row in rows if row[measure] is not None]
    limit = fence([row[measure] for row in printed])
    above = [row for row in printed if limit is not None and row[measure] > limit]
    return sorted(above, key=lambda row: -row[measure])


def _figure(rows: Sequence[Row], row: Row, measure: str, before: Row | None) -> Figure:
    middle = median(other[measure] for other in rows if other[measure] is not None)
    known = before is not None and before[measure] is not None
    return Figure(
        row,
        measure,
        row[measure],
        middle,
        before[measure] if before and known else None,
        before["capture"] if before and known else None,
    )
