"""The tables `status` and `backdating`: a verdict for every township and year, out of what the archive holds up to an
instant, and the checks that contradict what a report claims.

Gathers what bears on each case and writes what `judge` decides; changes no verdict and no reason.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from archive.captures import answers
from archive.captures.answers import Answers, Question
from archive.deadlines import listing_checks, rules, standing
from archive.deadlines.ambiguities import Ambiguities
from archive.deadlines.backdating import Backdating, backdated
from archive.deadlines.backdating_witnesses import Witnesses, day_in_address
from archive.deadlines.borrowed_days import DayPlace
from archive.deadlines.case import (
    AmbiguousDocument,
    Case,
    Claim,
    Judgement,
    ListingCheck,
    Pair,
    Sighting,
    Verdict,
    WitnessStatement,
)
from archive.deadlines.caveats import Caveats
from archive.deadlines.judge import JUDGE, judge
from archive.deadlines.reasons import CODES, Ambiguity, remedy, sentence
from archive.deadlines.second_witnesses import SecondWitnesses
from archive.reports import lasting_changes
from archive.reports.history.report_history import history_of
from archive.reports.history.versions import ReportChange
from archive.storage.database import Archive
from archive.storage.instants import CHINA, china_day, instant, known_until, milliseconds, text

FIRST_YEAR = 2008
"""The first reporting year there is: the 2007 Regulations came into force on 1 May 2008."""


@dataclass(frozen=True, slots=True)
class DeadlineStatus:
    """One row of `status`."""

    township_code: str
    township: str
    county_code: str
    county: str
    year: int
    judgement: Judgement
    report: str | None
    site: str | None
    remarks: dict[str, Any] = field(default_factory=dict)
    backdatings: tuple[Backdating, ...] = ()


_CLASS = 6
_TOWNSHIP_CLASSES = "0123"


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    name: str
    valid_from: str | None
    valid_to: str | None
    successor: str | None

    def owes(self, year: int, due_on: date, is_heir: bool) -> bool:
        """Whether it was there on the day due, and it or a unit whose place it took was in the reporting year."""
        due = due_on.isoformat()
        there = (self.valid_from or "") <= due and (not self.valid_to or due <= self.valid_to)
        return there and (is_heir or (self.valid_from or "") <= f"{year}-12-31")

    @property
    def is_township(self) -> bool:
        """Whether it is a 街道, 镇 or 乡 by the seventh digit of its code, and no farm, park, prison or company."""
        return self.code[_CLASS] in _TOWNSHIP_CLASSES


def compute(
    archive: Archive,
    now: datetime,
    county: str | None = None,
    year: int | None = None,
    known_at: datetime | None = None,
) -> Iterator[DeadlineStatus]:
    """Verdicts for all watched townships on what was fetched until `now`, by county, township and year.

    Those of a county that is named and not watched say so. With `known_at`: by what had been read until then, not by
    what was read otherwise since.
    """
    counties = archive.rows(
        "SELECT code, name FROM counties WHERE code = ?1"
        " OR ?1 IS NULL AND code IN (SELECT county_code FROM sites) ORDER BY code",
        county,
    )
    for code, name in counties:
        yield from _county(archive, code, name, now, year, known_at)


def materialise(archive: Archive, now: datetime, *, anew: bool = False) -> int:
    """Bring `status` and `backdating` to this instant, one transaction a county; all counties with `anew`.

    Otherwise only counties are judged whose verdicts no longer stand (`standing`). Rows that are as they were are not
    written. An interrupted call is made up for by the next one. Returns the number of verdicts that were made.
    """
    grown, rows = standing.growth(archive), standing.rows(archive)
    watched = standing.watched(archive)
    counties = watched if anew else standing.fallen(archive, now)
    with archive.transaction() as db:
        db.execute("UPDATE judged SET judge = NULL")  # until all are written, they are of no one instant
        db.executemany("INSERT OR IGNORE INTO verdict_reasons VALUES (?)", [(code,) for code in CODES])
        kept = json.dumps(watched)
        for table in ("status", "judged_counties"):
            db.execute(f"DELETE FROM {table} WHERE county_code NOT IN (SELECT value FROM json_each(?))", (kept,))
    written = sum(_write_county(archive, county, rows[county], now) for county in counties)
    with archive.transaction() as db:
        db.execute("DELETE FROM judged")
        db.execute(
            "INSERT INTO judged (at, judge, site_run, document, rules) VALUES (?, ?, ?, ?, ?)",
            (text(now), JUDGE, grown.site_run, grown.document, grown.rules),
        )
    return written


_WRITE = """
INSERT INTO status VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (township_code, year) DO UPDATE SET
    (county_code, verdict, due_at, basis, first_seen, claimed_on, days_late, backdated, report, evidence, reason)
    = (excluded.county_code, excluded.verdict, excluded.due_at, excluded.basis, excluded.first_seen,
       excluded.claimed_on, excluded.days_late, excluded.backdated, excluded.report, excluded.evidence, excluded.reason)
