"""Caveats: why a check that did not show a report does not prove that it was absent.

`caveat` decides, for one check and one report; `Caveats` gathers what it needs from the archive. A verdict is not made
here, and presence needs no proof from here.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from archive.captures.facts import Finding, Observation
from archive.captures.last_readings import is_last
from archive.captures.of_addresses import of_addresses
from archive.deadlines.case import ListingCheck, Pair, Rule, Sighting
from archive.deadlines.judge import NIGHTS_TO_ACCUSE, nights_begin
from archive.deadlines.listing_checks import CountyCheck
from archive.deadlines.proof import Proofs
from archive.deadlines.reasons import Caveat, CheckCaveat
from archive.storage.database import Archive
from archive.storage.instants import known_until, milliseconds

ENOUGH_UNITS = 3
"""Of so many units that owe a report, one at least is on time; where none is, the list has stopped or moved."""

_HELD = f"""
SELECT f.address, f.fetched_at, d.kind, d.township_code, d.year, d.figures_digest, d.claimed_on
FROM documents AS d JOIN news AS f USING (capture)
JOIN visits AS r USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ?1 AND d.kind IN ('report', 'unreadable') AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
ORDER BY f.address, f.fetched_at, f.capture
"""

_WHERE = """
SELECT f.capture, f.address, (SELECT g.address FROM fetches AS g WHERE g.capture = f.via) AS led_by
FROM news AS f WHERE f.capture IN (SELECT value FROM json_each(?))
"""

_RUNS = """
SELECT f.capture, r.run FROM news AS f JOIN site_runs AS r USING (site_run)
WHERE f.capture IN (SELECT value FROM json_each(?))
"""

_FETCHED = of_addresses(
    "r.run, f.address",
    "SELECT CAST(value AS INTEGER) AS address FROM json_each(?1)",
    "f.verdict IN ('ok', 'same')",
    "CROSS JOIN site_runs AS r ON r.site_run = f.site_run",
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one check covered of one report that it did not show.

    `named`: a list named the report, or its later address held something that may have been it. `found_here`: whether
    the check covered the place where the report was found first; None where it was never found. `same_entries`: the
    search began where it begins today. `owing` units of the county owe a report for that year, and `shows_year` tells
    whether the check showed any. `missing` is the observation by which the first fact of its proof is missing.
    """

    named: bool
    found_here: bool | None
    same_entries: bool
    owing: int
    shows_year: bool
    missing: Observation | None = None
    found_by_this_run: bool = False


def caveat(coverage: Coverage) -> CheckCaveat | None:
    """Why the report may have been there all the same; None where the check proves its absence."""
    if coverage.found_by_this_run:
        return Caveat.RUN_FOUND_IT
    if coverage.named:
        return Caveat.NAMED_BUT_READ_OTHERWISE
    if coverage.found_here is False:
        return Caveat.LIST_NOT_CHECKED
    if coverage.found_here is None and not coverage.same_entries:
        return Caveat.OTHER_ENTRY_ADDRESSES
    if coverage.owing >= ENOUGH_UNITS and not coverage.shows_year:
        return Caveat.NO_REPORT_IN_COUNTY
    return coverage.missing


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """What an address held at an instant (in milliseconds), as it was read: whose report, for which year."""

    address: int
    fetched_at: int
    kind: str
    township: str | None
    year: int | None
    figures_digest: str | None = None
    claimed_on: str | None = None


def may_be(earlier: HeldDocument, later: HeldDocument) -> bool:
    """Whether what an address held earlier may have been the report that it held later, and was only put right.

    So may a report of an unknown or another unit for the same year, or the same unit's under another year that came
    out with it or has its figures. Last year's report, in whose place this year's came, was not.
    """
    if (earlier.township, earlier.year) == (later.township, later.year):
        return False
    if earlier.kind == "unreadable" or earlier.year is None:
        return True
    if earlier.township == later.township:
        return _came_out_with(earlier, later) or earlier.figures_digest == later.figures_digest
    return earlier.year == later.year


