"""The tables `status` and `backdating`: a verdict for every township and year, out of what the archive holds up to an
instant, and the looks that contradict what a report claims.

Gathers looks and sightings; `deadlines` judges them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from archive.deadlines import ambiguities, backdating, listing_checks, rules
from archive.deadlines.ambiguities import Doubt
from archive.deadlines.backdating import Backdating, backdated
from archive.deadlines.caveats import Reservations
from archive.deadlines.listing_checks import Pair
from archive.deadlines.model import Judgement, Look, judge
from archive.reports.report_history import history_of
from archive.reports.versions import Changed
from archive.storage.database import Archive
from archive.storage.instants import CHINA, china_day, instant, known_until, milliseconds, text

FIRST_YEAR = 2008
"""The first reporting year there is: the 2007 Regulations came into force on 1 May 2008."""

A_YEAR = timedelta(days=366)
"""A report that fell due this long before our first sound look may have been there and moved since."""


UNWATCHED = "no site of its county is watched; add a row to sites.toml"


@dataclass(frozen=True, slots=True)
class Standing:
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


def compute(
    archive: Archive,
    now: datetime,
    county: str | None = None,
    year: int | None = None,
    known_at: datetime | None = None,
) -> Iterator[Standing]:
    """Verdicts for all watched townships on what was fetched until `now`, by county, township and year.

    Of a county that is named and not watched, they say so. With `known_at`: by what had been read until then, and not
    by what was read otherwise since.
    """
    counties = archive.rows(
        "SELECT code, name FROM counties WHERE code = ?1"
        " OR ?1 IS NULL AND code IN (SELECT county_code FROM sites) ORDER BY code",
        county,
    )
    for code, name in counties:
        yield from _county(archive, code, name, now, year, known_at)


def materialise(archive: Archive, now: datetime) -> int:
    """Write `status` and `backdating` anew in one transaction. Returns the number of verdicts."""
    standings = list(compute(archive, now))
    rows = [row(standing) for standing in standings]
    with archive.transaction() as db:
        db.execute("DELETE FROM backdating")
        db.executemany("INSERT INTO backdating VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", backdating_rows(standings))
        db.execute("DELETE FROM status")
        db.execute("DELETE FROM judged")
        db.execute("INSERT INTO judged VALUES (?)", (text(now),))
        db.executemany("INSERT INTO status VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def judged_at(archive: Archive) -> datetime | None:
    """The instant as of which `status` was written; None where it never was."""
    row = archive.one("SELECT at FROM judged")
    return instant(row["at"]) if row else None


def as_json(standing: Standing) -> dict[str, Any]:
    """One verdict with its evidence, for `status --json`."""
    judged = standing.judgement
    return {
        "township_code": standing.township_code,
        "township": standing.township,
        "county_code": standing.county_code,
        "county": standing.county,
        "year": standing.year,
        "verdict": judged.verdict,
        "due_at": text(judged.rule.due_at),
        "basis": judged.rule.basis,
        "first_seen": text(judged.first_seen) if judged.first_seen else None,
        "claimed_on": judged.claimed_on.isoformat() if judged.claimed_on else None,
        "days_late": judged.days_late,
        "backdated": judged.backdated,
        "report": standing.report,
        "evidence": {**evidence(judged), **standing.remarks},
    }


def evidence(judged: Judgement) -> dict[str, Any]:
    """What a verdict rests on: the reason in words, the rule, and the looks and captures behind it.

    Looks that tell against a township name every page that did not show its report.
    """
    against = judged.verdict in ("not_published", "late") or judged.backdated

    def look(seen: Look | None, *, whole: bool = False) -> dict[str, Any] | None:
        if seen is None:
            return None
        told = {
            "at": text(seen.at),
            "run": seen.site_run,
            "shows": seen.shows,
            "sound": seen.sound,
            "capture": seen.capture,
            "url": seen.url,
        }
        pages = [{"capture": capture, "url": url} for capture, url in seen.pages]
        return {**told, "pages": pages} if whole and against else told

    sighting = judged.sighting
    return {
        "why": judged.why,
        "rule": judged.rule.name,
        "rule_url": judged.rule.url,
        "rule_binding": judged.rule.binding,
        "look_before": look(judged.before),
        "look_after": look(judged.after),
        "looks": [look(seen, whole=True) for seen in judged.looks],
        "report": {"at": text(sighting.at), "capture": sighting.capture, "url": sighting.url} if sighting else None,
    }


def row(standing: Standing) -> tuple[object, ...]:
    """A verdict as the table `status` keeps it."""
    said = as_json(standing)
    return (
        standing.township_code,
        standing.year,
        standing.county_code,
        said["verdict"],
        said["due_at"],
        said["basis"],
        said["first_seen"],
        said["claimed_on"],
        said["days_late"],
        said["backdated"],
        said["report"],
        json.dumps(said["evidence"], ensure_ascii=False),
    )


def backdating_rows(standings: Iterable[Standing]) -> list[tuple[object, ...]]:
    """The looks that contradict what reports claim, as the table `backdating` keeps them."""
    return [
        (
            standing.township_code,
            standing.year,
            said.claim.on.isoformat(),
            said.claim.label,
            said.claim.capture,
            text(said.first_seen),
            said.look.site_run,
            text(said.look.at),
            said.look.capture,
            said.look.url,
        )
        for standing in standings
        for said in standing.backdatings
    ]


class _County:
    """What there is to judge a county by at an instant: its units, who owes what by which rule, and the looks."""

    def __init__(self, archive: Archive, code: str, now: datetime, only: int | None, known_at: datetime | None) -> None:
        self._now = now
        seen = listing_checks.looks(archive, code, now, known_at)
        self.sightings = listing_checks.sightings(archive, code, now, known_at)
        self._reservations = Reservations(archive, code, seen, self.sightings, now, known_at)
        self.listed = {pair for look in seen for pair in look.shown} | set(self.sightings)
        self._began = min((look.at for look in seen if look.sound), default=None)
        self._watched = bool(archive.one("SELECT 1 FROM sites WHERE county_code = ?", code))
        self.units = {unit.code: unit for unit in _units(archive, code)}
        self.pairs = [(unit, year) for unit in self.units for year in _years(self.listed, now, only)]
        book, own = rules.kept(archive), rules.Own(archive, code)
        self.due = {(unit, year): own.rule(book, year, self.units[unit].name) for unit, year in self.pairs}
        heirs = {unit.successor for unit in self.units.values()}
        self._owes = {
            pair for pair in self.pairs if self.units[pair[0]].owes(pair[1], self.due[pair].due_on, pair[0] in heirs)
        }
        self._owing = Counter(year for _, year in self._owes)
        self._claims = backdating.claims(archive, code, now, known_at)

    def judged(self, pair: Pair) -> Judgement:
        """The verdict on one report by the looks alone."""
        judged = judge(
            self.due[pair], self._about(pair), self.sightings.get(pair), self._now, in_force=pair in self._owes
        )
        if not self._watched and judged.verdict == "cannot_tell":
            return replace(judged, why=UNWATCHED)
        return _past_is_not_judged(judged, self._began)

    def doubted(self, judged: Judgement, pair: Pair, standing: Sequence[Doubt]) -> Judgement:
        """Nobody is said to lack a report while one hangs that may be it, nor by what was seen while it hung."""
        about = self._about(pair)
        for doubt in (one for one in (*standing, *self._kin(pair)) if one.is_about(*pair)):
            if doubt.until is None:
                return replace(judged, verdict="cannot_tell", why=doubt.why)
            about = [look for look in about if look.at > doubt.until]
            judged = judge(judged.rule, about, None, self._now)
            if judged.verdict != "not_published":
                return replace(judged, why=f"{doubt.why}; gone since, and a second night decides")
        return judged

    def backdatings(self, pair: Pair, since: datetime | None) -> tuple[Backdating, ...]:
        """The looks before a report was first seen that contradict a day of publication that it names."""
        if since is None or self._began is None or since <= self._began or pair not in self._owes:
            return ()
        named = [claim for day, claim in self._claims.get(pair, {}).items() if day < china_day(since)]
        return tuple(backdated(self.due[pair], named, self._about(pair), since)) if named else ()

    def _about(self, pair: Pair) -> list[Look]:
        if pair not in self._owes and pair not in self.listed:
            return []
        return self._reservations.about(pair, self._owing[pair[1]])

    def _kin(self, pair: Pair) -> Iterator[Doubt]:
        """A report of that year under the name of a unit whose place this one took, or that took its place."""
        unit = self.units[pair[0]]
        for other in self.units.values():
            related = other.successor == unit.code or unit.successor == other.code
            if related and (other.code, pair[1]) in self.listed:
                why = f"a report of that year is there under the name of {other.name}, merged with it or renamed"
                yield Doubt(why, *pair)


def _county(
    archive: Archive, code: str, name: str, now: datetime, only: int | None, known_at: datetime | None
) -> Iterator[Standing]:
    county = _County(archive, code, now, only, known_at)
    remarks = _remarks(archive, code, now, known_at)
    told = {pair: county.judged(pair) for pair in county.pairs}
    accused = {year for (_, year), judged in told.items() if judged.verdict == "not_published"}
    standing = ambiguities.standing(archive, code, accused, now, known_at) if accused else []
    for pair, judged in told.items():
        if judged.verdict == "not_published":
            judged = county.doubted(judged, pair, standing)
        unit, year = pair
        report = f"{unit}/{year}" if pair in county.sightings else None
        more = _of_this(remarks, pair, county.due[pair].due_at)
        against = county.backdatings(pair, judged.first_seen)
        yield Standing(unit, county.units[unit].name, code, name, year, judged, report, None, more, against)


def _remarks(
    archive: Archive, county: str, now: datetime, known_at: datetime | None
) -> dict[tuple[str, int], list[tuple[str, str, str]]]:
    """What else is known of each report: (what, when, where) for revisions, withdrawals and look-alikes."""
    rows = archive.rows(
        "SELECT d.township_code, d.year, 'lookalike', min(d.parsed_at), a.url FROM documents AS d"
        " JOIN news AS f USING (capture) JOIN addresses AS a USING (address)"
        " JOIN townships AS t ON t.code = d.township_code WHERE t.county_code = ?1 AND d.kind = 'lookalike'"
        " AND f.fetched_at <= ?3 AND d.parsed_at <= ?4 AND d.year IS NOT NULL GROUP BY d.township_code, d.year, a.url"
        " UNION ALL SELECT i.township_code, i.year, 'lookalike', '', a.url FROM items AS i"
        " JOIN addresses AS a USING (address) JOIN townships AS t ON t.code = i.township_code"
        " WHERE t.county_code = ?1 AND i.kind = 'lookalike' AND i.year IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM state_items AS m JOIN looks AS l USING (state) JOIN site_runs AS s USING (site_run)"
        "  WHERE m.item = i.item AND s.finished_at <= ?2) ORDER BY 4",
        county,
        text(now),
        milliseconds(now),
        known_until(known_at),
    )
    found: dict[tuple[str, int], list[tuple[str, str, str]]] = defaultdict(list)
    for township, year, what, at, place in rows:
        found[township, year].append((what, at, place))
    for report, change in _changes(archive, county, known_at):
        if change.at <= text(now) and change.cause == "publisher" and change.kind in _REMARKED:
            found[report].append((change.kind, change.at, change.capture))
    return found


_REMARKED = ("figures", "withdrawn", "restored")


def _changes(archive: Archive, county: str, known_at: datetime | None) -> Iterator[tuple[tuple[str, int], Changed]]:
    """The changes of a county's reports, in order: as the table has them, or as they were told at an instant."""
    if known_at is None:
        for row in archive.rows(
            "SELECT r.township_code, r.year, c.* FROM reports AS r JOIN changes AS c"
            " ON c.subject = 'township:' || r.report WHERE r.county_code = ? ORDER BY c.at, c.rowid",
            county,
        ):
            township, year, *told = row
            at, kind, _, before, after, cause, capture = told
            yield (township, year), Changed(at, kind, before, after, cause, capture)
        return
    for township, year in archive.rows("SELECT township_code, year FROM reports WHERE county_code = ?", county):
        for change in history_of(archive.connection, township, year, known_at).changes:
            yield (township, year), change


def _of_this(
    remarks: dict[tuple[str, int], list[tuple[str, str, str]]], pair: tuple[str, int], due_at: datetime
) -> dict[str, Any]:
    said = remarks.get(pair, [])
    revised = [at for what, at, _ in said if what == "figures" and instant(at) >= due_at]
    comings = [(what, at) for what, at, _ in said if what in ("withdrawn", "restored")]
    alike = sorted({place for what, _, place in said if what == "lookalike"})
    told: dict[str, Any] = {"revised_after_deadline": revised} if revised else {}
    told |= {"withdrawn_at": comings[-1][1]} if comings and comings[-1][0] == "withdrawn" else {}
    return told | ({"lookalikes": alike} if alike else {})


def _past_is_not_judged(judged: Judgement, began: datetime | None) -> Judgement:
    """Absence of a report that fell due a year or more before our first sound look proves nothing: old shelves move."""
    if judged.verdict != "not_published" or began is None or began - judged.rule.due_at < A_YEAR:
        return judged
    return replace(judged, verdict="cannot_tell", why="fell due long before our first sound look; it is not listed now")


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
