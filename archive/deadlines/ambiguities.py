"""Ambiguous documents: what is on a county's site that may be a missing report, under another name, title or year.

Collects reasons not to conclude absence; finds no report. A misprinted name, a wrong year or a copied title is the
publisher's mistake, and no absence.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from sqlite3 import Row

from archive.deadlines.case import AmbiguousDocument, Pair
from archive.deadlines.reasons import Ambiguity, Arguments
from archive.storage.database import Archive
from archive.storage.instants import china_day, known_until, milliseconds, text

_ON_SITE = """
WITH held AS (
    SELECT d.kind, d.title, d.year, d.level, d.township_code, d.candidates, d.claimed_on, d.figures_digest,
        d.text_digest, d.hollow, d.version, d.capture, f.address, f.fetched_at,
        row_number() OVER (PARTITION BY f.address ORDER BY f.fetched_at DESC, d.parsed_at DESC) AS nth
    FROM documents AS d JOIN news AS f USING (capture) JOIN visits AS r USING (site_run) JOIN sites AS s USING (site)
    WHERE s.county_code = ?1 AND f.kind = 'report' AND f.fetched_at <= ?2 AND d.parsed_at <= ?3
), titles AS (
    SELECT i.address, min(iif(i.kind = 'report', i.township_code, NULL)) AS titled,
        max(iif(i.kind = 'report', i.year, NULL)) AS titled_year, max(i.kind = 'report') AS is_titled,
        max(i.kind = 'lookalike' OR i.level IN ('county', 'department')) AS is_other
    FROM held AS h CROSS JOIN items AS i ON i.address = h.address WHERE h.nth = 1 GROUP BY i.address
)
SELECT h.*, a.url, t.titled, t.titled_year, coalesce(t.is_titled, 0) AS is_titled, coalesce(t.is_other, 0) AS is_other,
    (SELECT max(g.fetched_at) FROM news AS g WHERE g.address = h.address AND g.verdict IN ('gone', 'soft_404')
     AND g.fetched_at BETWEEN h.fetched_at AND ?2 AND NOT EXISTS (SELECT 1 FROM fetches AS b
        WHERE b.address = g.address AND b.verdict IN ('ok', 'same') AND b.fetched_at BETWEEN g.fetched_at AND ?2))
    AS gone_at
FROM held AS h JOIN addresses AS a USING (address) LEFT JOIN titles AS t USING (address) WHERE h.nth = 1
ORDER BY h.fetched_at, h.capture
"""
"""What each document's address was last seen to hold, by its last reading, what the links to it say, and since when it
is known to be gone.
"""

_DISOWNED = """
SELECT DISTINCT d.township_code, d.year FROM documents AS d JOIN news AS f USING (capture)
JOIN documents AS p ON p.capture = d.capture AND p.parsed_at > d.parsed_at
JOIN townships AS t ON t.code = d.township_code
WHERE t.county_code = ?1 AND d.kind = 'report' AND d.year IS NOT NULL AND f.fetched_at <= ?2 AND p.parsed_at <= ?3
AND (p.township_code IS NOT d.township_code OR p.year IS NOT d.year OR p.kind <> 'report')
"""
"""What an earlier parser took for a report, and a later one for something else."""

_LISTED = """
SELECT l.state, i.title, i.level, i.year, i.township_code, i.address, a.url FROM looks AS l
JOIN state_items AS m USING (state) JOIN items AS i USING (item) JOIN addresses AS a USING (address)
WHERE l.site_run IN (SELECT max(r.site_run) FROM site_runs AS r JOIN sites AS s USING (site)
    WHERE s.county_code = ?1 AND r.finished_at <= ?2 AND EXISTS (SELECT 1 FROM looks AS k WHERE k.site_run = r.site_run)
    GROUP BY r.site)
AND i.kind = 'report'
"""
"""What each site's lists showed when they were last checked."""


