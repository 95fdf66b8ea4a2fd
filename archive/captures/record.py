"""Records what a run observes as it happens: runs, captures, listing checks. One transaction per observation.

Interprets nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Literal

from archive.captures import header_sets
from archive.captures.reasons import CaptureReason, Reason, SiteRunReason, because, stored_list
from archive.extract.report.model import Kind, Level
from archive.storage import capture_keys, dated_keys, packing
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from archive.storage.instants import from_milliseconds, milliseconds

CaptureKind = Literal["robots", "portal", "listing", "report", "attachment"]
CaptureVerdict = Literal[
    "ok", "same", "gone", "soft_404", "unknown", "blocked", "unreachable", "garbled", "too_large", "refused"
]
Outcome = Literal["ok", "partial", "blocked", "unreachable", "broken", "killed"]

_LAST_AT = (
    "SELECT max(last) FROM (SELECT max(capture) AS last FROM news WHERE capture BETWEEN ?1 AND ?2"
    " UNION ALL SELECT max(capture) FROM repeats WHERE capture BETWEEN ?1 AND ?2)"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One fetch attempt. `body` is the response body without transfer coding, None where none came.

    `reason` is the code for the verdict, `reason_args` the arguments of its sentence as JSON, `detail` the sentence.
    `digest` names bytes that are stored already, and `size` their number; `via` is the capture of the page that links
    here, `headers` has one value a name, `pairs` all header lines of an answer in which a name repeats; both hold bytes
    as characters (ISO 8859-1). `link_title` is the text of the link, `request` whatever went beyond a plain GET
    (method, body, headers).
    """

    kind: CaptureKind
    url: str
    fetched_at: datetime
    verdict: CaptureVerdict
    status: int | None = None
    detail: str | None = None
    body: bytes | None = None
    digest: bytes | None = None
    size: int = 0
    headers: Mapping[str, str] | None = None
    pairs: Sequence[tuple[str, str]] = ()
    request: Mapping[str, str] | None = None
    via: str | None = None
    link_title: str | None = None
    reason: CaptureReason | None = None
    reason_args: str | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The last usable capture of an address: the validators for a conditional request, and the bytes that a 304 means.

    `status` is its HTTP status, `full_at` when a response last had a body, `body` what was posted for it.
    """

    capture: str
    fetched_at: datetime
    digest: bytes
    etag: str | None
    last_modified: str | None
    status: int | None = None
    full_at: datetime | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, and what its title identifies."""

    url: str
    title: str
    date: str | None
    kind: Kind
    year: int | None
    level: Level
    issuer: str | None
    township_code: str | None


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A check of one list: its items over all pages, and whether the list was read to its end (`complete`).

    `incomplete_because` says why it was not; `declared` is the number of items that the list states.
    """

    start: str
    items: tuple[Item, ...]
    complete: bool
    declared: int | None = None
    incomplete_because: Reason | None = None


def begin_run(archive: Archive, now: datetime, version: str, settings: Mapping[str, object]) -> str:
    """Open a run and return its key: the instant and a random suffix, distinct from other machines' runs."""
    written = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    with archive.transaction() as db:
        run = dated_keys.draw(f"{now:%Y%m%dT%H%M%S}", partial(archive.one, "SELECT 1 FROM outings WHERE run = ?"))
        db.execute("INSERT OR IGNORE INTO site_settings (fields) VALUES (?)", (written,))
        db.execute(
            "INSERT INTO outings (run, started, version, settings)"
            " SELECT ?, ?, ?, settings FROM site_settings WHERE fields = ?",
            (run, milliseconds(now), version, written),
        )
    return run


def finish_run(archive: Archive, run: str, now: datetime) -> None:
    """Close a run; a site run that is still open in it was killed."""
    vanished = because(SiteRunReason.PROCESS_VANISHED)
    with archive.transaction() as db:
        db.execute(
            "UPDATE visits SET outcome = 'killed', finished = ?, reason = ?, detail = ?, reasons = ?"
            " WHERE outing = (SELECT outing FROM outings WHERE run = ?) AND outcome IS NULL",
            (milliseconds(now), vanished.code, str(vanished), stored_list([vanished]), run),
        )
        db.execute("UPDATE outings SET finished = ? WHERE run = ?", (milliseconds(now), run))


def begin_site(archive: Archive, run: str, site: str, now: datetime) -> int:
    """Open the site run, or resume one that a killed process left open. Returns its local number."""
    with archive.transaction() as db:
        db.execute("INSERT OR IGNORE INTO site_settings (fields) SELECT settings FROM sites WHERE site = ?", (site,))
        db.execute(
            "INSERT INTO visits (outing, site, started, settings) SELECT o.outing, s.site, ?, c.settings"
            " FROM outings AS o, sites AS s JOIN site_settings AS c ON c.fields = s.settings"
            " WHERE o.run = ? AND s.site = ? ON CONFLICT DO NOTHING",
            (milliseconds(now), run, site),
        )
    return int(archive.one("SELECT site_run FROM site_runs WHERE run = ? AND site = ?", run, site)[0])


