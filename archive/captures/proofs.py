"""Proofs of listing checks: which captures a list was read from, and what these prove, fact by fact.

Stores and reads; finds nothing. Equal proofs are stored once, as most nights prove what the night before did.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive.captures import facts
from archive.captures.facts import Finding
from archive.storage import capture_keys, digests
from archive.storage.database import Archive
from archive.storage.instants import milliseconds

ListingCheckKey = tuple[int, int]
"""A site run, and the number of the list's address."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list as a check read it: its number (0 for a shell that only loads the items), and its capture."""

    number: int
    capture: str


@dataclass(frozen=True, slots=True)
class CapturedListPage:
    """A page of a list with what was captured: its body, None where the archive does not have it.

    `request` is what went beyond a plain GET, and for a page shown in a browser how that went. `replayed` says that the
    capture is an earlier run's.
    """

    number: int
    capture: str
    url: str
    fetched_at: datetime
    body: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """A listing check to be proved: the site with its county and CMS family, the list, and whether it was whole.

    `hosts` are those of the site's row in that run; empty where the row did not name any.
    """

    site_run: int
    start: int
    url: str
    county: str
    family: str
    complete: bool
    proof: str | None
    hosts: tuple[str, ...] = ()


def store_pages(archive: Archive, site_run: int, start: str, pages: Sequence[ListPage]) -> None:
    """Store the pages of a list, in the order of reading."""
    with archive.transaction() as db:
        address = db.execute("SELECT address FROM addresses WHERE url = ?", (start,)).fetchone()[0]
        db.execute("DELETE FROM look_pages WHERE site_run = ? AND start = ?", (site_run, address))
        db.executemany(
            "INSERT INTO look_pages VALUES (?, ?, ?, ?, ?)",
            [(site_run, address, position, page.number, page.capture) for position, page in enumerate(pages)],
        )