WHERE (county_code, verdict, due_at, basis, first_seen, claimed_on, days_late, backdated, report, evidence, reason)
    IS NOT (excluded.county_code, excluded.verdict, excluded.due_at, excluded.basis, excluded.first_seen,
       excluded.claimed_on, excluded.days_late, excluded.backdated, excluded.report, excluded.evidence, excluded.reason)
"""

_OF_COUNTY = "township_code IN (SELECT code FROM townships WHERE county_code = ?)"


def _write_county(archive: Archive, county: str, digest: bytes, now: datetime) -> int:
    """Judge a county and write its rows. Returns how many verdicts it has."""
    statuses = list(compute(archive, now, county))
    due = {status.judgement.rule.due_at for status in statuses}
    days = {day for status in statuses if (day := _day_of_address(status)) is not None}
    until = standing.stands_until(archive, county, due, days, now)
    pairs = {(status.township_code, status.year) for status in statuses}
    with archive.transaction() as db:
        before = db.execute("SELECT township_code, year FROM status WHERE county_code = ?", (county,)).fetchall()
        gone = [pair for pair in map(tuple, before) if pair not in pairs]
        db.executemany("DELETE FROM status WHERE township_code = ? AND year = ?", gone)
        db.executemany(_WRITE, [row(status) for status in statuses])
        db.execute(f"DELETE FROM backdating WHERE {_OF_COUNTY}", (county,))
        db.executemany("INSERT INTO backdating VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", backdating_rows(statuses))
        db.execute("INSERT OR REPLACE INTO judged_counties VALUES (?, ?, ?)", (county, until, digest))
    return len(statuses)


def _day_of_address(status: DeadlineStatus) -> date | None:
    """The day in the address of a report, which is a witness from that day on."""
    sighting = status.judgement.sighting
    return day_in_address(sighting.url) if sighting and sighting.url else None


def counts(archive: Archive) -> dict[tuple[int, Verdict], int]:
    """How many townships have each verdict, by reporting year and verdict."""
    rows = archive.rows("SELECT year, verdict, count(*) AS n FROM status GROUP BY year, verdict ORDER BY year, verdict")
    return {(row["year"], row["verdict"]): row["n"] for row in rows}


def is_of_this_judge(archive: Archive) -> bool:
    """Whether `status` was written by this version's judge; another one's verdicts may differ."""
    return bool(archive.one("SELECT 1 FROM judged WHERE judge = ?", JUDGE))


def judged_at(archive: Archive) -> datetime | None:
    """The instant as of which `status` was written; None where it never was."""
    row = archive.one("SELECT at FROM judged")
    return instant(row["at"]) if row else None


def as_json(status: DeadlineStatus) -> dict[str, Any]:
    """One verdict with its evidence, for `status --json`."""
    judged = status.judgement
    return {
        "township_code": status.township_code,
        "township": status.township,
        "county_code": status.county_code,
        "county": status.county,
        "year": status.year,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "due_at": text(judged.rule.due_at),
        "basis": judged.rule.basis,
        "first_seen": text(judged.first_seen) if judged.first_seen else None,
        "claimed_on": judged.claimed_on.isoformat() if judged.claimed_on else None,
        "days_late": judged.days_late,
        "backdated": judged.backdated,
        "report": status.report,
        "evidence": {**evidence(judged), **status.remarks},
    }


def evidence(judged: Judgement) -> dict[str, Any]:
    """What a verdict rests on: the reason in words and as a code, the rule, and the checks and captures behind it.

    Checks that are evidence against a township name every page that did not show its report.
    """
    against = judged.verdict in ("not_published", "late") or judged.backdated

    def shown(check: ListingCheck | None, *, whole: bool = False) -> dict[str, Any] | None:
        if check is None:
            return None
        found = {
            "at": text(check.at),
            "run": check.site_run,
            "shows": check.shows,
            "sound": check.complete,
            "capture": check.capture,
            "url": check.url,
        }
        pages = [{"capture": capture, "url": url} for capture, url in check.pages]
        found |= {"proof": [finding.as_json() for finding in check.findings]} if whole and check.findings else {}
        return {**found, "pages": pages} if whole and against else found

    sighting = judged.sighting
    return {
        "why": sentence(judged.reason, judged.arguments),
        **({"remedy": advice} if (advice := remedy(judged.reason)) else {}),
        "reason": judged.reason,
        "reason_args": dict(judged.arguments),
        "rule": judged.rule.name,
        "rule_url": judged.rule.url,
        "rule_binding": judged.rule.binding,
        "look_before": shown(judged.before),
        "look_after": shown(judged.after),
        "looks": [shown(check, whole=True) for check in judged.checks],
        **({"witness": _statement(judged.statement)} if judged.statement else {}),
        "report": _report(sighting) if sighting else None,
    }


def _statement(found: WitnessStatement) -> dict[str, Any]:
    """A second witness as `evidence` shows it."""
    return {"witness": found.witness, "args": dict(found.args), "why": sentence(found.witness, found.args)}


def _report(sighting: Sighting) -> dict[str, Any]:
    """A sighting in the evidence; `claimed_in` where the day that it claims stands elsewhere than in the document."""
    found = {"at": text(sighting.at), "capture": sighting.capture, "url": sighting.url}
    return found if sighting.claimed_in is DayPlace.DOCUMENT else {**found, "claimed_in": sighting.claimed_in}


def row(status: DeadlineStatus) -> tuple[object, ...]:
    """A verdict as a row of the table `status`."""
    shown = as_json(status)
    return (
        status.township_code,
        status.year,
        status.county_code,
        shown["verdict"],
        shown["due_at"],
        shown["basis"],
        shown["first_seen"],
        shown["claimed_on"],
        shown["days_late"],
        shown["backdated"],
        shown["report"],
        json.dumps(shown["evidence"], ensure_ascii=False),
        shown["reason"],
    )


def row_without_reason(status: DeadlineStatus) -> tuple[object, ...]:
    """The same as it was written before reasons had codes: an archive that was not judged since holds such rows."""
    *columns, evidence, _ = row(status)
    without_codes = {
        key: value for key, value in json.loads(str(evidence)).items() if key not in ("reason", "reason_args")
    }
    return (*columns, json.dumps(without_codes, ensure_ascii=False), None)


def backdating_rows(statuses: Iterable[DeadlineStatus]) -> list[tuple[object, ...]]:
    """The checks that contradict what reports claim, as rows of the table `backdating`."""
    return [
        (
            status.township_code,
            status.year,
            found.claim.on.isoformat(),
            found.claim.label,
            found.claim.capture,
            text(found.first_seen),
            found.check.site_run,
            text(found.check.at),
            found.check.capture,
            found.check.url,
        )
        for status in statuses
        for found in status.backdatings
    ]


class _County:
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
        self.units = {unit.code: unit for unit in _units(archive, code)}
        self.pairs = [(unit, year) for unit in self.units for year in _years(self.listed, now, only)]
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


def _county(
    archive: Archive, code: str, name: str, now: datetime, only: int | None, known_at: datetime | None
) -> Iterator[DeadlineStatus]:
    county = _County(archive, code, now, only, known_at)
    remarks = _remarks(archive, code, now, only, known_at)
    for pair in county.pairs:
        judged = judge(county.case(pair))
        unit, year = pair
        report = county.sightings[pair].report if pair in county.sightings else None
        more = _of_report(remarks, pair, county.due[pair].due_at)
        if judged.verdict == "not_published":
            more["witnesses"] = [asked.as_json() for asked in county.second_witnesses.about(pair)]
        contradicted = county.backdatings(pair, judged.first_seen)
        yield DeadlineStatus(unit, county.units[unit].name, code, name, year, judged, report, None, more, contradicted)


def _remarks(
    archive: Archive, county: str, now: datetime, only: int | None, known_at: datetime | None
) -> dict[tuple[str, int], list[tuple[str, str, str]]]:
    """What else is known of each report: (what, when, where) for revisions, withdrawals and look-alikes."""
    rows = archive.rows(
        "SELECT d.township_code, d.year, 'lookalike', min(d.parsed_at), a.url FROM documents AS d"
        " JOIN news AS f USING (capture) JOIN addresses AS a USING (address)"
        " JOIN townships AS t ON t.code = d.township_code WHERE t.county_code = ?1 AND d.kind = 'lookalike'"
        " AND f.fetched_at <= ?2 AND d.parsed_at <= ?3 AND d.year IS NOT NULL GROUP BY d.township_code, d.year, a.url"
        " UNION ALL SELECT i.township_code, i.year, 'lookalike', '', a.url FROM items AS i"
        " JOIN addresses AS a USING (address) JOIN townships AS t ON t.code = i.township_code"
        " WHERE t.county_code = ?1 AND i.kind = 'lookalike' AND i.year IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM sites AS z CROSS JOIN visits AS s ON s.site = z.site"
        "  CROSS JOIN looks AS l ON l.site_run = s.site_run CROSS JOIN state_items AS m ON m.state = l.state"
        "  WHERE z.county_code = ?1 AND m.item = i.item AND s.finished <= ?2) ORDER BY 4",
        county,
        milliseconds(now),
        known_until(known_at),
    )
    found: dict[tuple[str, int], list[tuple[str, str, str]]] = defaultdict(list)
    for township, year, what, at, url in rows:
        found[township, year].append((what, at, url))
    changes: dict[tuple[str, int], list[ReportChange]] = defaultdict(list)
    for report, change in _changes(archive, county, only, known_at):
        changes[report].append(change)
    for (township, year), of_report in changes.items():
        for change in lasting_changes.told(archive.connection, f"{township}/{year}", of_report, now):
            found[township, year].append((change.kind, change.at, change.capture))
    return found


def _changes(
    archive: Archive, county: str, only: int | None, known_at: datetime | None
) -> Iterator[tuple[tuple[str, int], ReportChange]]:
    """The changes of a county's reports, of a year or all, in order: as stored, or as they were known at an instant."""
    if known_at is None:
        for row in archive.rows(
            "SELECT r.township_code, r.year, c.* FROM reports AS r JOIN changes AS c"
            " ON c.subject = 'township:' || r.report WHERE r.county_code = ?1 AND (?2 IS NULL OR r.year = ?2)"
            " ORDER BY c.at, c.rowid",
            county,
            only,
        ):
            township, year, at, kind, _, before, after, cause, capture = row
            yield (township, year), ReportChange(at, kind, before, after, cause, capture)
        return
    for township, year in archive.rows(
        "SELECT township_code, year FROM reports WHERE county_code = ?1 AND (?2 IS NULL OR year = ?2)", county, only
    ):
        for change in history_of(archive.connection, township, year, known_at).changes:
            yield (township, year), change


