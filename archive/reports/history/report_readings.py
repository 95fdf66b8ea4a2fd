"""All readings of captured documents as a given report, from which its history is derived. Only reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from archive.captures.last_readings import is_superseded
from archive.captures.urls import canonical
from archive.storage.instants import from_milliseconds, text

_READINGS: Final = f"""
SELECT d.capture, d.version, d.figures_digest, d.text_digest, d.title, d.claimed_on, d.parsed_at,
    d.hollow AS attachment_only, a.url, f.address, f.fetched_at, f.site_run, v.site,
    CASE WHEN f.kind = 'attachment' THEN coalesce((SELECT p.address FROM news AS p WHERE p.capture = f.via),
        (SELECT t.address FROM repeats AS p JOIN steps AS t USING (step) WHERE p.capture = f.via)) END AS page,
    lag(d.version) OVER (PARTITION BY d.capture ORDER BY d.parsed_at) AS former_version,
    row_number() OVER (PARTITION BY d.capture ORDER BY d.parsed_at) > 1 AS is_reread,
    (SELECT min(o.parsed_at) FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at
        AND (?3 IS NULL OR o.parsed_at <= ?3)
        AND (o.township_code IS NOT d.township_code OR o.year IS NOT d.year OR o.version IS NULL)) AS reassigned_at
FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address) JOIN visits AS v USING (site_run)
WHERE d.township_code = ?1 AND d.year = ?2 AND d.version IS NOT NULL AND (?3 IS NULL OR d.parsed_at <= ?3)
AND NOT (?4 AND {is_superseded("d")})
ORDER BY d.capture, d.parsed_at
"""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """One reading of a captured document as the report; instants are text, as in the tables.

    `attachment_only` is a page that only links a file. `page` is the address of the page that led to an attachment.
    `former_version` is the version that the same bytes were read as before, if of this report. `reassigned_at` is
    when a later parser took the document for something else.
    """

    capture: str
    version: str
    figures_digest: str
    text_digest: str
    title: str | None
    claimed_on: str | None
    parsed_at: str
    attachment_only: bool
    url: str
    address: int
    fetched_at: str
    site_run: int
    site: str
    page: int | None
    former_version: str | None
    is_reread: bool
    reassigned_at: str | None

    @property
    def url_key(self) -> str:
        """The address in canonical spelling."""
        return canonical(self.url)

    @property
    def known_since(self) -> str:
        """When the reading became known: when its bytes were fetched, or when a later parser read them."""
        return self.parsed_at if self.is_reread else self.fetched_at


def load(
    db: sqlite3.Connection, township: str, year: int, known_at: datetime | None = None, *, last_only: bool = False
) -> list[ReportReading]:
    """The readings known at an instant, or all, by capture and then by when they were made.

    With `last_only` those that no later reading of the same capture has replaced, whenever it was made.
    """
    until = text(known_at) if known_at else None
    rows = db.execute(_READINGS, (township, year, until, last_only))
    return [_reading(row) for row in rows]


def versionable(db: sqlite3.Connection, report: str, readings: Sequence[ReportReading]) -> Sequence[ReportReading]:
    """The readings that may become versions: no page that only links a file, unless there is nothing else."""
    settled = {version for (version,) in db.execute("SELECT version FROM versions WHERE report = ?", (report,))}
    found = [reading for reading in readings if not reading.attachment_only or reading.version in settled]
    return found or readings


def _reading(row: sqlite3.Row) -> ReportReading:
    columns = {name: row[name] for name in row.keys()}  # noqa: SIM118
    fetched_at = text(from_milliseconds(row["fetched_at"]))
    flags = {name: bool(row[name]) for name in ("attachment_only", "is_reread")}
    return ReportReading(**{**columns, **flags, "fetched_at": fetched_at})
