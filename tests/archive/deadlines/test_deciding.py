"""The checks by which a verdict is decided are chosen so that it is the one by all checks, whatever these are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.deadlines.case import AmbiguousDocument, Case, Pair, Rule, Sighting
from archive.deadlines.caveats import Caveats, _Bearing, _Checked, _first_shown, _whole
from archive.deadlines.judge import judge
from archive.deadlines.listing_checks import CountyCheck
from archive.deadlines.proof import Proof
from archive.deadlines.reasons import Ambiguity, Caveat
from archive.maintenance import merge
from archive.storage.instants import milliseconds
from tests.support.archives import every_check
from tests.support.archives.samples import LIST, NIGHT
from tests.support.nights.world import SECOND, UNREAD, A, B, Doc, World, report

PAIR: Pair = ("350627100", 2025)
RULE = Rule("r", date(2026, 1, 31), "b")
BEGAN = datetime(2026, 1, 25, tzinfo=UTC)
CAVEATS = (None, None, Caveat.LIST_NOT_CHECKED, Caveat.OTHER_ENTRY_ADDRESSES)


@dataclass(frozen=True, slots=True)
class Night:
    """A night's check: what is true of it, and how many hours older than the run its oldest list is."""

    day: int
    hours: int
    complete: bool
    shows: bool
    caveat: Caveat | None
    pages_prove: bool


class OfNights(Caveats):
    """The caveats of made-up nights."""

    def __init__(self, nights: Sequence[Night], *, provable: bool) -> None:
        self._provable = provable
        self._checked = sorted((_examined(night) for night in nights), key=lambda one: one.check.at)
        self._whole = _whole(self._checked)
        self._first_shown = _first_shown(self._checked)
        self._said = {one.check.run: night.caveat for one, night in _matched(self._checked, nights)}

    def _bearing(self, checked: _Checked, pair: Pair, due_on: date) -> _Bearing:
        proves = self._provable and checked.may_prove
        return self._said[checked.check.run] if proves else Caveat.NO_REPORT_IN_COUNTY, ()

    def _may_be_proved(self, pair: Pair) -> bool:
        return self._provable


def _matched(checked: Sequence[_Checked], nights: Sequence[Night]) -> list[tuple[_Checked, Night]]:
    by_run = {_run(night): night for night in nights}
    return [(one, by_run[one.check.run]) for one in checked]


def _run(night: Night) -> str:
    return f"{night.day:03}"


def _examined(night: Night) -> _Checked:
    at = BEGAN + timedelta(days=night.day)
    shown = frozenset({PAIR} if night.shows else ())
    check = CountyCheck(at, _run(night), night.complete, shown, (), at - timedelta(hours=night.hours))
    absent_at = milliseconds(check.absent_at)
    years = frozenset({PAIR[1]})
    return _Checked(check, milliseconds(at), absent_at, years, True, night.pages_prove, night.day)


class OfOneKind(Caveats):
    """The caveats of nights that are alike, of which some are particular."""

    def __init__(self, nights: Sequence[Night]) -> None:
        self._checked = [replace(_examined(night), kind=0) for night in nights]
        first, second, third = (one.check for one in self._checked[:3])
        self._spells = {PAIR: [(milliseconds(first.at), milliseconds(first.at) + 1)]}
        self._found_by = {PAIR: second.run}
        self._fetched = {PAIR: frozenset({first.run, second.run, third.run})}
        self._homes: dict[Pair, frozenset[int]] = {}
        self._owing: dict[int, frozenset[str]] = {}
        self._bearings: dict[object, _Bearing] = {}
        self._proofs = NothingMissing()  # type: ignore[assignment]


class NothingMissing:
    """Proofs without a gap."""

    def of(self, *_: object) -> Proof:
        return Proof((), None)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_nights_of_one_kind_differ_by_what_was_held_and_fetched_in_them(order: tuple[int, ...]) -> None:
    county = OfOneKind([Night(day, 0, True, False, None, True) for day in range(4)])
    told = {day: county._about(county._checked[day], PAIR, RULE.due_on).caveat for day in order}
    expected = [Caveat.NAMED_BUT_READ_OTHERWISE, Caveat.RUN_FOUND_IT, None, Caveat.LIST_NOT_CHECKED]
    assert [told[day] for day in range(4)] == expected


NIGHTS = st.lists(
    st.builds(
        Night,
        st.integers(0, 30),
        st.sampled_from((0, 1, 30, 80)),
        st.sampled_from((True, True, False)),
        st.sampled_from((False, False, False, True)),
        st.sampled_from(CAVEATS),
        st.sampled_from((True, True, False)),
    ),
    max_size=12,
    unique_by=lambda night: night.day,
)
MANY = [Night(day, 0, True, False, None, True) for day in range(30)]
SEEN = st.none() | st.integers(0, 31)


