"""Lists as earlier site runs read them: their items, and the lists that a run has not requested.

`record` writes them; the table `listing_states` holds each distinct set of items once. Nothing here judges or writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.storage.database import Archive

_NOT_ASKED_FOR = """
SELECT a.url FROM looks AS l JOIN addresses AS a ON a.address = l.start
WHERE l.site_run = (SELECT max(site_run) FROM site_runs WHERE site = ?1 AND outcome = 'ok' AND site_run < ?2)
AND EXISTS (SELECT 1 FROM state_items AS m WHERE m.state = l.state)
AND NOT EXISTS (SELECT 1 FROM fetches AS f WHERE f.address = l.start AND f.site_run = ?2)
AND (SELECT verdict FROM (SELECT f.verdict, f.capture FROM fetches AS f WHERE f.address = l.start
    ORDER BY f.capture DESC LIMIT 1)) NOT IN ('gone', 'soft_404')
"""

_ITEMS_OF_LIST = """
SELECT (SELECT count(*) FROM state_items AS m WHERE m.state = l.state) FROM looks AS l
JOIN site_runs AS s USING (site_run) JOIN addresses AS a ON a.address = l.start
WHERE a.url = ? AND s.site = ? AND s.outcome = 'ok' ORDER BY s.started_at DESC LIMIT 1
"""

_ITEMS_OF_SITE = """
SELECT (SELECT count(*) FROM looks AS l JOIN state_items USING (state) WHERE l.site_run = s.site_run)
FROM site_runs AS s WHERE s.site = ? AND s.outcome = 'ok' ORDER BY s.started_at DESC LIMIT 1
"""

_LAST_STATES = """
SELECT l.state, max(l.site_run) FROM looks AS l JOIN site_runs AS s USING (site_run)
JOIN addresses AS a ON a.address = l.start WHERE a.url = ?1 AND s.site = ?2 AND s.site_run < ?3
GROUP BY s.outcome = 'ok'
"""
"""The listing states of a list's last check, and of its last check in a site run that was `ok`."""

_ITEMS = """
SELECT a.url, i.title FROM state_items JOIN items AS i USING (item) JOIN addresses AS a USING (address)
WHERE state = ?
"""

_LAST_LIST = """
SELECT a.url FROM looks AS l JOIN site_runs AS s USING (site_run) JOIN addresses AS a ON a.address = l.start
WHERE s.site = ? ORDER BY s.started_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item of a list: its address and link text."""

    url: str
    title: str


def not_asked_for(archive: Archive, site: str, site_run: int) -> list[str]:
    """Lists with items of the site's last `ok` run that this run has not requested.

    Those that were gone when last requested are left out.
    """
    return [row["url"] for row in archive.rows(_NOT_ASKED_FOR, site, site_run)]


def items_of_list(archive: Archive, site: str, start: str) -> int | None:
    """How many items a list had in the site's last `ok` run that read it; None where there was none."""
    row = archive.one(_ITEMS_OF_LIST, start, site)
    return int(row[0]) if row else None


def items_of_site(archive: Archive, site: str) -> int | None:
    """How many items all lists of the site's last `ok` run had together; None where there was none."""
    row = archive.one(_ITEMS_OF_SITE, site)
    return int(row[0]) if row else None


def earlier_items(archive: Archive, site: str, start: str, site_run: int) -> Iterator[list[ListedItem]]:
    """A list's items as it was last read before this run, and as the last `ok` run before it read them."""
    for row in archive.rows(_LAST_STATES, start, site, site_run):
        yield [ListedItem(item["url"], item["title"]) for item in archive.rows(_ITEMS, row["state"])]


def last_list(archive: Archive, site: str) -> str | None:
    """The address of a list that the site's last run read; None where no run read any."""
    row = archive.one(_LAST_LIST, site)
    return row["url"] if row else None


def starts(archive: Archive) -> list[str]:
    """The addresses of all lists of the archive."""
    return [row["url"] for row in archive.rows("SELECT DISTINCT url FROM looks JOIN addresses ON address = start")]
