"""The tables `status` and `backdating`: a verdict for every township and year, out of what the archive holds up to an
instant, and the checks that contradict what a report claims.

Gathers what bears on each case and writes what `judge` decides; changes no verdict and no reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

from archive.deadlines import remarks, standing, status_rows
from archive.deadlines.backdating_witnesses import day_in_address
from archive.deadlines.case import Verdict
from archive.deadlines.county_cases import CountyCases
from archive.deadlines.judge import JUDGE, judge
from archive.deadlines.reasons import CODES
from archive.deadlines.status_rows import DeadlineStatus
from archive.storage.database import Archive
from archive.storage.instants import instant, text


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


def _county(
    archive: Archive, code: str, name: str, now: datetime, only: int | None, known_at: datetime | None
) -> Iterator[DeadlineStatus]:
    county = CountyCases(archive, code, now, only, known_at)
    known = remarks.of_county(archive, code, now, only, known_at)
    for pair in county.pairs:
        judged = judge(county.case(pair))
        unit, year = pair
        report = county.sightings[pair].report if pair in county.sightings else None
        more = remarks.of_report(known, pair, county.due[pair].due_at)
        if judged.verdict == "not_published":
            more["witnesses"] = [asked.as_json() for asked in county.second_witnesses.about(pair)]
        contradicted = county.backdatings(pair, judged.first_seen)
        yield DeadlineStatus(unit, county.units[unit].name, code, name, year, judged, report, None, more, contradicted)


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
        db.executemany(_WRITE, [status_rows.row(status) for status in statuses])
        db.execute(f"DELETE FROM backdating WHERE {_OF_COUNTY}", (county,))
        contradicted = status_rows.backdating_rows(statuses)
        db.executemany("INSERT INTO backdating VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", contradicted)
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
