"""What a run saw, written down as it happens: runs, captures, looks at lists. One transaction an observation.

Knows what was seen and refuses to know what it means.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from archive.clock import milliseconds, text
from archive.errors import ArchiveError
from archive.form.reading import Kind, Level
from archive.store import Archive

CaptureKind = Literal["robots", "portal", "listing", "report", "attachment"]
CaptureVerdict = Literal["ok", "same", "gone", "soft_404", "blocked", "unreachable", "garbled", "too_large", "refused"]
Outcome = Literal["ok", "partial", "blocked", "unreachable", "broken", "killed"]

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_FLEETING = {"date", "set-cookie", "age", "expires", "connection", "keep-alive", "x-request-id", "x-cache"}
"""Headers that differ at every answer; kept only where the body is new."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One fetch attempt. `body` are the server's bytes as decoded from transfer, None where none came.

    `digest` names bytes already kept (a 304), `via` the capture of the page that led here, `link_title` the text of
    its link, `request` what was asked beyond a plain GET (method, body, headers).
    """

    kind: CaptureKind
    url: str
    fetched_at: datetime
    verdict: CaptureVerdict
    status: int | None = None
    detail: str | None = None
    body: bytes | None = None
    digest: bytes | None = None
    headers: Mapping[str, str] | None = None
    request: Mapping[str, str] | None = None
    via: str | None = None
    link_title: str | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The last sound capture of an address: what to ask conditionally with, and what a 304 stands for."""

    capture: str
    fetched_at: datetime
    digest: bytes
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, and what its title says that it leads to."""

    url: str
    title: str
    date: str | None
    kind: Kind
    year: int | None
    level: Level
    issuer: str | None
    township_code: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a whole column: its items over all pages, and whether that was the whole of it."""

    start: str
    items: tuple[Item, ...]
    complete: bool
    declared: int | None = None
    reason: str | None = None


def begin_run(archive: Archive, now: datetime, version: str, settings: Mapping[str, object]) -> str:
    """Open a run and return its key: the instant, and enough chance to differ from other machines' runs."""
    run = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO runs (run, started_at, version, settings) VALUES (?, ?, ?, ?)",
            (run, text(now), version, json.dumps(settings, ensure_ascii=False, sort_keys=True)),
        )
    return run


def finish_run(archive: Archive, run: str, now: datetime) -> None:
    """Close a run; a site run that is still open in it was killed."""
    with archive.transaction() as db:
        db.execute(
            "UPDATE site_runs SET outcome = 'killed', finished_at = ?, detail = 'ended without a word'"
            " WHERE run = ? AND outcome IS NULL",
            (text(now), run),
        )
        db.execute("UPDATE runs SET finished_at = ? WHERE run = ?", (text(now), run))


def begin_site(archive: Archive, run: str, site: str, now: datetime) -> int:
    """Open the site run, or go on with the one that a killed process left open. Returns its local number."""
    with archive.transaction() as db:
        db.execute("INSERT OR IGNORE INTO site_settings (fields) SELECT settings FROM sites WHERE site = ?", (site,))
        db.execute(
            "INSERT INTO site_runs (run, site, started_at, settings) SELECT ?, site, ?, c.settings FROM sites"
            " JOIN site_settings AS c ON c.fields = sites.settings WHERE site = ? ON CONFLICT DO NOTHING",
            (run, text(now), site),
        )
    return int(archive.one("SELECT site_run FROM site_runs WHERE run = ? AND site = ?", run, site)[0])


def finish_site(archive: Archive, site_run: int, now: datetime, outcome: Outcome, detail: str | None) -> None:
    """Close a site run with its outcome; requests and bytes are counted from its captures."""
    with archive.transaction() as db:
        db.execute(
            "UPDATE site_runs SET finished_at = ?2, outcome = ?3, detail = ?4,"
            " requests = (SELECT count(*) FROM fetches WHERE site_run = ?1),"
            " bytes = (SELECT coalesce(sum(size), 0) FROM fetches JOIN payloads USING (payload)"
            "          WHERE site_run = ?1 AND verdict <> 'same')"
            " WHERE site_run = ?1",
            (site_run, text(now), outcome, detail),
        )


def register_site(
    archive: Archive, site: str, county: str, family: str, start: Sequence[str], settings: Mapping[str, object]
) -> None:
    """Make the registry's row known to the archive as it stands today. Raises ArchiveError for an unknown county."""
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
        raise ArchiveError(
            f"{archive.path}: site {site}: no county has the code {county}; correct it in sites.toml"
        ) from error