AMBIGUITIES = st.lists(
    st.integers(0, 31).map(lambda day: AmbiguousDocument(Ambiguity.UNKNOWN_ISSUER, until=BEGAN + timedelta(days=day))),
    max_size=2,
)


@given(NIGHTS, SEEN, st.booleans(), st.none() | st.integers(-20, 31), st.booleans(), AMBIGUITIES)
@example(nights=MANY, seen=None, provable=True, claimed=None, backdated=False, ambiguous=[])
def test_the_verdict_is_that_by_all_checks(
    nights: list[Night],
    seen: int | None,
    provable: bool,
    claimed: int | None,
    backdated: bool,
    ambiguous: list[AmbiguousDocument],
) -> None:
    day = None if claimed is None else (BEGAN + timedelta(days=claimed)).date()
    sighting = None if seen is None else Sighting(BEGAN + timedelta(days=seen), "capture", day)
    county = OfNights(nights, provable=provable)
    given: dict[str, Any] = {"sighting": sighting, "first_complete_check": BEGAN}
    given["ambiguous_documents"] = lambda: ambiguous
    if backdated:
        given["witness_against"] = lambda _: "a witness"
    now = BEGAN + timedelta(days=32)
    every = judge(Case(RULE, now, tuple(county.about(PAIR, RULE.due_on)), **given))
    seen_at = sighting.at if sighting else None
    given["checks_after"] = partial(county.deciding, PAIR, RULE, seen_at)
    deciding = county.deciding(PAIR, RULE, seen_at)
    assert judge(Case(RULE, now, tuple(deciding), **given)) == every
    assert len(deciding) < 7 or any(night.shows for night in nights)


def test_of_a_thousand_nights_few_decide() -> None:
    nights = [Night(day, 0, True, False, None, True) for day in range(1000)]
    county = OfNights(nights, provable=True)
    assert len(county.deciding(PAIR, RULE, BEGAN + timedelta(days=800))) == 1
    unprovable = OfNights(nights, provable=False)
    assert len(unprovable.deciding(PAIR, RULE, None)) == 2
    before, *proving = county.deciding(PAIR, RULE, None)
    assert [check.nights for check in proving] == [1, 991, 1]
    assert (before.at, before.nights) == (BEGAN + timedelta(days=6), 1)


def test_before_a_check_with_a_caveat_an_earlier_one_proves() -> None:
    proving, doubted = Night(10, 0, True, False, None, True), Night(11, 0, True, False, Caveat.LIST_NOT_CHECKED, True)
    county = OfNights([proving, doubted], provable=True)
    found = county.deciding(PAIR, RULE, BEGAN + timedelta(days=12))
    assert [check.caveat for check in found] == [Caveat.LIST_NOT_CHECKED, None]


@pytest.mark.parametrize("seed", range(5))
def test_the_same_of_histories_that_come_late_go_back_and_are_merged(tmp_path: Path, seed: int) -> None:
    """Nights in any order of time, some of them in an archive that is merged into the other."""
    chance, worlds = Random(seed), []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        worlds.append(World(tmp_path / name))
    readings = (report(A), report(B), report(B, new=13), report(A, 2024), report(None), UNREAD, None)
    urls = [f"http://www.nanjing.example.gov.cn/nb/{number}.html" for number in range(4)]
    end = NIGHT + timedelta(days=40)
    codes = dict(zip(urls, (A, B, None, None), strict=True))
    listed: list[str] = []
    for _ in range(9):
        listed = listed if chance.random() < 0.6 else [url for url in urls if chance.random() < 0.5]
        docs = [Doc(url=url, code=codes[url], read=chance.choice(readings)) for url in listed]
        chance.choice(worlds).night(
            chance.choice((-5.0, 0.0, 10.0, 13.0, 13.2, 14.0, 20.0, 30.0)) + chance.random(),
            docs,
            column=chance.choice((LIST, LIST, LIST, SECOND)),
            outcome=chance.choice(("ok", "ok", "ok", "partial")),
            whole=chance.random() < 0.8,
            lasts=chance.choice((0.0, 0.0, 7.0)),
            neighbour=chance.random() < 0.8,
            gone=[url for url in urls if url not in listed and chance.random() < 0.2],
        )
    here, there = worlds
    for now in (end, NIGHT + timedelta(days=14)):
        every_check.assert_the_same(here.archive, now)
    there.archive.close()
    merge.merge(here.archive, [tmp_path / "there" / "nianbao.db"], end)
    for now in (end, NIGHT + timedelta(days=14)):
        every_check.assert_the_same(here.archive, now)
        every_check.assert_the_same(here.archive, now, NIGHT + timedelta(days=13))
