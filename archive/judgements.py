"""The table `status`: a verdict for every township and year, out of what the archive holds up to an instant.

Gathers looks and sightings; `deadlines` judges them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from archive.clock import CHINA, instant, milliseconds, text
from archive.deadlines import Judgement, Look, Rule, Sighting, default_rule, judge
from archive.store import Archive

FIRST_YEAR = 2008
"""The first reporting year there is: the 2007 Regulations came into force on 1 May 2008."""


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


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    name: str
    valid_from: str | None
    valid_to: str | None

    def in_force(self, day: date) -> bool:
        return (self.valid_from or "") <= day.isoformat() and (not self.valid_to or day.isoformat() < self.valid_to)


@dataclass(frozen=True, slots=True)
class _CountyLook:
    """One run's look at all lists of a county together."""

    at: datetime
    run: str
    sound: bool
    shown: frozenset[tuple[str, int]]
    capture: str | None
    url: str | None


def compute(archive: Archive, now: datetime, county: str | None = None, year: int | None = None) -> Iterator[Standing]:
    """Verdicts for all watched townships as the archive had them at `now`, by county, township and year."""
    counties = archive.rows(
        "SELECT DISTINCT c.code, c.name FROM sites JOIN counties AS c ON c.code = sites.county_code"
        " WHERE ?1 IS NULL OR c.code = ?1 ORDER BY c.code",
        county,
    )
    for code, name in counties:
        yield from _county(archive, code, name, now, year)


def materialise(archive: Archive, now: datetime) -> int:
    """Write `status` anew in one transaction. Returns the number of rows."""
    rows = [_row(standing) for standing in compute(archive, now)]
    with archive.transaction() as db:
        db.execute("DELETE FROM status")
        db.executemany("INSERT INTO status VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


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
        "evidence": evidence(judged),
    }


def evidence(judged: Judgement) -> dict[str, Any]:
    """What a verdict rests on: the reason in words, the rule, and the looks and captures behind it."""

    def look(seen: Look | None) -> dict[str, Any] | None:
        return (
            {"at": text(seen.at), "run": seen.site_run, "shows": seen.shows, "capture": seen.capture, "url": seen.url}
            if seen
            else None
        )

    sighting = judged.sighting
    return {
        "why": judged.why,
        "rule": judged.rule.name,
        "rule_url": judged.rule.url,
        "look_before": look(judged.before),
        "look_after": look(judged.after),
        "report": {"at": text(sighting.at), "capture": sighting.capture} if sighting else None,
    }


def _row(standing: Standing) -> tuple[object, ...]:
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


def _county(archive: Archive, code: str, name: str, now: datetime, only: int | None) -> Iterator[Standing]:
    looks = _looks(archive, code, now)
    sightings = _sightings(archive, code, now)
    sound = [look for look in looks if look.sound]
    rules = _Rules(archive, code)
    listed = {pair for look in looks for pair in look.shown} | set(sightings)
    for unit in _units(archive, code):
        for year in _years(listed, now, only):
            rule = rules.of(year)
            pair = (unit.code, year)
            in_force = unit.in_force(rule.due_on)
            if not in_force and pair not in listed:
                if only == year:
                    yield Standing(
                        unit.code, unit.name, code, name, year, judge(rule, (), None, now, in_force=False), None, None
                    )
                continue
            judged = judge(
                rule,
                [Look(s.at, s.run, pair in s.shown, s.capture, s.url) for s in sound],
                sightings.get(pair),
                now,
                in_force,
            )
            judged = _past_is_not_judged(judged, sound, now)
            report = f"{unit.code}/{year}" if pair in sightings else None
            yield Standing(unit.code, unit.name, code, name, year, judged, report, None)


def _past_is_not_judged(judged: Judgement, sound: list[_CountyLook], now: datetime) -> Judgement:
    """Absence of a report that fell due a year or more before our first sound look proves nothing: old shelves move."""
    if judged.verdict != "not_published" or not sound:
        return judged
    newest_due = max(
        year for year in range(FIRST_YEAR, now.year + 1) if default_rule(year).due_at <= min(s.at for s in sound)
    )
    if judged.rule.due_on.year - 1 >= newest_due:
        return judged
    return replace(judged, verdict="cannot_tell", why="fell due long before our first sound look; it is not listed now")


class _Rules:
    """The rule for each year in one county: its own date where the registry gives one, else the default."""

    def __init__(self, archive: Archive, county: str) -> None:
        settings = [
            json.loads(row[0]) for row in archive.rows("SELECT settings FROM sites WHERE county_code = ?", county)
        ]
        self._own: dict[str, str] = next(
            (s["deadline"] for s in settings if s.get("deadline", {}).get("month_day")), {}
        )

    def of(self, year: int) -> Rule:
        return default_rule(year, self._own.get("month_day"), self._own.get("basis"), self._own.get("url"))