def finish_site(
    archive: Archive,
    site_run: int,
    now: datetime,
    outcome: Outcome,
    detail: str | None,
    seen_from: datetime | None = None,
    *,
    reasons: Sequence[Reason] = (),
) -> None:
    """Close a site run with its outcome, count its requests and bytes, and pack its repeated captures.

    `reasons` are those for an outcome other than `ok`, `detail` is their sentence. `seen_from` is the oldest listing
    check that the run took from the archive, None where it took none.
    """
    with archive.transaction() as db:
        since = milliseconds(seen_from) if seen_from else None
        code = reasons[0].code if reasons else None
        close_site_run(db, site_run, (milliseconds(now), outcome, detail, since, code, stored_list(reasons)))


def close_site_run(db: sqlite3.Connection, site_run: int, end: Sequence[object]) -> None:
    """Close a site run inside the caller's transaction, by its end as stored.

    `end` holds the values of `finished`, `outcome`, `detail`, `seen_from`, `reason` and `reasons`.
    """
    db.execute(
        "UPDATE visits SET finished = ?2, outcome = ?3, detail = ?4, seen_from = ?5, reason = ?6, reasons = ?7,"
        " requests = (SELECT count(*) FROM news WHERE site_run = ?1 AND request ->> 'browser' IS NULL),"
        " bytes = (SELECT coalesce(sum(size), 0) FROM news JOIN payloads USING (payload)"
        "          WHERE site_run = ?1 AND verdict <> 'same')"
        " WHERE site_run = ?1",
        (site_run, *end),
    )
    packing.pack(db, site_run)


def register_site(
    archive: Archive, site: str, county: str, family: str, start: Sequence[str], settings: Mapping[str, object]
) -> None:
    """Store a site's row of the registry as it is now. Raises ArchiveError for an unknown county."""
    try:
        with archive.transaction() as db:
            db.execute(
                "INSERT INTO sites VALUES (?, ?, ?, ?, ?) ON CONFLICT (site) DO UPDATE SET"
                " county_code = excluded.county_code, family = excluded.family, start = excluded.start,"
                " settings = excluded.settings",
                (
                    site,
                    county,
                    family,
                    json.dumps(list(start)),
                    json.dumps(settings, ensure_ascii=False, sort_keys=True),
                ),
            )
    except sqlite3.IntegrityError as error:
        raise ArchiveError("wrong-county-of-site", path=archive.path, site=site, county=county) from error


def record(archive: Archive, site_run: int, fetched: Fetched) -> str:
    """Store one fetch attempt: its bytes first, then its row. Returns the key of the capture."""
    return record_all(archive, site_run, store(archive, [fetched]))[0]


def store(archive: Archive, attempts: Sequence[Fetched]) -> list[Fetched]:
    """Store the bytes of several attempts together. Returns the attempts with digests for bodies. Thread-safe."""
    parcels = [(attempt.body, scope(attempt.kind, attempt.url)) for attempt in attempts if attempt.body is not None]
    digests = iter(archive.payloads.put_all(parcels))
    return [
        attempt if attempt.body is None else replace(attempt, body=None, digest=next(digests), size=len(attempt.body))
        for attempt in attempts
    ]


def record_all(archive: Archive, site_run: int, attempts: Sequence[Fetched]) -> list[str]:
    """Store the rows of several attempts in one transaction, once their bytes are stored. Returns the capture keys."""
    with archive.transaction() as db:
        return [_record(db, site_run, fetched) for fetched in attempts]


def _record(db: sqlite3.Connection, site_run: int, fetched: Fetched) -> str:
    at = fetched.fetched_at
    capture = capture_keys.mint(at, db.execute(_LAST_AT, capture_keys.span(at)).fetchone()[0])
    db.execute(
        "INSERT INTO news VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture,
            site_run,
            fetched.kind,
            address(db, fetched.url),
            milliseconds(at),
            fetched.status,
            fetched.verdict,
            fetched.detail,
            _payload(db, fetched.digest, fetched.size),
            _headers(db, fetched),
            json.dumps(fetched.request, ensure_ascii=False, sort_keys=True) if fetched.request else None,
            fetched.via,
            fetched.link_title,
            fetched.reason,
            fetched.reason_args,
        ),
    )
    return capture


def scope(kind: CaptureKind, url: str) -> str:
    """The group of similar payloads: pages of one kind on one host."""
    return f"{kind} {url.split('/')[2]}"


