"""When near-copies are found anew: a large archive is not compared for each report that is new in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.reports import copied_from
from tests.support.archives.samples import NIGHT, Nights, said

pytest.importorskip("numpy", reason="the extra “copies” is not installed: pip install 'nianbao[copies]'")
DAY = timedelta(days=1)
WORDS = "".join(chr(0x4E00 + number * 37 % 900) for number in range(400))


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    """An archive with two reports, of which one is a copy, compared on the first night."""
    begun = Nights(tmp_path)
    report(begun, 2023)
    report(begun, 2024)
    assert copied_from.renew_if_due(begun.archive, NIGHT) == 1
    return begun


def report(nights: Nights, year: int) -> None:
    """One more report of the same words."""
    run = nights.begin(0)
    nights.document(run, f"http://a.example/{year}", said(text=WORDS, year=year))
    nights.finish(run)


def test_where_nothing_changed_nothing_is_compared(nights: Nights) -> None:
    assert copied_from.is_of_today(nights.archive)
    assert copied_from.renew_if_due(nights.archive, NIGHT + 30 * DAY) is None


def test_of_few_reports_each_that_changed_counts(nights: Nights) -> None:
    report(nights, 2025)
    assert not copied_from.is_of_today(nights.archive)
    assert copied_from.renew_if_due(nights.archive, NIGHT + DAY) == 2
    assert copied_from.is_of_today(nights.archive)


def test_of_many_reports_a_few_wait_for_others_or_for_a_week(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied_from, "FEW", 1)
    monkeypatch.setattr(copied_from, "SHARE", 1)
    report(nights, 2025)
    assert copied_from.renew_if_due(nights.archive, NIGHT + 6 * DAY) is None
    assert not copied_from.is_of_today(nights.archive)
    assert copied_from.renew_if_due(nights.archive, NIGHT + 7 * DAY) == 2
    for year in (2020, 2021, 2022):
        report(nights, year)
    assert copied_from.renew_if_due(nights.archive, NIGHT + 8 * DAY) == 5
