"""What hangs on a county's site now that may be a missing report, though nobody can say whose or of which year it is.

Gathers reasons to accuse nobody; finds no report. A misprinted name, a wrong year or a copied title is the publisher's
mistake, and no absence.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from archive.storage.database import Archive
from archive.storage.instants import china_day, known_until, milliseconds, text

_HANGING = """
WITH held AS (
    SELECT d.*, f.address, f.fetched_at, row_number() OVER (PARTITION BY f.address
        ORDER BY f.fetched_at DESC, d.parsed_at DESC) AS nth
    FROM documents AS d JOIN news AS f USING (capture) JOIN site_runs AS r USING (site_run) JOIN sites AS s USING (site)
    WHERE s.county_code = ?1 AND f.kind = 'report' AND f.fetched_at <= ?2 AND d.parsed_at <= ?3
)
SELECT h.*, a.url, (SELECT min(i.township_code) FROM items AS i WHERE i.address = h.address AND i.kind = 'report')
    AS titled, (SELECT max(i.year) FROM items AS i WHERE i.address = h.address AND i.kind = 'report') AS titled_year,
    EXISTS (SELECT 1 FROM items AS i WHERE i.address = h.address AND i.kind = 'report') AS is_titled,
    EXISTS (SELECT 1 FROM items AS i WHERE i.address = h.address
        AND (i.kind = 'lookalike' OR i.level IN ('county', 'department'))) AS is_other,
    (SELECT max(g.fetched_at) FROM news AS g WHERE g.address = h.address AND g.verdict IN ('gone', 'soft_404')
     AND g.fetched_at BETWEEN h.fetched_at AND ?2 AND NOT EXISTS (SELECT 1 FROM fetches AS b
        WHERE b.address = g.address AND b.verdict IN ('ok', 'same') AND b.fetched_at BETWEEN g.fetched_at AND ?2))
    AS gone_at
FROM held AS h JOIN addresses AS a USING (address) WHERE h.nth = 1 ORDER BY h.fetched_at, h.capture
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
"""What each site's lists showed when they were last looked at."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why nobody is said to lack a report: for a township or all (None), a year or all that were over by `since`.

    What looks showed after `until`, when the doubtful thing was gone, is in doubt no more.
    """

    why: str
    township: str | None = None
    year: int | None = None
    since: date | None = None
    until: datetime | None = None

    def is_about(self, township: str, year: int) -> bool:
        """Whether it keeps a verdict on this report open."""
        if self.township not in (None, township):
            return False
        if self.year is not None:
            return self.year == year
        return self.since is None or self.since >= date(year, 12, 1)


def standing(
    archive: Archive, county: str, years: Set[int], now: datetime, known_at: datetime | None = None
) -> list[Doubt]:
    """All doubts about a county's reports for these years, by what was fetched until `now`, read until `known_at`."""
    known = known_until(known_at)
    units = {row["code"]: row["name"] for row in archive.rows("SELECT * FROM townships WHERE county_code = ?", county)}
    hanging = archive.rows(_HANGING, county, milliseconds(now), known)
    listed = archive.rows(_LISTED, county, text(now))
    return [
        *_unassigned(hanging),
        *_of_no_year(hanging),
        *_under_one_name(archive, hanging, units),
        *_naming_another(archive, [row for row in hanging if row["year"] in years], units),
        *_under_the_county(listed),
        *_on_a_shelf_of_ones_own(listed),
        *(
            Doubt("an earlier reading of a document that hangs there took it for this report", code, year)
            for code, year in archive.rows(_DISOWNED, county, milliseconds(now), known)
        ),
    ]


def _unassigned(hanging: Sequence[Any]) -> Iterator[Doubt]:
    """Reports of nobody knows whom, pictures and files that cannot be read, that no link assigns either."""
    for row in hanging:
        if row["township_code"] or row["titled"] or row["is_other"] or row["kind"] == "lookalike":
            continue
        if row["kind"] == "report" and row["level"] not in ("township", "unknown"):
            continue
        if row["kind"] == "other" and not row["is_titled"]:
            continue
        year = row["year"] or row["titled_year"]
        why = f"whose report hangs at {row['url']} could not be told"
        for candidate in json.loads(row["candidates"] or "null") or [None]:
            yield Doubt(why, candidate and candidate["township_code"], year, _dated(row), _gone(row))


