"""Slower where a site is slow, a pause where it fails or refuses, and back again."""

from datetime import UTC, datetime

import pytest

from crawler.runtime.pace import MAX_FAILURES_IN_A_ROW, SLOWEST_SECONDS, Pace, seconds_to_wait


def test_a_pause_ends_with_good_answers() -> None:
    pace = Pace(3.0)
    pace.pause(120.0)
    assert pace.delay_seconds == 120.0
    pace.pause(9999.0)
    assert pace.delay_seconds == pace.longest_pause_seconds
    for _ in range(20):
        pace.answered("a", 0.1)
    assert pace.delay_seconds < 3.01


def test_a_pause_is_never_shorter_than_the_pace() -> None:
    pace = Pace(3.0)
    pace.pause(0.0)
    assert pace.delay_seconds == 3.0


def test_a_slow_server_is_asked_more_slowly_within_bounds() -> None:
    pace = Pace(3.0)
    pace.answered("a", 10.0)
    assert pace.delay_seconds == 10.0
    pace.answered("a", 1000.0)
    assert pace.delay_seconds == SLOWEST_SECONDS


def test_a_crawl_delay_is_a_floor() -> None:
    pace = Pace(3.0)
    pace.crawl_delay(8.0)
    pace.answered("a", 0.1)
    assert pace.delay_seconds == 8.0
    pace.crawl_delay(9999.0)
    assert pace.floor_seconds == SLOWEST_SECONDS


def test_a_host_that_never_recovers_is_left_alone() -> None:
    pace = Pace(3.0)
    for _ in range(MAX_FAILURES_IN_A_ROW - 1):
        pace.failed("a", None)
    pace.answered("a", 0.1)
    pace.failed("a", None)
    assert not pace.left_alone
    for _ in range(MAX_FAILURES_IN_A_ROW - 1):
        pace.failed("a", None)
        pace.answered("b", 0.1)
    assert list(pace.left_alone) == ["a"]


def test_a_host_that_asks_for_too_long_a_pause_is_left_alone() -> None:
    pace = Pace(3.0)
    pace.failed("a", pace.longest_pause_seconds)
    assert not pace.left_alone
    pace.failed("a", pace.longest_pause_seconds + 1)
    assert "asked for a pause of 301 seconds" in pace.left_alone["a"]


def test_retry_after_as_a_number_or_a_date() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    assert seconds_to_wait("30", now) == 30.0
    assert seconds_to_wait(" 0 ", now) == 0.0
    assert seconds_to_wait("Sun, 01 Feb 2026 00:01:00 GMT", now) == 60.0
    assert seconds_to_wait("Sat, 31 Jan 2026 00:00:00 GMT", now) == 0.0


@pytest.mark.parametrize("value", ["soon", "", "-5", "1.5", "²", "Sun, 01 Feb 2026"])
def test_a_retry_after_that_names_no_time_asks_for_no_pause(value: str) -> None:
    assert seconds_to_wait(value, datetime(2026, 2, 1, tzinfo=UTC)) in (None, 0.0)
