"""Nights at sample sites: what they cost, and whose turn comes when."""

from __future__ import annotations

import pytest

from benchmarks.nights import SITES, measure
from crawler.runtime.revisits import REQUESTS, SEASON_WITHIN
from tests.support.nights.playing import Scene, play
from tests.support.season import night

PER_TOWNSHIP = "midu"
"""A site with a column for each township: its lists have their turns."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "langao" else pytest.mark.slow) for name in SITES]
)
def test_an_unchanged_night_of_fifteen_townships_and_three_years_takes_six_requests(name: str) -> None:
    cost = measure(name, 4)
    assert cost.reports == 45
    assert cost.outcomes == ["ok"] * 4, cost.details
    assert max(cost.requests[1:]) <= REQUESTS


@pytest.mark.matrix
def test_every_document_is_seen_within_sixty_unchanged_nights() -> None:
    cost = measure("yixian", 61)
    assert set(cost.outcomes) == {"ok"}
    assert cost.longest_wait <= 60
    assert max(cost.requests[1:]) <= REQUESTS


@pytest.mark.slow
def test_a_revision_in_the_season_is_seen_within_five_nights() -> None:
    """A township of this site revises its report on 8 February."""
    days = range(1, 14)
    played = play(Scene("yunhe"), [night(2, day) for day in days])
    known: set[str] = set()
    changed: dict[str, int] = {}
    for day, one in zip(days, played.nights, strict=True):
        reports = [(path, verdict) for path, kind, _, verdict, _ in one.asked if kind == "report"]
        changed |= {path: day for path, verdict in reports if verdict == "ok" and path in known and path not in changed}
        known |= {path for path, _ in reports}
    assert changed
    assert all(day <= 8 + SEASON_WITHIN for day in changed.values())


@pytest.mark.slow
def test_while_a_report_is_owed_every_list_is_requested_and_later_in_rotation() -> None:
    played = play(Scene(PER_TOWNSHIP), [night(1, 29), night(2, 1), night(3, 10), night(3, 11)])
    first, due, *later = played.nights
    assert {one.outcome for one in played.nights} == {"ok"}
    assert set(due.asked_for("listing")) == set(first.asked_for("listing"))
    assert due.seen_from is None
    for one in later:
        assert len(one.asked) <= REQUESTS
    assert later[0].asked_for("listing") != later[1].asked_for("listing")
    assert later[-1].seen_from is not None