def store(archive: Archive, site_run: int, start: str, findings: Iterable[Finding]) -> None:
    """Store what a list's check proves."""
    written = facts.dump(findings)
    with archive.transaction() as db:
        name = digests.of_text(written)
        db.execute("INSERT INTO proofs (digest, findings) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, written))
        db.execute(
            "UPDATE looks SET proof = (SELECT proof FROM proofs WHERE digest = ?)"
            " WHERE site_run = ? AND start = (SELECT address FROM addresses WHERE url = ?)",
            (name, site_run, start),
        )
        forget_verdicts(db, site_run)


def forget_verdicts(db: sqlite3.Connection, site_run: int) -> None:
    """Have the county judged anew, inside the caller's transaction: what an older check proves may be found later."""
    county = "SELECT s.county_code FROM visits AS v JOIN sites AS s USING (site) WHERE v.site_run = ?"
    db.execute(f"DELETE FROM judged_counties WHERE county_code = ({county})", (site_run,))


def pages(archive: Archive, check: ListingCheckKey) -> list[CapturedListPage]:
    """The pages that a check read, with their bodies. For checks that recorded none, those found by their captures."""
    rows = archive.rows(_PAGES, *check) or archive.rows(_PAGES_BY_CAPTURES, *check)
    return [
        CapturedListPage(
            row["number"],
            row["capture"],
            row["url"],
            datetime.fromtimestamp(capture_keys.milliseconds(row["capture"]) / 1000, UTC),
            archive.payloads.get(row["sha256"]) if row["sha256"] else None,
            json.loads(row["fields"] or "{}"),
            json.loads(row["request"] or "{}"),
            bool(row["replayed"]),
        )
        for row in rows
    ]


_PAGES = """
SELECT p.number, p.capture, a.url, y.sha256, h.fields, coalesce(f.request, t.request) AS request,
    coalesce(f.site_run, q.site_run) IS NOT p.site_run AS replayed
FROM look_pages AS p LEFT JOIN news AS f ON f.capture = p.capture
LEFT JOIN repeats AS q ON q.capture = p.capture LEFT JOIN steps AS t ON t.step = q.step
LEFT JOIN addresses AS a ON a.address = coalesce(f.address, t.address)
LEFT JOIN payloads AS y ON y.payload = coalesce(f.payload, t.payload)
LEFT JOIN header_sets AS h ON h.headers = coalesce(f.headers, t.headers)
WHERE p.site_run = ? AND p.start = ? ORDER BY p.position
"""

_PAGES_BY_CAPTURES = """
WITH RECURSIVE read (capture, number) AS (
    SELECT capture, 1 FROM fetches WHERE site_run = ?1 AND address = ?2 AND kind IN ('listing', 'portal')
        AND verdict IN ('ok', 'same')
    UNION
    SELECT f.capture, read.number + 1 FROM fetches AS f JOIN read ON f.via = read.capture
    WHERE f.site_run = ?1 AND f.kind = 'listing' AND f.verdict IN ('ok', 'same')
        AND f.request ->> 'page' = read.number + 1
)
SELECT read.number, read.capture, a.url, y.sha256, h.fields, f.request, 0 AS replayed
FROM read JOIN fetches AS f USING (capture) JOIN addresses AS a USING (address) LEFT JOIN payloads AS y USING (payload)
LEFT JOIN header_sets AS h USING (headers) ORDER BY read.number, read.capture
"""
"""The pages of a check of an earlier version: those of its first address, and each further page that one led to."""


_CHECKS = """
SELECT l.site_run, l.start, a.url, s.county_code, s.family, l.complete, p.findings, c.fields ->> 'hosts' AS hosts
FROM visits AS r CROSS JOIN looks AS l ON l.site_run = r.site_run JOIN sites AS s ON s.site = r.site
LEFT JOIN site_settings AS c ON c.settings = r.settings
JOIN addresses AS a ON a.address = l.start LEFT JOIN proofs AS p USING (proof) WHERE
"""
_OF_RUN = f"{_CHECKS} r.site_run = ? ORDER BY l.site_run, l.start"
_SINCE = f"{_CHECKS} r.started >= ? ORDER BY l.site_run, l.start"


def checks(
    archive: Archive, site_run: int | None = None, since: datetime | None = None, *, unproved: bool = False
) -> Iterator[StoredCheck]:
    """Listing checks in the order of their runs: of one site run, since an instant, or all; or those without proof."""
    from_ms = milliseconds(since) if since else 0
    wanted = (_OF_RUN, site_run) if site_run is not None else (_SINCE, from_ms)
    for row in archive.rows(*wanted):
        if unproved and row["findings"] is not None:
            continue
        yield StoredCheck(
            row["site_run"],
            row["start"],
            row["url"],
            row["county_code"],
            row["family"],
            bool(row["complete"]),
            row["findings"],
            tuple(json.loads(row["hosts"] or "[]")),
        )


ListProofKey = tuple[int | None, str]
"""A proof by its number, None where there is none, and the address of the list that it is about."""


@dataclass(frozen=True, slots=True)
class CountyProofs:
    """What the checks of a county prove: of each site run the proofs of its lists, and what each of them says.

    Most nights prove what the night before did, so that proofs are fewer than checks.
    """

    of_site_runs: Mapping[int, tuple[ListProofKey, ...]]
    findings: Mapping[ListProofKey, Sequence[Finding]]


def of_county(archive: Archive, county: str) -> CountyProofs:
    """Those of all nights; of unproved lists, too."""
    keys: dict[int, list[ListProofKey]] = defaultdict(list)
    loaded: dict[ListProofKey, Sequence[Finding]] = {}
    for row in archive.rows(
        "SELECT l.site_run, a.url, l.proof, p.findings FROM looks AS l JOIN site_runs USING (site_run)"
        " JOIN sites USING (site) JOIN addresses AS a ON a.address = l.start LEFT JOIN proofs AS p USING (proof)"
        " WHERE county_code = ? ORDER BY l.site_run, a.url",
        county,
    ):
        key = row["proof"], row["url"]
        keys[row["site_run"]].append(key)
        if key not in loaded:
            is_proved = row["proof"] is not None
            loaded[key] = facts.load(row["findings"], row["url"]) if is_proved else facts.unproved(row["url"])
    return CountyProofs({site_run: tuple(proofs) for site_run, proofs in keys.items()}, loaded)


def hosts(archive: Archive, county: str) -> dict[int, tuple[str, ...]]:
    """The hosts of a county's sites in each site run."""
    return {
        site_run: tuple(json.loads(fields or "[]"))
        for site_run, fields in archive.rows(
            "SELECT r.site_run, c.fields ->> 'hosts' FROM site_runs AS r JOIN sites USING (site)"
            " JOIN site_settings AS c ON c.settings = r.settings WHERE county_code = ?",
            county,
        )
    }


def answered(archive: Archive, site_run: int) -> set[str]:
    """The addresses of a site that answered usably in this run or an earlier one, before and after redirects.

    Earlier is what began before: the numbers of site runs are another archive's after a merge.
    """
    return {
        row[0]
        for row in archive.rows(
            "SELECT a.url FROM visits AS own CROSS JOIN visits AS r ON r.site = own.site"
            " CROSS JOIN fetches AS f ON f.site_run = r.site_run CROSS JOIN addresses AS a ON a.address = f.address"
            " WHERE own.site_run = ?1 AND (r.site_run = own.site_run OR r.started < own.started)"
            " AND (f.kind = 'report' OR f.request ->> 'for' IS NOT 'witness')"
            " AND (f.verdict IN ('ok', 'same') OR f.status BETWEEN 300 AND 303 OR f.status IN (307, 308))",
            site_run,
        )
    }


def dates_served(archive: Archive, site_run: int) -> list[str]:
    """The `Date` headers of a site run's answers, as sent."""
    rows = archive.rows(
        "SELECT DISTINCT h.fields ->> 'date' FROM fetches AS f JOIN header_sets AS h USING (headers)"
        " WHERE f.site_run = ? AND h.fields ->> 'date' IS NOT NULL",
        site_run,
    )
    return [row[0] for row in rows]


def bodies_of_host(archive: Archive, site_run: int, but: Iterable[str]) -> Iterator[bytes]:
    """The bodies of a site run's other web pages, the newest first."""
    left_out = set(but)
    for capture, sha256 in archive.rows(
        "SELECT f.capture, y.sha256 FROM fetches AS f JOIN payloads AS y USING (payload) WHERE f.site_run = ?"
        " AND f.kind IN ('portal', 'listing', 'report') AND f.verdict IN ('ok', 'same')"
        " AND f.request ->> 'browser' IS NULL AND f.request ->> 'for' IS NOT 'witness'"
        " ORDER BY f.capture DESC LIMIT 40",
        site_run,
    ):
        if capture not in left_out:
            yield archive.payloads.get(sha256)