def record(archive: Archive, site_run: int, fetched: Fetched) -> str:
    """Keep one fetch attempt: its bytes first, then its row. Returns the key of the capture."""
    known, size = fetched.digest, 0
    if fetched.body is not None:
        size = len(fetched.body)
        known = archive.payloads.put(fetched.body, scope(fetched.kind, fetched.url))
    with archive.transaction() as db:
        capture = _key(fetched.fetched_at)
        db.execute(
            "INSERT INTO fetches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                capture,
                site_run,
                fetched.kind,
                address(db, fetched.url),
                milliseconds(fetched.fetched_at),
                fetched.status,
                fetched.verdict,
                fetched.detail,
                _payload(db, known, size),
                _headers(db, fetched),
                json.dumps(fetched.request, ensure_ascii=False, sort_keys=True) if fetched.request else None,
                fetched.via,
                fetched.link_title,
            ),
        )
    return capture


def scope(kind: CaptureKind, url: str) -> str:
    """Which payloads resemble one another: pages of one kind on one host."""
    return f"{kind} {url.split('/')[2]}"


def previous(archive: Archive, url: str) -> Previous | None:
    """The last capture of this address that brought sound bytes, or named them again."""
    row = archive.one(
        "SELECT f.capture, f.fetched_at, p.sha256, h.fields FROM addresses AS a JOIN fetches AS f USING (address)"
        " JOIN payloads AS p USING (payload) LEFT JOIN header_sets AS h USING (headers)"
        " WHERE a.url = ? AND f.verdict IN ('ok', 'same') ORDER BY f.fetched_at DESC LIMIT 1",
        url,
    )
    if row is None:
        return None
    fields = json.loads(row["fields"]) if row["fields"] else {}
    at = datetime.fromtimestamp(row["fetched_at"] / 1000).astimezone()
    return Previous(row["capture"], at, row["sha256"], fields.get("etag"), fields.get("last-modified"))


def look(archive: Archive, site_run: int, seen: Look) -> None:
    """Keep a look at a column: the set of its items once for each distinct set."""
    with archive.transaction() as db:
        members = sorted({_item(db, item) for item in seen.items})
        name = digest("\n".join(sorted({f"{i.url}\t{i.title}\t{i.date or ''}" for i in seen.items})).encode())
        db.execute("INSERT INTO listing_states (digest) VALUES (?) ON CONFLICT DO NOTHING", (name,))
        state = db.execute("SELECT state FROM listing_states WHERE digest = ?", (name,)).fetchone()[0]
        db.executemany(
            "INSERT INTO state_items VALUES (?, ?) ON CONFLICT DO NOTHING", [(state, member) for member in members]
        )
        db.execute(
            "INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?, ?, ?)",
            (site_run, address(db, seen.start), state, seen.complete, seen.declared, seen.reason),
        )


def digest(data: bytes) -> bytes:
    """The name under which bytes are kept."""
    return sha256(data).digest()


def address(db: sqlite3.Connection, url: str) -> int:
    """The local number of an address, given one where it is new."""
    row = db.execute("SELECT address FROM addresses WHERE url = ?", (url,)).fetchone()
    if row:
        return int(row[0])
    return int(db.execute("INSERT INTO addresses (url) VALUES (?) RETURNING address", (url,)).fetchone()[0])


def _item(db: sqlite3.Connection, item: Item) -> int:
    where = (address(db, item.url), item.title, item.date or "")
    found = db.execute(
        "SELECT item FROM items WHERE address = ? AND title = ? AND coalesce(date, '') = ?", where
    ).fetchone()
    if found:
        return int(found[0])
    row = (where[0], item.title, item.date, item.kind, item.year, item.level, item.issuer, item.township_code)
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
    keep_all = fetched.verdict == "ok"
    fields = {name: value for name, value in fetched.headers.items() if keep_all or name not in _FLEETING}
    packed = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    db.execute("INSERT INTO header_sets (fields) VALUES (?) ON CONFLICT DO NOTHING", (packed,))
    return int(db.execute("SELECT headers FROM header_sets WHERE fields = ?", (packed,)).fetchone()[0])


def _key(at: datetime) -> str:
    """A capture's key: 45 bits of time in milliseconds, so that keys sort by it, and 30 bits of chance; base 32."""
    number = milliseconds(at) << 30 | secrets.randbits(30)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(70, -1, -5))