class Ambiguities:
    """The ambiguous documents of one county, by what was fetched until `now` and read until `known_at`.

    Nothing is asked of the archive before the first report is.
    """

    def __init__(self, archive: Archive, county: str, now: datetime, known_at: datetime | None = None) -> None:
        self._archive, self._county, self._now, self._known = archive, county, now, known_until(known_at)
        self._by_year: dict[int, list[AmbiguousDocument]] = {}

    def about(self, pair: Pair) -> list[AmbiguousDocument]:
        """The documents that may be this report."""
        township, year = pair
        if year not in self._by_year:
            self._by_year[year] = [*self._before, *self._naming_another(year), *self._after]
        return [document for document in self._by_year[year] if document.concerns(township, year)]

    @cached_property
    def _units(self) -> dict[str, str]:
        """The names of the county's units, by code."""
        rows = self._archive.rows("SELECT * FROM townships WHERE county_code = ?", self._county)
        return {row["code"]: row["name"] for row in rows}

    @cached_property
    def _on_site(self) -> Sequence[Row]:
        return self._archive.rows(_ON_SITE, self._county, milliseconds(self._now), self._known)

    @cached_property
    def _before(self) -> list[AmbiguousDocument]:
        return [
            *_of_no_issuer(self._on_site),
            *_of_no_year(self._on_site),
            *_under_one_name(self._archive, self._on_site, self._units),
        ]

    @cached_property
    def _after(self) -> list[AmbiguousDocument]:
        listed = self._archive.rows(_LISTED, self._county, text(self._now))
        disowned = self._archive.rows(_DISOWNED, self._county, milliseconds(self._now), self._known)
        return [
            *_under_the_county(listed),
            *_in_a_list_of_its_own(listed),
            *(AmbiguousDocument(Ambiguity.FORMER_READING, {}, code, year) for code, year in disowned),
        ]

    def _naming_another(self, year: int) -> Iterator[AmbiguousDocument]:
        """A report whose text names another township and never its own: that one's, perhaps, under a copied title."""
        for row in self._on_site:
            if row["year"] != year or row["kind"] != "report" or not row["township_code"] or not row["version"]:
                continue
            named = _named(self._archive, row["version"], self._units)
            if named and row["township_code"] not in named:
                name = self._units.get(row["township_code"], row["township_code"])
                found = {"name": name, "url": row["url"]}
                for code in named:
                    yield AmbiguousDocument(Ambiguity.NAMES_THIS_TOWNSHIP, found, code, year, until=_gone(row))


def _of_no_issuer(on_site: Sequence[Row]) -> Iterator[AmbiguousDocument]:
    """Reports of an unknown issuer, pictures and unreadable files, where no link names the issuer either."""
    for row in on_site:
        if row["township_code"] or row["titled"] or row["is_other"] or row["kind"] == "lookalike":
            continue
        if row["kind"] == "report" and row["level"] not in ("township", "unknown"):
            continue
        if row["kind"] == "other" and not row["is_titled"]:
            continue
        year = row["year"] or row["titled_year"]
        found = {"url": row["url"]}
        for candidate in json.loads(row["candidates"] or "null") or [None]:
            code = candidate and candidate["township_code"]
            yield AmbiguousDocument(Ambiguity.UNKNOWN_ISSUER, found, code, year, _dated(row), _gone(row))


def _of_no_year(on_site: Sequence[Row]) -> Iterator[AmbiguousDocument]:
    """A township's own report of which the year is not known, or can hardly be the one that it names.

    Either that year was not over yet, or the report came out a year later, when the next one was awaited.
    """
    for row in on_site:
        if row["kind"] != "report" or not row["township_code"]:
            continue
        code, year = row["township_code"], row["year"]
        found: dict[str, str | int] = {"url": row["url"]}
        if year is None:
            yield AmbiguousDocument(Ambiguity.UNKNOWN_YEAR, found, code, None, _dated(row), _gone(row))
        elif _dated(row) < date(year, 11, 1):
            found |= {"year": year}
            yield AmbiguousDocument(Ambiguity.YEAR_NOT_OVER, found, code, year - 1, until=_gone(row))
        elif row["claimed_on"] and _dated(row) >= date(year + 1, 12, 1):
            found |= {"year": year, "published_on": row["claimed_on"]}
            yield AmbiguousDocument(Ambiguity.YEAR_LONG_OVER, found, code, None, _dated(row), _gone(row))