def _of_no_year(hanging: Sequence[Any]) -> Iterator[Doubt]:
    """A report of its own of which the year is not known, or can hardly be the one that it names.

    Either that year was not over yet, or the report came out a year later, when the next one was awaited.
    """
    for row in hanging:
        if row["kind"] != "report" or not row["township_code"]:
            continue
        if row["year"] is None:
            yield Doubt(
                f"for which year its report at {row['url']} is could not be told",
                row["township_code"],
                None,
                _dated(row),
                _gone(row),
            )
        elif _dated(row) < date(row["year"], 11, 1):
            why = f"its report at {row['url']} names the year {row['year']}, which was not over yet"
            yield Doubt(why, row["township_code"], row["year"] - 1, until=_gone(row))
        elif row["claimed_on"] and _dated(row) >= date(row["year"] + 1, 12, 1):
            why = f"its report at {row['url']} names the year {row['year']} and came out on {row['claimed_on']}"
            yield Doubt(why, row["township_code"], None, _dated(row), _gone(row))


def _under_one_name(archive: Archive, hanging: Sequence[Any], units: dict[str, str]) -> Iterator[Doubt]:
    """Different reports under one name and year: one is another year's, or another's whose title was copied.

    One that names its township in its text is that township's, and a revised copy accuses nobody's absence less.
    """
    for (code, year), rows in _by_report(hanging).items():
        if len(rows) < 2:
            continue
        name, last = units.get(code, code), max(rows, key=_dated)
        until = min((gone for row in rows if (gone := _gone(row))), default=None)
        why = f"different reports for {year} hang under the name of {name}, one of them at {last['url']}"
        yield Doubt(why, code, None, _dated(last), until)
        named = [_named(archive, row["version"], units) for row in rows]
        others = [other for other in named if other and code not in other]
        yield from (Doubt(why, other, year, until=until) for other in {one for some in others for one in some})
        if sum(code in one for one in named) + len(others) < len(rows) - 1:
            yield Doubt(why, None, year, until=until)


def _naming_another(archive: Archive, hanging: Sequence[Any], units: dict[str, str]) -> Iterator[Doubt]:
    """A report whose text names another township and never its own: that one's, perhaps, under a copied title."""
    for row in hanging:
        if row["kind"] != "report" or not row["township_code"] or not row["version"]:
            continue
        named = _named(archive, row["version"], units)
        if named and row["township_code"] not in named:
            name = units.get(row["township_code"], row["township_code"])
            why = f"the report at {row['url']} bears the name of {name} and names this township in its text"
            yield from (Doubt(why, code, row["year"], until=_gone(row)) for code in named)


def _by_report(hanging: Sequence[Any]) -> dict[tuple[str, int], list[Any]]:
    """Documents that differ in figures and in text, by whose they are said to be."""
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in hanging:
        if row["kind"] != "report" or row["hollow"] or not row["township_code"] or row["year"] is None:
            continue
        rows = found[row["township_code"], row["year"]]
        if not any(one[half] == row[half] for one in rows for half in ("figures_digest", "text_digest")):
            rows.append(row)
    return found


def _named(archive: Archive, version: str, units: dict[str, str]) -> list[str]:
    """The units of the county that a version's text names."""
    said = "".join(row[0] for row in archive.rows("SELECT text FROM sections WHERE version = ?", version))
    return [code for code, name in units.items() if name in said]


def _under_the_county(listed: Sequence[Any]) -> Iterator[Doubt]:
    """The county's own report, twice under the very same title."""
    places: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for row in listed:
        if row["level"] == "county" and row["year"] is not None:
            places[row["title"], row["year"]][row["address"]] = row["url"]
    for (title, year), urls in places.items():
        if len(urls) > 1:
            yield Doubt(
                f"{title} hangs there {len(urls)} times; one may be a township's: {max(urls.values())}", None, year
            )


def _on_a_shelf_of_ones_own(listed: Sequence[Any]) -> Iterator[Doubt]:
    """A report under another name in a list that holds one township's reports otherwise."""
    by_list: dict[int, list[Any]] = defaultdict(list)
    for row in listed:
        by_list[row["state"]].append(row)
    for rows in by_list.values():
        owners = {row["township_code"] for row in rows if row["township_code"]}
        if len(owners) != 1:
            continue
        for row in rows:
            if row["township_code"] is None and row["year"] is not None:
                why = f"a list of its own shows a report under another name: {row['title']} at {row['url']}"
                yield Doubt(why, next(iter(owners)), row["year"])


def _dated(row: Any) -> date:
    """The day that a document claims, or that it was first fetched so."""
    claimed = row["claimed_on"]
    return date.fromisoformat(claimed) if claimed else china_day(datetime.fromtimestamp(row["fetched_at"] / 1000, UTC))


def _gone(row: Any) -> datetime | None:
    """When a document was found to be gone; None while it hangs there."""
    return datetime.fromtimestamp(row["gone_at"] / 1000, UTC) if row["gone_at"] else None