def previous(archive: Archive, url: str, *, shown: bool = False) -> Previous | None:
    """The last capture of this address with usable bytes, or that confirmed them.

    With `shown` the page as rendered in a browser, otherwise as the server sent it.
    """
    row = archive.one(
        "SELECT f.capture, f.status, f.request ->> 'body' AS body, p.sha256, h.fields,"
        " (SELECT max(g.capture) FROM news AS g WHERE g.address = f.address AND g.status <> 304"
        "  AND g.verdict IN ('ok', 'same') AND g.request ->> 'browser' IS NULL) AS full"
        " FROM addresses AS a JOIN news AS f USING (address)"
        " JOIN payloads AS p USING (payload) LEFT JOIN header_sets AS h USING (headers)"
        " WHERE a.url = ? AND f.verdict IN ('ok', 'same') AND (f.request ->> 'browser' IS NOT NULL) = ?"
        " AND f.request ->> 'for' IS NOT 'proof' ORDER BY f.capture DESC LIMIT 1",
        url,
        shown,
    )
    packed = packing.latest(archive.connection, url, shown=shown)
    last = max((found for found in (row, packed) if found), key=lambda found: str(found["capture"]), default=None)
    if last is None:
        return None
    full = max((found["full"] for found in (row, packed) if found and found["full"]), default=None)
    fields = _validators(archive, last, full)
    return Previous(
        last["capture"],
        from_milliseconds(capture_keys.milliseconds(last["capture"])),
        last["sha256"],
        fields.get("etag"),
        fields.get("last-modified"),
        last["status"],
        from_milliseconds(capture_keys.milliseconds(full)) if full else None,
        last["body"],
    )


def _validators(archive: Archive, last: sqlite3.Row, full: str | None) -> dict[str, str]:
    """The validators; a 304 may omit unchanged headers such as Last-Modified (RFC 9110, 15.4.5)."""
    fields: dict[str, str] = json.loads(last["fields"] or "{}")
    if last["status"] != HTTPStatus.NOT_MODIFIED or {"etag", "last-modified"} <= fields.keys():
        return fields
    row = archive.one("SELECT h.fields FROM fetches JOIN header_sets AS h USING (headers) WHERE capture = ?", full)
    return (json.loads(row[0]) if row else {}) | fields


def store_listing_check(archive: Archive, site_run: int, seen: CheckedList) -> None:
    """Store a listing check; each distinct set of items is stored once."""
    why = seen.incomplete_because
    with archive.transaction() as db:
        members = sorted({_item(db, item) for item in seen.items})
        name = state_digest((item.url, item.title, item.date) for item in seen.items)
        db.execute("INSERT INTO listing_states (digest) VALUES (?) ON CONFLICT DO NOTHING", (name,))
        state = db.execute("SELECT state FROM listing_states WHERE digest = ?", (name,)).fetchone()[0]
        db.executemany(
            "INSERT INTO state_items VALUES (?, ?) ON CONFLICT DO NOTHING", [(state, member) for member in members]
        )
        db.execute(
            "INSERT OR REPLACE INTO looks"
            " (site_run, start, state, complete, declared, reason, reason_code, reason_args)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                site_run,
                address(db, seen.start),
                state,
                seen.complete,
                seen.declared,
                str(why) if why else None,
                why.code if why else None,
                why.stored_args if why else None,
            ),
        )


def state_digest(items: Iterable[tuple[str, str, str | None]]) -> bytes:
    """The digest of a set of items, each an address, a title and a date; their order does not matter."""
    return digest("\n".join(sorted({f"{url}\t{title}\t{date or ''}" for url, title, date in items})).encode())


def digest(data: bytes) -> bytes:
    """The SHA-256 digest under which bytes are stored."""
    return sha256(data).digest()


def address(db: sqlite3.Connection, url: str) -> int:
    """The local number of an address, assigned where it is new."""
    row = db.execute("SELECT address FROM addresses WHERE url = ?", (url,)).fetchone()
    if row:
        return int(row[0])
    return int(db.execute("INSERT INTO addresses (url) VALUES (?) RETURNING address", (url,)).fetchone()[0])


def _item(db: sqlite3.Connection, item: Item) -> int:
    key = (address(db, item.url), item.title, item.date or "")
    found = db.execute(
        "SELECT item FROM items WHERE address = ? AND title = ? AND coalesce(date, '') = ?", key
    ).fetchone()
    if found:
        return int(found[0])
    row = (key[0], item.title, item.date, item.kind, item.year, item.level, item.issuer, item.township_code)
    sql = (
        "INSERT INTO items (address, title, date, kind, year, level, issuer, township_code)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING item"
    )
    return int(db.execute(sql, row).fetchone()[0])


def _payload(db: sqlite3.Connection, known: bytes | None, size: int) -> int | None:
    if known is None:
        return None
    row = db.execute("SELECT payload FROM payloads WHERE sha256 = ?", (known,)).fetchone()
    if row:
        return int(row[0])
    return int(
        db.execute("INSERT INTO payloads (sha256, size) VALUES (?, ?) RETURNING payload", (known, size)).fetchone()[0]
    )


def _headers(db: sqlite3.Connection, fetched: Fetched) -> int | None:
    if fetched.headers is None:
        return None
    return header_sets.store(db, fetched.headers, fetched.pairs, of_new_body=fetched.verdict == "ok")
