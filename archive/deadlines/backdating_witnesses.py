"""Second witnesses of backdating: what, beside a list that showed a report late, says that it was published later.

A list may have been filled late from a township's own column, so a list alone is no witness against the day that a
report claims. A witness is the day in the report's own address, the number that the site's CMS gave it among articles
of later days, or an earlier request for that very address.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from archive import patterns
from archive.captures.last_readings import is_last
from archive.deadlines.case import WitnessStatement
from archive.deadlines.reasons import Arguments, Witness
from archive.storage.database import Archive
from archive.storage.instants import china_day, known_until, milliseconds

LAG = timedelta(days=1)
"""How much later than the claimed day the other day has to be."""

ENOUGH_ARTICLES = 10
"""So many dated articles of a site show how its numbers grow with time."""

MOST_OUT_OF_ORDER = 0.05
"""The share of neighbours that may be out of order for the numbers to be believed."""

# such as /t20260205_123.html, /20260205/ or /art/2026/2/5/art_1_2.html
_DAY = patterns.lazy(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)|/(20\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_NUMBER = patterns.lazy(r"\d+")
# such as http://www.jx.gov.cn/art/2026/2/5/art_1_2.html?mobile=1
_PLAIN = patterns.lazy(r"https?://([\w.:-]+)(/[\w./%~-]*)(?:[?#]|\Z)", re.ASCII)
_MIN_DIGITS = 4

_ARTICLES = f"""
SELECT a.url, min(d.claimed_on) FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address)
JOIN visits AS r USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ?1 AND f.fetched_at <= ?2 AND d.claimed_on IS NOT NULL AND {is_last("d", "?3")} GROUP BY a.url
UNION ALL SELECT a.url, i.date FROM (SELECT DISTINCT m.item FROM (SELECT DISTINCT l.state FROM sites AS z
        CROSS JOIN visits AS v ON v.site = z.site CROSS JOIN looks AS l ON l.site_run = v.site_run
        WHERE z.county_code = ?1 AND v.finished <= ?2) AS t CROSS JOIN state_items AS m ON m.state = t.state) AS k
CROSS JOIN items AS i ON i.item = k.item CROSS JOIN addresses AS a ON a.address = i.address WHERE i.date IS NOT NULL
"""

_MISSING_BEFORE = """
SELECT max(f.fetched_at) FROM news AS f JOIN addresses AS a USING (address)
WHERE a.url = ? AND f.verdict = 'gone' AND f.fetched_at < ?
"""
"""A failure is always news: only what an address confirms is packed."""


class Witnesses:
    """The witnesses of one county, by what was fetched until `now`."""

    def __init__(self, archive: Archive, county: str, now: datetime, known_at: datetime | None = None) -> None:
        self._archive, self._county, self._now, self._known = archive, county, now, known_until(known_at)
        self._numbers: Mapping[str, Sequence[tuple[int, date]]] | None = None

    def against(self, url: str, claimed: date, seen_at: datetime) -> WitnessStatement | None:
        """The first witness that the report at `url`, first seen at this instant, came out after the claimed day."""
        found = self._by_address(url, claimed) or self._by_request(url, claimed, seen_at)
        return found or self._by_number(url, claimed)

    def _by_address(self, url: str, claimed: date) -> WitnessStatement | None:
        day = day_in_address(url)
        if day is None or day - claimed <= LAG or day > china_day(self._now):
            return None
        return WitnessStatement(Witness.ADDRESS_NAMES_LATER_DAY, {"day": day.isoformat(), "url": url})

    def _by_request(self, url: str, claimed: date, seen_at: datetime) -> WitnessStatement | None:
        row = self._archive.one(_MISSING_BEFORE, url, milliseconds(seen_at))
        if row is None or row[0] is None:
            return None
        missing = china_day(datetime.fromtimestamp(row[0] / 1000, UTC))
        return (
            WitnessStatement(Witness.ADDRESS_WAS_MISSING, {"day": missing.isoformat(), "url": url})
            if missing - claimed > LAG
            else None
        )

    def _by_number(self, url: str, claimed: date) -> WitnessStatement | None:
        pattern, number = numbered(url)
        if pattern is None:
            return None
        articles = [known for known in self._series().get(pattern, ()) if known[0] != number]
        bounds = bounds_of(articles, number)
        if bounds is None or bounds[0] - claimed <= LAG:
            return None
        args: Arguments = {"number": number, "after": bounds[0].isoformat(), "articles": len(articles)}
        return WitnessStatement(Witness.NUMBERED_AMONG_LATER, args)

    def _series(self) -> Mapping[str, Sequence[tuple[int, date]]]:
        if self._numbers is None:
            found: dict[str, dict[int, date]] = defaultdict(dict)
            rows = self._archive.rows(_ARTICLES, self._county, milliseconds(self._now), self._known)
            for url, printed in rows:
                pattern, number = numbered(url)
                day = _day(printed)
                if pattern is not None and day is not None:
                    found[pattern][number] = max(day, found[pattern].get(number, day))
            self._numbers = {pattern: sorted(known.items()) for pattern, known in found.items()}
        return self._numbers


def day_in_address(url: str) -> date | None:
    """The day that an address carries, the last where it carries several; None where it carries none."""
    days = list(_days(urlsplit(url).path))
    return days[-1] if days else None


def _days(path: str) -> Iterator[date]:
    for found in _DAY.finditer(path):
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def numbered(url: str) -> tuple[str | None, int]:
    """An address as a pattern with its last long number taken out, and that number; (None, 0) where it has none.

    Other numbers of the path, such as a column's or a day's, do not distinguish patterns.
    """
    host, path = _host_and_path(url)
    numbers = [found for found in _NUMBER.finditer(path) if len(found[0]) >= _MIN_DIGITS]
    if not numbers or _DAY.fullmatch(numbers[-1][0]):
        return None, 0
    last = numbers[-1]
    shape = _NUMBER.sub("#", path[: last.start()]) + "@" + _NUMBER.sub("#", path[last.end() :])
    return f"{host}{shape}", int(last[0])


def _host_and_path(url: str) -> tuple[str, str]:
    """Those of an address; plain ones, which nearly all are, without `urlsplit`, which takes ten times as long."""
    if plain := _PLAIN.match(url):
        return plain[1], plain[2]
    parts = urlsplit(url)
    return parts.netloc, parts.path


def bounds_of(articles: Sequence[tuple[int, date]], number: int) -> tuple[date, date | None] | None:
    """The days between which an article with this number came out, by all others; None where numbers tell nothing.

    `articles` are numbers with days, in the order of numbers. They tell where nearly all are in the order of days.
    """
    if len(articles) < ENOUGH_ARTICLES:
        return None
    out_of_order = sum(later[1] < earlier[1] for earlier, later in pairwise(articles))
    if out_of_order > MOST_OUT_OF_ORDER * len(articles):
        return None
    place = bisect_left(articles, (number, date.min))
    if place == 0:
        return None
    before, after = [day for _, day in articles[:place]], [day for _, day in articles[place:]]
    return sorted(before)[-2:][0], min(after, default=None)


def _day(printed: str) -> date | None:
    found = re.match(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})", printed.strip("[]（）() "))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
