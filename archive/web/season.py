"""The curve of a season: which share of the owed reports was out by each day, beside that of the year before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.web.charts import AFTER, BEFORE, BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Day, DayTick, day_ticks

MARKS = (0, 50, 100)
"""Percent that the axis marks."""


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of a reporting year: its days of publication, reports owed, and the last day that was seen."""

    year: int
    days: Sequence[Day]
    owed: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A year's line: `points` as SVG takes them, the share in percent at the due day and at its end."""

    year: int
    points: str
    at_due: float
    at_end: float


@dataclass(frozen=True, slots=True)
class PercentTick:
    """A mark on the axis of shares."""

    at: float
    percent: int


@dataclass(frozen=True, slots=True)
class Season:
    """The drawn curves, the shown year's first; `due` is its due day."""

    curves: tuple[Curve, ...]
    days: tuple[DayTick, ...]
    shares: tuple[PercentTick, ...]
    due_x: float
    due: date
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT


def draw(years: Sequence[Year]) -> Season | None:
    """The curves of the years that have reports, by days from each one's due day; None where the first has none."""
    if not years or not years[0].days or not years[0].owed:
        return None
    due = years[0].days[0].due_day
    return Season(
        tuple(_curve(year) for year in years if year.days and year.owed),
        day_ticks(due),
        tuple(PercentTick(round(_y(mark), 2), mark) for mark in MARKS),
        round(_x(0), 2),
        due,
    )


def _curve(year: Year) -> Curve:
    """A line in steps: it rises at the end of a day, and ends with the last day that was seen."""
    due = year.days[0].due_day
    out: dict[int, int] = {}
    for day in year.days:
        offset = max(-BEFORE, min(AFTER, (day.day - due).days))
        out[offset] = out.get(offset, 0) + day.on_time + day.late + day.date_not_proved
    last = AFTER if year.until is None else max(-BEFORE, min(AFTER, (year.until - due).days))
    share, at_due, points = 0.0, 0.0, [(_x(-BEFORE - 1), _y(0))]
    for offset in range(-BEFORE, last + 1):
        points.append((_x(offset), _y(share)))
        share += 100 * out.get(offset, 0) / year.owed
        points.append((_x(offset), _y(share)))
        at_due = share if offset <= 0 else at_due
    return Curve(year.year, " ".join(f"{x:.2f},{y:.2f}" for x, y in points), round(at_due, 1), round(share, 1))


def _x(offset: int) -> float:
    """Where the day at this distance from the due day ends."""
    return LEFT + (offset + BEFORE + 1) * (WIDTH - LEFT - RIGHT) / (BEFORE + AFTER + 1)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - min(share, 100) * (HEIGHT - TOP - BOTTOM) / 100


def seen_until(days: Sequence[Day], last_check: date | None) -> date | None:
    """Until which day a season's line is drawn: to its end, unless the last check fell into the season."""
    if not days or last_check is None:
        return None
    end = days[0].due_day + timedelta(days=AFTER)
    return last_check if last_check < end else None