def _years(listed: set[tuple[str, int]], now: datetime, only: int | None) -> list[int]:
    if only is not None:
        return [only]
    newest = now.astimezone(CHINA).year - 1
    oldest = min([newest, *(year for _, year in listed if year >= FIRST_YEAR)])
    return list(range(oldest, newest + 1))


def _units(archive: Archive, county: str) -> list[_Unit]:
    rows = archive.rows(
        "SELECT code, name, valid_from, valid_to FROM townships WHERE county_code = ? ORDER BY code", county
    )
    return [_Unit(*row) for row in rows]


def _looks(archive: Archive, county: str, now: datetime) -> list[_CountyLook]:
    """All runs' looks at this county; sound where every site of the county was seen whole in that run."""
    sites = {row[0] for row in archive.rows("SELECT site FROM sites WHERE county_code = ?", county)}
    by_run: dict[str, list[Any]] = defaultdict(list)
    for row in archive.rows(
        "SELECT r.site_run, r.run, r.site, r.outcome, r.finished_at FROM site_runs AS r JOIN sites AS s USING (site)"
        " WHERE s.county_code = ? AND r.finished_at <= ? ORDER BY r.started_at",
        county,
        text(now),
    ):
        by_run[row["run"]].append(row)
    shown = _shown(archive, county)
    looks = []
    for run, rows in by_run.items():
        states = [
            (row["state"], row["complete"])
            for site_run in rows
            for row in archive.rows("SELECT state, complete FROM looks WHERE site_run = ?", site_run["site_run"])
        ]
        sound = (
            {row["site"] for row in rows if row["outcome"] == "ok"} == sites
            and all(whole for _, whole in states)
            and bool(states)
        )
        capture = archive.one(
            "SELECT f.capture, a.url FROM fetches AS f JOIN addresses AS a USING (address) WHERE f.site_run = ?"
            " AND f.kind = 'listing' AND f.verdict IN ('ok', 'same') ORDER BY f.capture LIMIT 1",
            rows[0]["site_run"],
        )
        looks.append(
            _CountyLook(
                max(instant(row["finished_at"]) for row in rows),
                run,
                sound,
                frozenset().union(*(shown.get(state, frozenset()) for state, _ in states)),
                capture["capture"] if capture else None,
                capture["url"] if capture else None,
            )
        )
    return looks


def _shown(archive: Archive, county: str) -> dict[int, frozenset[tuple[str, int]]]:
    """The reports that each listing state of the county shows, by title or by what the address turned out to hold."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for state, township, year in archive.rows(
        "SELECT m.state, coalesce(d.township_code, i.township_code), coalesce(d.year, i.year)"
        " FROM (SELECT DISTINCT l.state FROM looks AS l JOIN site_runs USING (site_run) JOIN sites USING (site)"
        "       WHERE county_code = ?) AS s"
        " JOIN state_items AS m USING (state) JOIN items AS i USING (item)"
        " LEFT JOIN (SELECT f.address, o.township_code, o.year FROM documents AS o JOIN fetches AS f USING (capture)"
        "            WHERE o.kind = 'report' AND o.township_code IS NOT NULL) AS d ON d.address = i.address"
        " WHERE d.address IS NOT NULL OR (i.kind = 'report' AND i.township_code IS NOT NULL)",
        county,
    ):
        found[state].add((township, year))
    return {state: frozenset(pairs) for state, pairs in found.items()}


def _sightings(archive: Archive, county: str, now: datetime) -> dict[tuple[str, int], Sighting]:
    """The first reading of each report: the document as today's knowledge has it, at the instant it was fetched."""
    rows = archive.rows(
        "SELECT d.township_code, d.year, f.fetched_at, f.capture, d.claimed_on FROM documents AS d"
        " JOIN fetches AS f USING (capture) JOIN townships AS t ON t.code = d.township_code"
        " WHERE t.county_code = ? AND d.kind = 'report' AND d.year IS NOT NULL AND f.fetched_at <= ?"
        " AND NOT EXISTS (SELECT 1 FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at)"
        " ORDER BY f.fetched_at DESC",
        county,
        milliseconds(now),
    )
    return {
        (row["township_code"], row["year"]): Sighting(
            datetime.fromtimestamp(row["fetched_at"] / 1000).astimezone(),
            row["capture"],
            date.fromisoformat(row["claimed_on"]) if row["claimed_on"] else None,
        )
        for row in rows
    }