def _came_out_with(earlier: HeldDocument, later: HeldDocument) -> bool:
    """Whether it is dated when the later one's year was about to end, or later."""
    return later.year is not None and (earlier.claimed_on or "") >= f"{later.year}-12-01"


def spells(documents: Sequence[HeldDocument]) -> dict[Pair, list[tuple[int, int]]]:
    """By report: from when until when (in milliseconds) its address held something that may have been it.

    `documents` are in the order of address and time.
    """
    found: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
    for earlier, until, later in _successions(documents):
        if later.township is not None and later.year is not None and may_be(earlier, later):
            found[later.township, later.year].append((earlier.fetched_at, until))
    return found


def is_within(spells: Iterable[tuple[int, int]], instant: int) -> bool:
    """Whether an instant lies in a spell: at its beginning or later, and before its end."""
    return any(since <= instant < until for since, until in spells)


def _successions(documents: Sequence[HeldDocument]) -> Iterator[tuple[HeldDocument, int, HeldDocument]]:
    """Each document with the instant at which its address held the next one, and with each that came after it there."""
    by_address: dict[int, list[HeldDocument]] = defaultdict(list)
    for document in documents:
        by_address[document.address].append(document)
    for held in by_address.values():
        for position, (earlier, following) in enumerate(pairwise(held), 1):
            for later in held[position:]:
                yield earlier, following.fetched_at, later


@dataclass(frozen=True, slots=True)
class _Checked:
    """A check with the years of which it showed any report.

    Its instants are in milliseconds: of its end, and of what it proves absent. `may_prove` says whether its pages prove
    what they have to whichever report is sought. Checks of one `kind` bear alike on a report that they do not show,
    but for what was held or fetched in just that run.
    """

    check: CountyCheck
    at: int
    absent_at: int
    years: frozenset[int]
    same_entries: bool
    may_prove: bool
    kind: int


_Bearing = tuple[CheckCaveat | None, tuple[Finding, ...]]
"""Why a check does not prove a report absent, None where it does, with the facts of its proof."""