def _under_one_name(archive: Archive, on_site: Sequence[Row], units: dict[str, str]) -> Iterator[AmbiguousDocument]:
    """Different reports under one name and year: one is another year's, or another's whose title was copied."""
    for (code, year), rows in _by_report(on_site).items():
        if len(rows) < 2:
            continue
        last = max(rows, key=_dated)
        until = min((gone for row in rows if (gone := _gone(row))), default=None)
        found: Arguments = {"year": year, "name": units.get(code, code), "url": last["url"]}
        yield AmbiguousDocument(Ambiguity.SEVERAL_UNDER_ONE_NAME, found, code, None, _dated(last), until)
        for township in _perhaps_of(code, [_named(archive, row["version"], units) for row in rows]):
            yield AmbiguousDocument(Ambiguity.SEVERAL_UNDER_ONE_NAME, found, township, year, until=until)


def _perhaps_of(code: str, named: Sequence[Sequence[str]]) -> Iterator[str | None]:
    """The other units whose reports those under the name of `code` may be; None for any. `named`: the units each names.

    A report that names its own township is that township's: a revised copy makes no other township's absence doubtful.
    """
    foreign = [units for units in named if units and code not in units]
    yield from {unit for units in foreign for unit in units}
    if sum(code in units for units in named) + len(foreign) < len(named) - 1:
        yield None


def _by_report(on_site: Sequence[Row]) -> dict[Pair, list[Row]]:
    """Documents that differ in figures and in text, by the report that they are read as."""
    found: dict[Pair, list[Row]] = defaultdict(list)
    for row in on_site:
        if row["kind"] != "report" or row["hollow"] or not row["township_code"] or row["year"] is None:
            continue
        rows = found[row["township_code"], row["year"]]
        if not any(known[half] == row[half] for known in rows for half in ("figures_digest", "text_digest")):
            rows.append(row)
    return found


def _named(archive: Archive, version: str, units: dict[str, str]) -> list[str]:
    """The units of the county that a version's text names."""
    whole = "".join(row[0] for row in archive.rows("SELECT text FROM sections WHERE version = ?", version))
    return [code for code, name in units.items() if name in whole]


def _under_the_county(listed: Sequence[Row]) -> Iterator[AmbiguousDocument]:
    """The county's own report, twice under the very same title: one may be a township's."""
    by_title: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for row in listed:
        if row["level"] == "county" and row["year"] is not None:
            by_title[row["title"], row["year"]][row["address"]] = row["url"]
    for (title, year), urls in by_title.items():
        if len(urls) > 1:
            found: Arguments = {"title": title, "count": len(urls), "url": max(urls.values())}
            yield AmbiguousDocument(Ambiguity.COUNTY_REPORT_TWICE, found, None, year)


def _in_a_list_of_its_own(listed: Sequence[Row]) -> Iterator[AmbiguousDocument]:
    """A report under another name in a list that holds one township's reports otherwise."""
    by_list: dict[int, list[Row]] = defaultdict(list)
    for row in listed:
        by_list[row["state"]].append(row)
    for rows in by_list.values():
        owners = {row["township_code"] for row in rows if row["township_code"]}
        if len(owners) != 1:
            continue
        for row in rows:
            if row["township_code"] is None and row["year"] is not None:
                found = {"title": row["title"], "url": row["url"]}
                yield AmbiguousDocument(Ambiguity.OTHER_NAME_IN_OWN_LIST, found, next(iter(owners)), row["year"])


def _dated(row: Row) -> date:
    """The day that a document claims, or that it was first fetched so."""
    claimed = row["claimed_on"]
    return date.fromisoformat(claimed) if claimed else china_day(datetime.fromtimestamp(row["fetched_at"] / 1000, UTC))


def _gone(row: Row) -> datetime | None:
    """When a document was found to be gone; None while it is there."""
    return datetime.fromtimestamp(row["gone_at"] / 1000, UTC) if row["gone_at"] else None
