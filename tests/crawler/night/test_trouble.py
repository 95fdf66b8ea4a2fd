"""Nights on which a site is not itself: a column that moved, a server that swears that nothing changed, each fault of a
schedule.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive import messages
from benchmarks.nights import SITES
from crawler.runtime.revisits import FULL_AFTER, REQUESTS
from tests.support.nights.playing import Scene, play
from tests.support.season import night
from tests.support.sites.faults import Fault
from tests.support.sites.script import site

PLAYED = ("guzhang", "langao", "nanjing", "yunhe")
"""Sites whose schedule of faults is always played; the others' by hand."""


@pytest.mark.slow
@pytest.mark.parametrize("start", [None, "/zfxxgk/zfxxgknb/"], ids=["from the portal", "from the column"])
def test_a_column_that_moved_is_searched_for_again(start: str | None) -> None:
    nights = [night(3, day) for day in (20, 21, 22, 23)]
    scene = Scene("danzhai", large=True, moved=night(3, 22) - timedelta(hours=12), start=start)
    played = play(scene, nights)
    *_, after, later = played.nights
    old, new = "/zfxxgk/zfxxgknb/", "/zfxxgk/c106061/list.shtml"
    if start is not None:  # from the portal, the page that leads there shows the new one
        assert (old, "gone") in {(path, verdict) for path, _, _, verdict, _ in after.asked}
    assert after.outcome == "ok", after.detail
    assert [(before, now) for _, before, now in played.moves] == [(old, new)]
    assert played.note
    assert played.note.startswith("a column moved on 2026-03-2")
    assert (played.present, played.gone) == (45, 0)
    assert later.outcome == "ok", later.detail
    if start is None:
        assert len(later.asked) <= REQUESTS


@pytest.mark.slow
def test_a_server_that_says_not_modified_whatever_happens_is_found_out() -> None:
    nights = [night(2, 16) + timedelta(days=n) for n in range(FULL_AFTER.days + 4)]
    scene = Scene("danzhai", [Fault("frozen", since=nights[1])], moved=night(12, 1))
    played = play(scene, nights)
    false = messages.text("false_not_modified", day="")
    believed = [n for n, one in enumerate(played.nights) if any(status == 304 for _, _, status, *_ in one.asked)]
    found = [n for n, one in enumerate(played.nights) if any(false in (detail or "") for *_, detail in one.asked)]
    assert found
    assert found[0] <= FULL_AFTER.days + 1
    assert believed == [*range(1, found[0] + 1)], "it is believed no more"
    assert played.unsound == believed[:-1]
    assert played.note
    assert "not changed when they have" in played.note
    assert len(played.nights[found[0]].asked_for("report")) > 1, "the new report is fetched at once"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in PLAYED else pytest.mark.matrix) for name in SITES]
)
def test_each_fault_of_a_site_s_own_schedule_makes_exactly_its_night_not_ok(name: str) -> None:
    struck = {fault.since.day for fault in site(name).faults if fault.since and fault.since.month == 6}
    assert struck
    played = play(Scene(name, scheduled=True), [night(6, day) for day in range(9, 14)])
    outcomes = {day: one.outcome for day, one in zip(range(9, 14), played.nights, strict=True)}
    assert {day for day, outcome in outcomes.items() if outcome != "ok"} == struck, outcomes