class Caveats:
    """The checks of one county, whose sites `in_force` are searched today, as they bear on each of its reports."""

    def __init__(
        self,
        archive: Archive,
        county: str,
        checks: Sequence[CountyCheck],
        sightings: Mapping[Pair, Sighting],
        owing: Mapping[int, Set[str]],
        in_force: Set[str],
        now: datetime,
        known_at: datetime | None = None,
    ) -> None:
        self._owing = owing
        self._proofs = Proofs(archive, county, checks, sightings, owing, now, known_at)
        self._found_by = _found_by(archive, sightings)
        held = archive.rows(_HELD, county, milliseconds(now), known_until(known_at))
        self._spells = spells([HeldDocument(*row) for row in held])
        self._homes = _homes(checks)
        self._fetched = _fetched(archive, {pair: seen for pair, seen in sightings.items() if pair not in self._homes})
        last = {site: entries for check in checks for site, entries in check.entries.items()}
        self._entries = {site: last.get(site) for site in in_force}
        self._years: dict[frozenset[Pair], frozenset[int]] = {}
        self._kinds: dict[object, int] = {}
        self._bearings: dict[object, _Bearing] = {}
        self._checked = [self._examine(check) for check in checks]
        self._whole = _whole(self._checked)
        self._first_shown = _first_shown(self._checked)

    def about(self, pair: Pair, due_on: date) -> list[ListingCheck]:
        """All checks as they bear on one report, which falls due on this day."""
        return [self._about(checked, pair, due_on) for checked in self._checked]

    def deciding(
        self, pair: Pair, rule: Rule, seen_at: datetime | None, after: datetime | None = None
    ) -> list[ListingCheck]:
        """Those checks by which `judge` decides about one report, first fetched at `seen_at`, None where it never was.

        Years of nights have thousands of checks, and all but a few of them change no verdict: those after a report was
        seen, those before the last one that did not show it, and all that cannot prove its absence but the last. Of
        those that prove it, few stand for all. With `after`: of the checks after that instant.
        """
        listed = self._first_shown.get(pair)
        if seen_at is None and listed is None:
            return self._of_unseen(pair, rule, after)
        if seen_at is None or after is not None:
            return [check for check in self.about(pair, rule.due_on) if after is None or check.at > after]
        earlier = [listed] if listed and listed.at < seen_at else []
        since = earlier[0].at if earlier else seen_at
        return earlier + list(self._lacking_before(since, pair, rule.due_on))

    def _of_unseen(self, pair: Pair, rule: Rule, after: datetime | None) -> list[ListingCheck]:
        """The checks of a report that none shows: the last before it is due, and those since that may prove absence."""
        whole = self._whole
        if after is not None:
            whole = whole[bisect_right(whole, milliseconds(after), key=_absent_at) :]
        due = bisect_left(whole, milliseconds(rule.due_at), key=_absent_at)
        before, since = whole[max(0, due - 1) : due], whole[due:]
        nights = self._nights(since, pair, rule.due_on) if self._may_be_proved(pair) else []
        last = [self._about(since[-1], pair, rule.due_on)] if since and not self._is_last(nights, since[-1]) else []
        return [*(self._about(one, pair, rule.due_on) for one in before), *nights, *last]

    def _nights(self, since: Sequence[_Checked], pair: Pair, due_on: date) -> list[ListingCheck]:
        """The first checks of the nights that prove absence: those of the first two and of the last."""
        proving = [one for one in since if self._proves(one, pair, due_on)]
        begin = [proving[place] for place in nights_begin([one.absent_at for one in proving])]
        first, between, last = begin[:NIGHTS_TO_ACCUSE], begin[NIGHTS_TO_ACCUSE:-1], begin[NIGHTS_TO_ACCUSE:][-1:]
        nights = [self._about(one, pair, due_on) for one in first]
        nights[-1:] = [replace(night, nights=1 + len(between)) for night in nights[-1:]]
        return [*nights, *(self._about(one, pair, due_on) for one in last)]

    def _is_last(self, nights: Sequence[ListingCheck], last: _Checked) -> bool:
        return bool(nights) and nights[-1].site_run == last.check.run

    def _lacking_before(self, since: datetime, pair: Pair, due_on: date) -> Iterator[ListingCheck]:
        """The last whole check before an instant that does not show a report, and the last that proves its absence."""
        end = bisect_left(self._whole, milliseconds(since), key=_absent_at)
        lacking = (one for one in reversed(self._whole[:end]) if pair not in one.check.shown)
        last = next(lacking, None)
        if last is None:
            return
        found = self._about(last, pair, due_on)
        yield found
        if not found.proves_absence and self._may_be_proved(pair):
            earlier = next((one for one in lacking if self._proves(one, pair, due_on)), None)
            if earlier is not None:
                yield self._about(earlier, pair, due_on)

    def _may_be_proved(self, pair: Pair) -> bool:
        """Whether what a check's pages cannot show holds of a report, so that some check may prove its absence."""
        return all(finding.holds for finding in self._proofs.of_report(pair))

    def _about(self, checked: _Checked, pair: Pair, due_on: date) -> ListingCheck:
        if pair in checked.check.shown:
            return checked.check.showing()
        if not checked.check.complete:
            return checked.check.not_showing()
        return checked.check.not_showing(*self._bearing(checked, pair, due_on))

    def _proves(self, checked: _Checked, pair: Pair, due_on: date) -> bool:
        """Whether a whole check proves that a report was absent which some check may prove absent."""
        if not checked.may_prove or pair in checked.check.shown:
            return False
        return self._bearing(checked, pair, due_on)[0] is None

    def _bearing(self, checked: _Checked, pair: Pair, due_on: date) -> _Bearing:
        """How a whole check bears on a report that it does not show. Those of one kind share it."""
        check = checked.check
        held = pair in self._spells and is_within(self._spells[pair], checked.at)
        fetched = pair in self._fetched and check.run in self._fetched[pair]
        found_it = self._found_by.get(pair) == check.run
        key = checked.kind, pair, due_on.year, held, fetched, found_it
        if key not in self._bearings:
            proof = self._proofs.of(check, pair, due_on)
            coverage = Coverage(
                named=held or pair in check.named,
                found_here=self._found_here(check, pair),
                same_entries=checked.same_entries,
                owing=len(self._owing.get(pair[1], ())),
                shows_year=pair[1] in checked.years,
                missing=proof.lacks.observation if proof.lacks else None,
                found_by_this_run=found_it,
            )
            self._bearings[key] = caveat(coverage), proof.findings
        return self._bearings[key]

    def _examine(self, check: CountyCheck) -> _Checked:
        same_entries = all(check.entries.get(site) == entries for site, entries in self._entries.items())
        if check.shown not in self._years:
            self._years[check.shown] = frozenset(year for _, year in check.shown)
        alike = self._proofs.alike(check), check.lists, check.named, check.shown, same_entries
        return _Checked(
            check,
            milliseconds(check.at),
            milliseconds(check.absent_at),
            self._years[check.shown],
            same_entries,
            self._proofs.may_prove(check),
            self._kinds.setdefault(alike, len(self._kinds)),
        )

    def _found_here(self, check: CountyCheck, pair: Pair) -> bool | None:
        """Whether it covered a list that was the first to show the report, or the page where it was found."""
        if pair in self._homes:
            return bool(check.lists & self._homes[pair])
        return check.run in self._fetched[pair] if pair in self._fetched else None


