"""The checks by which a verdict is decided are chosen so that it is the one by all checks, whatever these are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive.deadlines.case import Case, ListingCheck, Pair, Rule, Sighting
from archive.deadlines.caveats import Caveats, _Checked, _first_shown
from archive.deadlines.judge import judge
from archive.deadlines.listing_checks import CountyCheck
from archive.deadlines.reasons import Caveat

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
        self._whole = sorted((one for one in self._checked if one.check.complete), key=lambda one: one.unproved.at)
        self._first_shown = _first_shown(self._checked)
        self._said = {one.check.run: night.caveat for one, night in _matched(self._checked, nights)}

    def _about(self, checked: _Checked, pair: Pair, due_on: date) -> ListingCheck:
        if pair in checked.check.shown:
            return checked.showing
        if not checked.check.complete:
            return checked.unproved
        proves = self._provable and checked.may_prove
        said = self._said[checked.check.run] if proves else Caveat.NO_REPORT_IN_COUNTY
        return replace(checked.unproved, caveat=said)

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
    return _Checked(check, check.showing(), check.not_showing(), 0, frozenset(), True, night.pages_prove)


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
SEEN = st.none() | st.integers(0, 31)


@given(NIGHTS, SEEN, st.booleans(), st.none() | st.integers(-20, 31), st.booleans())
def test_the_verdict_is_that_by_all_checks(
    nights: list[Night], seen: int | None, provable: bool, claimed: int | None, backdated: bool
) -> None:
    day = None if claimed is None else (BEGAN + timedelta(days=claimed)).date()
    sighting = None if seen is None else Sighting(BEGAN + timedelta(days=seen), "capture", day)
    county = OfNights(nights, provable=provable)
    given: dict[str, Any] = {"sighting": sighting, "first_complete_check": BEGAN}
    if backdated:
        given["witness_against"] = lambda _: "a witness"
    now = BEGAN + timedelta(days=32)
    every = judge(Case(RULE, now, tuple(county.about(PAIR, RULE.due_on)), **given))
    deciding = county.deciding(PAIR, RULE, sighting.at if sighting else None)
    assert judge(Case(RULE, now, tuple(deciding), **given)) == every


def test_of_a_thousand_nights_few_decide() -> None:
    nights = [Night(day, 0, True, False, None, True) for day in range(1000)]
    county = OfNights(nights, provable=True)
    assert len(county.deciding(PAIR, RULE, BEGAN + timedelta(days=800))) == 1
    unprovable = OfNights(nights, provable=False)
    assert len(unprovable.deciding(PAIR, RULE, None)) == 2


def test_before_a_check_with_a_caveat_an_earlier_one_proves() -> None:
    proving, doubted = Night(10, 0, True, False, None, True), Night(11, 0, True, False, Caveat.LIST_NOT_CHECKED, True)
    county = OfNights([proving, doubted], provable=True)
    found = county.deciding(PAIR, RULE, BEGAN + timedelta(days=12))
    assert [check.caveat for check in found] == [Caveat.LIST_NOT_CHECKED, None]