def _of_report(
    remarks: dict[tuple[str, int], list[tuple[str, str, str]]], pair: tuple[str, int], due_at: datetime
) -> dict[str, Any]:
    known = remarks.get(pair, [])
    revised = [at for what, at, _ in known if what == "figures" and instant(at) >= due_at]
    comings = [(what, at) for what, at, _ in known if what in ("withdrawn", "restored")]
    alike = sorted({url for what, _, url in known if what == "lookalike"})
    found: dict[str, Any] = {"revised_after_deadline": revised} if revised else {}
    found |= {"withdrawn_at": comings[-1][1]} if comings and comings[-1][0] == "withdrawn" else {}
    return found | ({"lookalikes": alike} if alike else {})


def _years(listed: set[tuple[str, int]], now: datetime, only: int | None) -> list[int]:
    if only is not None:
        return [only]
    newest = now.astimezone(CHINA).year - 1
    oldest = min([newest, *(year for _, year in listed if year >= FIRST_YEAR)])
    return list(range(oldest, newest + 1))


def _units(archive: Archive, county: str) -> list[_Unit]:
    rows = archive.rows(
        "SELECT code, name, valid_from, valid_to, successor FROM townships WHERE county_code = ? ORDER BY code", county
    )
    return [_Unit(*row) for row in rows]
