"""An archive's whole content with local numbers put aside, so that two archives can be compared."""

from __future__ import annotations

from archive.reports import figures
from archive.storage.database import Archive

LOCAL = {"finding", "document", "mute", "place"}
"""Numbers that mean nothing outside their file."""

NAMED = {
    "outings": "SELECT * FROM runs",
    "visits": "SELECT run, site, started_at, finished_at, outcome, detail, requests, bytes, fields FROM site_runs"
    " LEFT JOIN site_settings USING (settings)",
    "site_settings": "SELECT fields FROM site_settings",
    "news": "SELECT capture, run, site, kind, url, fetched_at, status, verdict, payload, via, detail, link_title,"
    " size, headers, request FROM captures",
    "addresses": "SELECT url FROM addresses",
    "payloads": "SELECT sha256, size FROM payloads",
    "header_sets": "SELECT fields FROM header_sets",
    "items": "SELECT a.url, i.title, i.date, i.kind, i.year, i.level, i.issuer, i.township_code FROM items AS i"
    " JOIN addresses AS a USING (address)",
    "listing_states": "SELECT digest FROM listing_states",
    "state_items": "SELECT s.digest, a.url, i.title, i.date FROM state_items JOIN listing_states AS s USING (state)"
    " JOIN items AS i USING (item) JOIN addresses AS a USING (address)",
    "looks": "SELECT r.run, r.site, a.url, s.digest, l.complete, l.declared, l.reason, l.reason_code FROM looks AS l"
    " JOIN site_runs AS r USING (site_run) JOIN addresses AS a ON a.address = l.start"
    " JOIN listing_states AS s USING (state)",
}
DERIVED = (
    "documents",
    "reports",
    "versions",
    "changes",
    "status",
    "backdating",
    "manifestations",
    "copied_from",
    *figures.COLUMNS,
)


def dump(archive: Archive, tables: tuple[str, ...] | None = None) -> dict[str, list[str]]:
    """Every table's rows as sorted text, by stable keys only."""
    names = tables or tuple(
        name
        for (name,) in archive.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(
            ("sqlite_", "_sqlite", "search", "unsearched", "uncompared", "compared", "county_sums", "township_ranks")
        )
        and name not in ("judged", "judged_counties", "watching", "nights", "deadline_rules", "steps", "repeats")
        and name not in ("kept_counts", "site_counts")
    )
    return {name: _rows(archive, name) for name in names}


def _rows(archive: Archive, table: str) -> list[str]:
    found = archive.rows(NAMED.get(table, f"SELECT * FROM {table}"))
    return sorted(repr([(name, row[name]) for name in row.keys() if name not in LOCAL]) for row in found)  # noqa: SIM118
