"""The geometry of the charts: counts in, rectangles out. Templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.web.words import VERDICTS

BEFORE, AFTER = 31, 28
"""Days before and after the due day that the histogram shows; what lies further out is gathered at its ends."""

WIDTH, HEIGHT = 720, 210
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 24, 30
KINDS = ("on_time", "late", "date_not_proved")


@dataclass(frozen=True, slots=True)
class Segment:
    """One verdict's part of a stacked bar, in percent of the bar."""

    verdict: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Day:
    """How many reports came out on a day, by what we know of the day."""

    day: date
    due_day: date
    on_time: int
    late: int
    date_not_proved: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the histogram, for `count` reports of a day; `end` is `≤ ` or `≥ ` where far days are gathered."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    day: date
    end: str
    count: int


@dataclass(frozen=True, slots=True)
class CountTick:
    """A mark on the axis of counts."""

    at: float
    count: int


@dataclass(frozen=True, slots=True)
class DayTick:
    """A mark on the axis of days; `end` as for a bar."""

    at: float
    day: date
    end: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """A drawn histogram; `due_x` is where the due day ends."""

    bars: tuple[Bar, ...]
    days: tuple[DayTick, ...]
    counts: tuple[CountTick, ...]
    due_x: float
    due: date
    kinds: tuple[str, ...] = KINDS
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT


def stacked(counts: Mapping[str, int]) -> tuple[Segment, ...]:
    """A bar cut in proportion, in the order of the verdicts."""
    total = sum(counts.get(verdict, 0) for verdict in VERDICTS)
    segments, x = [], 0.0
    for verdict in VERDICTS:
        if count := counts.get(verdict, 0):
            segments.append(Segment(verdict, count, round(x, 2), round(100 * count / total, 2)))
            x += 100 * count / total
    return tuple(segments)


def histogram(days: Sequence[Day]) -> Histogram | None:
    """Reports by day around the due day; None where there are none."""
    if not days:
        return None
    due = days[0].due_day
    slots = _slots(days)
    most = max(sum(slot) for slot in slots.values())
    step = (WIDTH - LEFT - RIGHT) / (BEFORE + AFTER + 1)
    rise = (HEIGHT - TOP - BOTTOM) / most
    bars = []
    for offset, slot in sorted(slots.items()):
        y = float(HEIGHT - BOTTOM)
        for kind, count in zip(KINDS, slot, strict=True):
            y -= count * rise
            if count:
                x = LEFT + (offset + BEFORE) * step
                box = round(x + 1, 2), round(y, 2), round(step - 2, 2), round(count * rise, 2)
                bars.append(Bar(kind, *box, due + timedelta(days=offset), _end(offset), count))
    return Histogram(
        tuple(bars),
        day_ticks(due),
        tuple(CountTick(round(HEIGHT - BOTTOM - count * rise, 2), count) for count in _count_marks(most)),
        round(LEFT + (BEFORE + 1) * step, 2),
        due,
    )


def day_ticks(due: date) -> tuple[DayTick, ...]:
    """The marks on the axis of days around a due day."""
    step = (WIDTH - LEFT - RIGHT) / (BEFORE + AFTER + 1)
    return tuple(
        DayTick(round(LEFT + (o + BEFORE + 0.5) * step, 2), due + timedelta(days=o), _end(o)) for o in _day_marks(due)
    )


def _slots(days: Sequence[Day]) -> dict[int, tuple[int, ...]]:
    """Counts by kind for each day's distance from the due day, far days gathered at the ends."""
    slots: dict[int, tuple[int, ...]] = {}
    for day in days:
        offset = max(-BEFORE, min(AFTER, (day.day - day.due_day).days))
        before = slots.get(offset, (0,) * len(KINDS))
        added = (day.on_time, day.late, day.date_not_proved)
        slots[offset] = tuple(a + b for a, b in zip(before, added, strict=True))
    return slots


def _end(offset: int) -> str:
    return {-BEFORE: "≤ ", AFTER: "≥ "}.get(offset, "")


def _day_marks(due: date) -> list[int]:
    """Distances from the due day that get a label: the ends, and every tenth day of a month between them."""
    inner = [o for o in range(-BEFORE + 4, AFTER - 3) if (due + timedelta(days=o)).day in (10, 20)]
    return [-BEFORE, *inner, AFTER]


def _count_marks(most: int) -> list[int]:
    return sorted({most, most // 2} - {0})
