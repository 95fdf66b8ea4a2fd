from __future__ import annotations

from datetime import date

import pytest

from archive.web.charts import AFTER, BEFORE, LEFT, WIDTH, Day, histogram, stacked

DUE = date(2024, 1, 31)


def test_a_bar_is_cut_in_proportion_and_in_order() -> None:
    segments = stacked({"late": 1, "on_time": 3, "exempt": 0})
    assert [(s.verdict, s.count, s.x, s.width) for s in segments] == [("on_time", 3, 0, 75), ("late", 1, 75, 25)]
    assert stacked({}) == ()


def test_a_histogram_gathers_far_days_at_its_ends() -> None:
    days = [
        Day(date(2023, 1, 1), DUE, 1, 0, 0),
        Day(date(2023, 12, 31), DUE, 2, 0, 0),
        Day(date(2025, 1, 1), DUE, 0, 1, 0),
    ]
    drawn = histogram(days)
    assert drawn
    assert [(bar.end, bar.day, bar.count, bar.kind) for bar in drawn.bars] == [
        ("≤ ", date(2023, 12, 31), 3, "on_time"),
        ("≥ ", date(2024, 2, 28), 1, "late"),
    ]
    assert all(LEFT <= bar.x < WIDTH for bar in drawn.bars)


def test_bars_of_a_day_stand_on_one_another() -> None:
    drawn = histogram([Day(DUE, DUE, 2, 1, 1)])
    assert drawn
    on_time, late, unproved = drawn.bars
    assert on_time.y + on_time.height == pytest.approx(drawn.base)
    assert late.y + late.height == pytest.approx(on_time.y)
    assert unproved.y + unproved.height == pytest.approx(late.y)
    assert on_time.x < drawn.due_x, "the due day itself is still in time"


def test_days_are_labelled_by_date() -> None:
    drawn = histogram([Day(DUE, DUE, 1, 0, 0)])
    assert drawn
    assert [f"{tick.end}{tick.day:%m-%d}" for tick in drawn.days] == [
        "≤ 12-31", "01-10", "01-20", "02-10", "02-20", "≥ 02-28",
    ]  # fmt: skip
    assert BEFORE + AFTER + 1 == 60


def test_nothing_is_drawn_of_nothing() -> None:
    assert histogram([]) is None
