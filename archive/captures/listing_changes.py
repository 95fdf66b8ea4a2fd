"""A site's columns over time, told from its sound looks: a column that moved, came or went is a change of the site.

Derived: told anew from the looks whenever a site run ends, and after a merge or a reparse.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest

from archive.storage.database import Archive

_LOOKS = """
SELECT s.site, s.run, s.finished_at, a.url AS start,
    (SELECT f.capture FROM fetches AS f WHERE f.site_run = s.site_run AND f.address = a.address
     AND f.verdict IN ('ok', 'same') ORDER BY f.capture LIMIT 1) AS capture
FROM site_runs AS s JOIN looks AS l USING (site_run) JOIN addresses AS a ON a.address = l.start
WHERE s.outcome = 'ok' AND (?1 IS NULL OR s.site = ?1) ORDER BY s.site, s.finished_at, s.run, a.url
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """The columns of one sound run: their addresses, each with a capture of it in that run if there is one."""

    at: str
    columns: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A column that was at `before` and is at `after` now; one of the two is None where it came or went."""

    at: str
    before: str | None
    after: str | None
    capture: str | None


def moves(sights: Sequence[Sight]) -> Iterator[Moved]:
    """What changed from each sound run to the next. Columns that went are paired with those that came."""
    for before, now in pairwise(sights):
        gone = [url for url in before.columns if url not in now.columns]
        new = [url for url in now.columns if url not in before.columns]
        for left, found in zip_longest(gone, new):
            yield Moved(now.at, left, found, now.columns[found] if found else None)


def tell(archive: Archive, site: str | None = None) -> list[tuple[str, Moved]]:
    """The changes of a site's columns, or of all sites', out of the looks: (subject, what moved)."""
    rows = archive.rows(_LOOKS, site)
    return [
        (f"site:{name}", moved)
        for name, looks in groupby(rows, lambda row: row["site"])
        for moved in moves(_sights(looks))
    ]


def settle(archive: Archive, site: str | None = None) -> None:
    """Write the changes of a site's columns anew, or of all sites'."""
    told = tell(archive, site)
    with archive.transaction() as db:
        db.execute("DELETE FROM changes WHERE kind = 'column' AND (?1 IS NULL OR subject = 'site:' || ?1)", (site,))
        db.executemany(
            "INSERT INTO changes VALUES (?, 'column', ?, ?, ?, 'publisher', ?)",
            [(one.at, subject, one.before, one.after, one.capture) for subject, one in told],
        )


def last_moves(archive: Archive) -> dict[str, Moved]:
    """The last move of each site whose columns ever changed."""
    rows = archive.rows("SELECT * FROM changes WHERE kind = 'column' ORDER BY at, before IS NULL, after IS NULL DESC")
    return {
        row["subject"].removeprefix("site:"): Moved(row["at"], row["before"], row["after"], row["capture"])
        for row in rows
    }


def _sights(rows: Iterable[sqlite3.Row]) -> list[Sight]:
    return [
        Sight(at, {row["start"]: row["capture"] for row in columns})
        for (at, _), columns in groupby(rows, lambda row: (row["finished_at"], row["run"]))
    ]
