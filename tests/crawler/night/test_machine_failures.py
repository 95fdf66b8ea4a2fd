"""Nights on a machine that fails: what it could not read or ask is made up for, and the night says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.extract.parser_pool import ParserPool
from archive.maintenance.reparse import reparse
from archive.reports import documents
from archive.storage.database import Archive
from crawler.night import nightly
from crawler.night.night_results import Night
from crawler.runtime.clock import Clock
from crawler.runtime.config import Limits
from tests.support.season import Season, night
from tests.support.sites.faults import Fault

FIRST, SECOND = night(2, 2), night(2, 3)
TOO_SHORT = Limits(document_seconds=0.001)
"""No document can be read in this time."""


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    season = Season.begin(tmp_path, FIRST, ("nanjing",))
    yield season
    season.end()


def play(season: Season, now: object, limits: Limits = Limits()) -> Night:  # noqa: B008 - frozen
    season.sites.now = now  # type: ignore[assignment]
    config = season.config.path
    text = config.read_text().split("[limits]")[0]
    fields = "".join(f"{name} = {getattr(limits, name)}\n" for name in ("document_seconds", "site_memory"))
    config.write_text(f"{text}[limits]\n{fields}")
    return nightly.run(replace(season.config, limits=limits), Clock(now))  # type: ignore[arg-type]


def state(season: Season) -> tuple[int, int]:
    """How many documents wait for a reader, and how many reports there are."""
    with season.archive() as archive:
        return len(documents.failed_by_machine(archive)), archive.one("SELECT count(*) FROM reports")[0]


@pytest.mark.slow
def test_what_could_not_be_read_for_want_of_time_is_read_on_the_next_night(season: Season) -> None:
    failed = play(season, FIRST, TOO_SHORT)
    waiting, reports = state(season)
    assert (reports, failed.unread) == (0, waiting)
    assert waiting > 8, "more than one batch"
    assert any("reading" in str(ailment) and str(waiting) in str(ailment) for ailment in failed.ailments)
    again = play(season, FIRST + timedelta(hours=1), TOO_SHORT)
    assert (again.unread, state(season)[0]) == (waiting, waiting)
    recovered = play(season, SECOND)
    assert (recovered.unread, recovered.ailments, state(season)[0]) == (0, [], 0)
    assert state(season)[1] > 8
    with season.archive() as archive:
        assert archive.one("SELECT count(*) FROM changes WHERE cause = 'parser'")[0] == 0


@pytest.mark.slow
def test_a_reparse_reads_what_the_same_parser_failed_to_read(season: Season) -> None:
    play(season, FIRST, TOO_SHORT)
    with Archive.open(season.config.archive) as archive, ParserPool(2) as pool:
        done = reparse(archive, pool, SECOND, workers=2)
        assert done.failed == ()
        assert done.read > 8
        assert reparse(archive, pool, SECOND + timedelta(hours=1), workers=2).read == 0
    assert state(season)[0] == 0


@pytest.mark.slow
def test_a_site_whose_process_was_killed_is_asked_again_by_the_same_command(season: Season) -> None:
    killed = play(season, FIRST, Limits(site_memory=1))
    assert [site.outcome for site in killed.sites] == ["killed"]
    again = play(season, FIRST + timedelta(hours=1))
    assert [site.outcome for site in again.sites] == ["ok"]


def test_a_site_that_refused_tonight_leaves_no_status_0_behind(season: Season) -> None:
    season.sites.faults.add(Fault("forbidden", path=""))
    play(season, FIRST)
    again = play(season, FIRST + timedelta(hours=1))
    assert (again.sites, again.failed_before) == ([], ["nanjing"])
    assert again.needs_a_person
