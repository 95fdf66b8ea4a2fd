"""Figures far above those of the other townships of a county, with what their sources say that may explain them.

A figure stands out where it lies above the upper quartile by `TIMES` the distance of the quartiles (Tukey's outer
fence), and by `LEAST` at least: of counts that are mostly 0 the fence alone would call a 2 remarkable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Final

from archive.web.ask import Ask, Row

MEASURES: Final = ("new", "granted", "decided", "carried_out", "licences", "penalties")
ENOUGH: Final = 8
"""Townships that print a figure, below which nothing is said to stand out."""
LEAST: Final = 20
TIMES: Final = 3

_BEFORE: Final = (
    "SELECT r.township_code, v.capture, n.total AS new, g.total AS granted, o.total AS decided,"
    " u.total AS carried_out, l.decisions AS licences, d.decisions AS penalties"
    " FROM json_each(?1) AS j JOIN reports AS r ON r.township_code = j.value AND r.year = ?2"
    " JOIN versions AS v ON v.version = r.version"
    " LEFT JOIN applications AS n ON n.version = r.version AND n.line = 'new'"
    " LEFT JOIN applications AS g ON g.version = r.version AND g.line = 'granted'"
    " LEFT JOIN applications AS o ON o.version = r.version AND o.line = 'outcome_total'"
    " LEFT JOIN applications AS u ON u.version = r.version AND u.line = 'carried_out'"
    " LEFT JOIN disclosures AS l ON l.version = r.version AND l.line = 'licences'"
    " LEFT JOIN disclosures AS d ON d.version = r.version AND d.line = 'penalties'"
)


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


async def find(ask: Ask, rows: Sequence[Row], year: int) -> list[Figure]:
    """The figures of a county's townships that stand out, by measure, the largest first."""
    found = [(row, measure) for measure in MEASURES for row in _above(rows, measure)]
    codes = json.dumps(sorted({row["township_code"] for row, _ in found}))
    before = {row["township_code"]: row for row in await ask.rows(_BEFORE, codes, year - 1)} if found else {}
    return [_figure(rows, row, measure, before.get(row["township_code"])) for row, measure in found]


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
