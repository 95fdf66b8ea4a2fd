"""Slower where a site is slow, a pause where it refuses, and back again."""

from datetime import UTC, datetime

from crawler.pace import SLOWEST, Pace, retry_after


def test_a_refusal_makes_a_pause_and_good_answers_end_it() -> None:
    pace = Pace(3.0)
    pace.answered(429, 0.1, 120.0)
    assert pace.delay == 120.0
    pace.answered(429, 0.1, 9999.0)
    assert pace.delay == pace.longest_pause
    for _ in range(20):
        pace.answered(200, 0.1)
    assert pace.delay < 3.01


def test_a_slow_server_is_asked_more_slowly_within_bounds() -> None:
    pace = Pace(3.0)
    pace.answered(200, 10.0)
    assert pace.delay == 10.0
    pace.answered(200, 1000.0)
    assert pace.delay == SLOWEST


def test_a_crawl_delay_is_a_floor() -> None:
    pace = Pace(3.0)
    pace.crawl_delay(8.0)
    pace.answered(200, 0.1)
    assert pace.delay == 8.0
    pace.crawl_delay(9999.0)
    assert pace.floor == SLOWEST


def test_retry_after_as_a_number_or_a_date() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    assert retry_after("30", now) == 30.0
    assert retry_after("Sun, 01 Feb 2026 00:01:00 GMT", now) == 60.0
    assert retry_after("soon", now) is None
