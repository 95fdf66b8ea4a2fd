"""Days of publication of documents that state none, as files do: by the page that carries a file, or by its list.

A row's date stands beside the title in the list and is not called the day of publication there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from archive.captures.last_readings import is_last
from archive.extract.identity.dates import names_publication, parse_date
from archive.storage.database import Archive
from archive.storage.instants import known_until, milliseconds

_BESIDE = f"""
WITH silent AS (
    SELECT d.capture, f.address, CASE WHEN f.kind = 'attachment' THEN coalesce(
        (SELECT p.address FROM news AS p WHERE p.capture = f.via),
        (SELECT t.address FROM repeats AS p JOIN steps AS t USING (step) WHERE p.capture = f.via)) END AS page
    FROM documents AS d JOIN news AS f USING (capture) JOIN site_runs USING (site_run) JOIN sites USING (site)
    WHERE county_code = ?1 AND d.kind = 'report' AND d.claimed_label IS NULL AND f.fetched_at <= ?2
    AND {is_last("d", "?3")}
)
SELECT s.capture, 'page' AS place, o.claimed_on AS day, o.claimed_label AS label FROM silent AS s
JOIN news AS g ON g.address = s.page JOIN documents AS o ON o.capture = g.capture
WHERE o.claimed_label IS NOT NULL AND o.claimed_on IS NOT NULL AND g.fetched_at <= ?2 AND {is_last("o", "?3")}
UNION SELECT s.capture, 'list', i.date, NULL FROM silent AS s JOIN items AS i ON i.address IN (s.address, s.page)
WHERE i.date IS NOT NULL AND EXISTS (SELECT 1 FROM sites AS z CROSS JOIN visits AS r ON r.site = z.site
    CROSS JOIN looks AS l ON l.site_run = r.site_run CROSS JOIN state_items AS m ON m.state = l.state
    WHERE z.county_code = ?1 AND m.item = i.item AND r.started <= ?2)
ORDER BY place, day DESC
"""
"""What stands beside documents without a day of publication: lists first, then the page; the latest day first."""


class DayPlace(StrEnum):
    """Where the day of publication of a report stands."""

    DOCUMENT = "document"
    """In the document itself, or under its text."""
    PAGE = "page"
    """On the page that carries the file."""
    LIST = "list"
    """Beside its title in the list."""


@dataclass(frozen=True, slots=True)
class BorrowedDay:
    """A day of publication that stands beside a document; `of_publication` says that it is called so there."""

    on: date
    place: DayPlace
    of_publication: bool


def borrowed_days(
    archive: Archive, county: str, now: datetime, known_at: datetime | None = None
) -> dict[str, BorrowedDay]:
    """The days of a county's reports that state none themselves, by capture: the page's first, of several the earliest.

    By what was fetched until `now` and read until `known_at`.
    """
    found: dict[str, BorrowedDay] = {}
    rows = archive.rows(_BESIDE, county, milliseconds(now), known_until(known_at))
    for capture, place, day, label in rows:
        if on := parse_date(day):
            found[capture] = BorrowedDay(on, DayPlace(place), names_publication(label))
    return found
