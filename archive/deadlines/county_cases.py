"""What bears on the verdicts of one county: its units, who owes what by which rule, the checks and sightings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property, partial

from archive.captures import answers
from archive.captures.answers import Answers, Question
from archive.deadlines import county_units, listing_checks, rules
from archive.deadlines.ambiguities import Ambiguities
from archive.deadlines.backdating import Backdating, backdated
from archive.deadlines.backdating_witnesses import Witnesses
from archive.deadlines.case import AmbiguousDocument, Case, Claim, ListingCheck, Pair, WitnessStatement
from archive.deadlines.caveats import Caveats
from archive.deadlines.reasons import Ambiguity
from archive.deadlines.second_witnesses import SecondWitnesses
from archive.storage.database import Archive
from archive.storage.instants import CHINA, china_day

FIRST_YEAR = 2008
"""The first reporting year there is: the 2007 Regulations came into force on 1 May 2008."""


class CountyCases:
    """What bears on the verdicts of one county: its units, who owes what by which rule, the checks and sightings."""

    def __init__(self, archive: Archive, code: str, now: datetime, only: int | None, known_at: datetime | None) -> None:
        self._now = now
        required = listing_checks.RequiredSites(archive, code)
        checks = listing_checks.checks(archive, code, now, known_at, required)
        self._readings = listing_checks.Readings(archive, code, now, known_at)
        self.sightings = self._readings.sightings()
        self._ambiguities = Ambiguities(archive, code, now, known_at)
        self.listed = listing_checks.shown_by_any(checks) | set(self.sightings)
        self._began = min((check.at for check in checks if check.complete), default=None)
        self._watched = bool(archive.one("SELECT 1 FROM sites WHERE county_code = ?", code))
        self.units = {unit.code: unit for unit in county_units.of_county(archive, code)}
        self.pairs = [(unit, year) for unit in self.units for year in years(self.listed, now, only)]
        book, county_deadline = rules.stored(archive), rules.CountyDeadline(archive, code)
        self.due = {(unit, year): county_deadline.rule(book, year, self.units[unit].name) for unit, year in self.pairs}
        heirs = {unit.successor for unit in self.units.values()}
        said = Answers(answers.every(archive, code), now)
        self._said_to_owe = {
            unit: answer.says == "yes"
            for unit in self.units
            if (answer := said.to(Question.OWES, code, township_code=unit)) is not None
        }
        self._owes = {
            pair
            for pair in self.pairs
            if self._said_to_owe.get(pair[0], self.units[pair[0]].is_township)
            and self.units[pair[0]].owes(pair[1], self.due[pair].due_on, pair[0] in heirs)
        }
        owing: dict[int, set[str]] = defaultdict(set)
        for unit, year in self._owes:
            owing[year].add(unit)
        self._caveats = Caveats(archive, code, checks, self.sightings, owing, required.now, now, known_at)
        self._witnesses = Witnesses(archive, code, now, known_at)
        self.second_witnesses = SecondWitnesses(archive, code, now)

    @cached_property
    def _claims(self) -> Mapping[Pair, Mapping[date, Claim]]:
        return self._readings.claims()

    def case(self, pair: Pair) -> Case:
        """All that bears on the verdict on one report."""
        return Case(
            rule=self.due[pair],
            now=self._now,
            checks=tuple(self._deciding(pair)),
            checks_after=partial(self._deciding, pair),
            sighting=self.sightings.get(pair),
            witness_against=lambda claimed: self._witness(pair, claimed),
            ambiguous_documents=lambda: self._ambiguous(pair),
            in_force=pair in self._owes,
            is_township=self.units[pair[0]].is_township,
            said_not_to_owe=self._said_to_owe.get(pair[0]) is False,
            watched=self._watched,
            first_complete_check=self._began,
        )

    def _witness(self, pair: Pair, claimed: date) -> WitnessStatement | None:
        seen = self.sightings.get(pair)
        return self._witnesses.against(seen.url, claimed, seen.at) if seen and seen.url else None

    def backdatings(self, pair: Pair, since: datetime | None) -> tuple[Backdating, ...]:
        """The checks before a report was first seen that contradict a day of publication that it names."""
        if since is None or self._began is None or since <= self._began or pair not in self._owes:
            return ()
        claims = self._claims.get(pair, {})
        named = [claim for day, claim in claims.items() if day < china_day(since) and self._witness(pair, day)]
        if not named:
            return ()
        return tuple(backdated(self.due[pair], named, self._caveats.about(pair, self.due[pair].due_on), since))

    def _deciding(self, pair: Pair, after: datetime | None = None) -> list[ListingCheck]:
        if pair not in self._owes and pair not in self.listed:
            return []
        seen = self.sightings.get(pair)
        return self._caveats.deciding(pair, self.due[pair], seen.at if seen else None, after)

    def _ambiguous(self, pair: Pair) -> Iterator[AmbiguousDocument]:
        yield from self._ambiguities.about(pair)
        yield from self._related(pair)
        yield from self.second_witnesses.unread(pair)

    def _related(self, pair: Pair) -> Iterator[AmbiguousDocument]:
        """A report of that year under the name of a unit whose place this one took, or that took its place."""
        unit = self.units[pair[0]]
        for relative in self.units.values():
            is_related = relative.successor == unit.code or unit.successor == relative.code
            if is_related and (relative.code, pair[1]) in self.listed:
                yield AmbiguousDocument(Ambiguity.UNDER_RELATED_UNIT, {"name": relative.name}, *pair)


def years(listed: set[tuple[str, int]], now: datetime, only: int | None) -> list[int]:
    """The reporting years to judge: `only` this one, else from the first that a list shows to the last that is over."""
    if only is not None:
        return [only]
    newest = now.astimezone(CHINA).year - 1
    oldest = min([newest, *(year for _, year in listed if year >= FIRST_YEAR)])
    return list(range(oldest, newest + 1))
