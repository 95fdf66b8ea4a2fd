"""What is due tonight."""

from datetime import datetime, timedelta
from itertools import pairwise

from archive.clock import CHINA
from crawler.plan import ROUND_TO, due

NOW = datetime(2026, 3, 1, 2, tzinfo=CHINA)
URL = "http://www.example.gov.cn/t1.html"


def test_seen_last_night_and_old_is_left_alone() -> None:
    assert not due(URL, NOW - timedelta(days=1), NOW, "2025-01-20")


def test_dated_lately_is_asked_for_every_night() -> None:
    assert due(URL, NOW - timedelta(days=1), NOW, "2026-02-25")
    assert due(URL, NOW - timedelta(days=1), NOW, "2026年2月25日")


def test_a_date_that_cannot_be_is_no_reason() -> None:
    for printed in ("2026-02-31", "2027-01-01", "n/a", None):
        assert not due(URL, NOW - timedelta(days=1), NOW, printed)


def test_everything_is_seen_within_sixty_days() -> None:
    assert all(due(f"{URL}?{n}", NOW - timedelta(days=ROUND_TO + 1), NOW) for n in range(200))


def test_the_round_spreads_over_the_nights() -> None:
    nights = [sum(due(f"{URL}?{n}", NOW - timedelta(days=d), NOW) for n in range(450)) for d in range(25, 62)]
    assert max(later - earlier for earlier, later in pairwise(nights)) <= 30


def test_all_is_due_when_asked() -> None:
    assert due(URL, NOW, NOW, revisit=True)