def _absent_at(checked: _Checked) -> int:
    return checked.absent_at


def _whole(checked: Iterable[_Checked]) -> list[_Checked]:
    """The whole checks in the order of what they prove absent."""
    return sorted((one for one in checked if one.check.complete), key=_absent_at)


def _first_shown(checked: Iterable[_Checked]) -> dict[Pair, ListingCheck]:
    """The first check that showed each report."""
    found: dict[Pair, ListingCheck] = {}
    before: object = None
    for one in checked:
        if one.check.shown is not before:
            before = one.check.shown
            found |= dict.fromkeys(one.check.shown - found.keys(), one.check.showing())
    return found


def _found_by(archive: Archive, sightings: Mapping[Pair, Sighting]) -> dict[Pair, str]:
    """The run that first fetched each report."""
    captures = {seen.capture: pair for pair, seen in sightings.items()}
    return {captures[capture]: run for capture, run in archive.rows(_RUNS, json.dumps(list(captures)))}


def _homes(checks: Sequence[CountyCheck]) -> dict[Pair, frozenset[int]]:
    """The lists that were the first to show each report."""
    found: dict[Pair, frozenset[int]] = {}
    later: object = None
    for check in reversed(checks):
        if check.shown_by is not later:
            later = check.shown_by
            found.update(check.shown_by)
    return found


def _fetched(archive: Archive, unlisted: Mapping[Pair, Sighting]) -> dict[Pair, frozenset[str]]:
    """The runs that saw the page of a report that no list shows, or the page that led to it."""
    captures = {seen.capture: pair for pair, seen in unlisted.items()}
    by_address: dict[int, set[Pair]] = defaultdict(set)
    for capture, address, led_by in archive.rows(_WHERE, json.dumps(list(captures))):
        for seen_at in (address, led_by):
            if seen_at is not None:
                by_address[seen_at].add(captures[capture])
    runs: dict[Pair, set[str]] = {pair: set() for pair in unlisted}
    for run, address in archive.rows(_FETCHED, json.dumps(list(by_address))):
        for pair in by_address[address]:
            runs[pair].add(run)
    return {pair: frozenset(seen) for pair, seen in runs.items()}
