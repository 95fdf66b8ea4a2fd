"""Which counties' verdicts still stand, so that a night judges only those of which it has seen something new.

A county is judged anew after a site run, a reading, an answer or a proof that is newer than its verdicts, once an
instant has come at which they may change by themselves (a due day, the end of an answer), and where its rows of the
registry or its units are others. All are where the rules, the distrusted runs or the judge are others, in a new year,
and where the clock was set back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from sqlite3 import Row

from archive.captures import answers
from archive.deadlines.judge import JUDGE
from archive.storage.database import Archive
from archive.storage.instants import CHINA, end_of_day, instant, text

_WATCHED = "SELECT DISTINCT county_code FROM sites ORDER BY county_code"

_NEWS = """
SELECT s.county_code FROM visits AS v JOIN sites AS s USING (site) WHERE v.site_run > ?1
UNION SELECT s.county_code FROM visits AS v JOIN sites AS s USING (site)
    WHERE v.finished >= CAST(1000 * (unixepoch(?3) - 1) AS INTEGER)
UNION SELECT s.county_code FROM visits AS v JOIN sites AS s USING (site) WHERE v.outcome IS NULL
UNION SELECT t.county_code FROM documents AS d JOIN townships AS t ON t.code = d.township_code WHERE d.document > ?2
UNION SELECT s.county_code FROM documents AS d JOIN news AS f USING (capture) JOIN visits AS v USING (site_run)
    JOIN sites AS s USING (site) WHERE d.document > ?2
UNION SELECT t.county_code FROM documents AS d JOIN json_each(d.joint_with) AS j JOIN townships AS t ON t.code = j.value
    WHERE d.document > ?2
UNION SELECT t.county_code FROM visits AS v CROSS JOIN news AS f ON f.site_run = v.site_run
    CROSS JOIN items AS i ON i.address = f.address CROSS JOIN townships AS t ON t.code = i.township_code
    WHERE v.site_run > ?1
UNION SELECT t.county_code FROM visits AS v CROSS JOIN news AS f ON f.site_run = v.site_run
    CROSS JOIN news AS g ON g.address = f.address CROSS JOIN documents AS d ON d.capture = g.capture
    CROSS JOIN townships AS t ON t.code = d.township_code WHERE v.site_run > ?1 AND f.kind IN ('report', 'attachment')
"""
"""Counties with site runs or readings that are newer than the verdicts, or site runs that are still open.

And those whose reports' addresses another county's site asked: what it found there (gone, or another report) is news.
"""

_ROWS = """
SELECT county_code, json_array(site, settings) FROM sites
UNION ALL SELECT county_code, json_array(code, name, valid_from, valid_to, successor) FROM townships
    WHERE county_code IN (SELECT county_code FROM sites)
UNION ALL SELECT county_code, json_array(answer) FROM answers
"""


_LAST_RUN = """
SELECT o.run, t.fields FROM outings AS o JOIN site_settings AS t USING (settings)
ORDER BY o.started DESC, o.run DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Growth:
    """How far the archive has grown, and by what all counties are judged."""

    site_run: int
    document: int
    rules: bytes


def growth(archive: Archive) -> Growth:
    """Today's."""
    last = archive.one("SELECT (SELECT max(site_run) FROM visits), (SELECT max(document) FROM documents)")
    shared = (
        *archive.rows("SELECT terms FROM deadline_rules ORDER BY place"),
        *archive.rows("SELECT run, noticed_at FROM doubted_runs ORDER BY run"),
    )
    return Growth(last[0] or 0, last[1] or 0, _digest(map(tuple, shared)))


def watched(archive: Archive) -> list[str]:
    """All counties that have verdicts."""
    return [row[0] for row in archive.rows(_WATCHED)]


def fallen(archive: Archive, now: datetime) -> list[str]:
    """The watched counties whose verdicts no longer stand, in order."""
    known = archive.one("SELECT * FROM judged")
    if known is None or not _is_comparable(known, growth(archive), now):
        return watched(archive)
    fresh = {row[0] for row in archive.rows(_NEWS, known["site_run"], known["document"], known["at"])}
    stands = {row["county_code"]: row for row in archive.rows("SELECT * FROM judged_counties")}
    today = rows(archive)
    return [
        county
        for county in watched(archive)
        if county in fresh or county not in stands or not _stands(stands[county], today[county], now)
    ]


def _is_comparable(known: Row, today: Growth, now: datetime) -> bool:
    at = instant(known["at"])
    same = (known["judge"], known["rules"]) == (JUDGE, today.rules)
    return same and at <= now and at.astimezone(CHINA).year == now.astimezone(CHINA).year


def _stands(known: Row, today: bytes, now: datetime) -> bool:
    until = known["stands_until"]
    return bool(known["rows"] == today and (until is None or text(now) < until))


def rows(archive: Archive) -> dict[str, bytes]:
    """A digest of each watched county's rows of the registry, units and answers, and of its sites out of force."""
    found: dict[str, list[str]] = defaultdict(list)
    for county, row in archive.rows(_ROWS):
        found[county].append(row)
    last = archive.one(_LAST_RUN)
    settings = json.loads(last["fields"]) if last else {"retired": []}
    retired = settings.get("retired", [f"as of {last['run']}" if last else ""])  # former runs do not name them
    sites = {row["site"]: row["county_code"] for row in archive.rows("SELECT site, county_code FROM sites")}
    for site in retired:
        for county in [sites[site]] if site in sites else list(found) if "retired" not in settings else ():
            found[county].append(site)
    return {county: _digest(sorted(known)) for county, known in found.items()}


def stands_until(
    archive: Archive, county: str, due: Iterable[datetime], days: Iterable[date], now: datetime
) -> str | None:
    """When the verdicts of a county may change with time alone; None where they cannot.

    `due` are the instants at which its reports are due, `days` those that addresses of its reports carry.
    """
    moments = [*due, *(end_of_day(day - timedelta(days=1)) for day in days), *_of_answers(archive, county)]
    coming = [moment for moment in moments if moment > now]
    return text(min(coming)) if coming else None


def _of_answers(archive: Archive, county: str) -> Iterator[datetime]:
    for answer in answers.every(archive, county):
        yield answer.at
        if answer.until:
            yield end_of_day(answer.until)


def _digest(values: Iterable[object]) -> bytes:
    return blake2b(repr(list(values)).encode(), digest_size=16).digest()
