"""Packs captures that repeat an earlier one, once their site run is closed, to a key, a site run and a step each.

Knows how they are packed and found again, and not what a capture means. A capture is packed only where the packed form
reproduces every column; the trigger of the table `news` checks that again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

_COLUMNS: Final = (
    "site",
    "kind",
    "address",
    "status",
    "verdict",
    "detail",
    "payload",
    "headers",
    "request",
    "link_title",
    "reason",
    "reason_args",
)

_QUIET = """
SELECT v.site, f.* FROM news AS f JOIN visits AS v USING (site_run)
WHERE f.site_run = ? AND v.outcome IS NOT NULL AND f.fetched_at BETWEEN v.started AND v.finished
AND (f.verdict = 'same' OR f.kind = 'robots' OR (f.verdict = 'ok' AND f.kind IN ('portal', 'listing')))
AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture)
ORDER BY f.capture
"""
"""Captures that may repeat an earlier one: neither a document's first appearance nor a failure."""


def pack(db: sqlite3.Connection, site_run: int) -> int:
    """Pack the repeated captures of a closed site run, inside the caller's transaction. Returns how many."""
    address_of: dict[str, int] = {}
    last: dict[int, str] = {}
    latest: dict[int, str] = {}
    packed = []
    for row in db.execute(_QUIET, (site_run,)).fetchall():
        led_by = address_of.get(row["via"])
        if led_by is not None and last[led_by] != row["via"]:
            led_by = None
        step = find_step(db, tuple(row[column] for column in _COLUMNS), led_by)
        address_of[row["capture"]] = row["address"]
        last[row["address"]] = latest[step] = row["capture"]
        packed.append((row["capture"], site_run, step, row["via"] if led_by is None else None))
    db.executemany("INSERT INTO repeats VALUES (?, ?, ?, ?)", packed)
    db.executemany("DELETE FROM news WHERE capture = ?", [(capture,) for capture, *_ in packed])
    note_latest(db, latest.items())
    return len(packed)


def find_step(db: sqlite3.Connection, values: tuple[object, ...], via: int | None) -> int:
    """The number of the step with these values and the address that led there, assigned where it is new."""
    same = " AND ".join(f"{column} IS ?" for column in (*_COLUMNS, "via"))
    found = db.execute(f"SELECT step FROM steps WHERE {same}", (*values, via)).fetchone()
    if found:
        return int(found[0])
    names, marks = ", ".join((*_COLUMNS, "via")), ", ".join("?" * (len(_COLUMNS) + 1))
    row = db.execute(f"INSERT INTO steps ({names}) VALUES ({marks}) RETURNING step", (*values, via)).fetchone()
    return int(row[0])


def note_latest(db: sqlite3.Connection, found: Iterable[tuple[int, str]]) -> None:
    """Set the last capture of each step, where it is later than the stored one."""
    db.executemany("UPDATE steps SET latest = ?2 WHERE step = ?1 AND coalesce(latest, '') < ?2", list(found))


def latest(db: sqlite3.Connection, url: str, *, shown: bool) -> sqlite3.Row | None:
    """The last packed capture of an address with usable bytes: `capture`, `status`, `body`, `sha256`, `fields`, `full`.

    `full` is the last capture that was not a 304; with `shown` the page as rendered in a browser.
    """
    row: sqlite3.Row | None = db.execute(
        "SELECT s.latest AS capture, s.status, s.request ->> 'body' AS body, p.sha256, h.fields,"
        " (SELECT max(o.latest) FROM steps AS o"
        "  WHERE o.address = s.address AND o.status <> 304 AND o.verdict IN ('ok', 'same')"
        "  AND o.request ->> 'browser' IS NULL) AS full FROM addresses AS a JOIN steps AS s USING (address)"
        " JOIN payloads AS p USING (payload) LEFT JOIN header_sets AS h USING (headers)"
        " WHERE a.url = ? AND s.verdict IN ('ok', 'same') AND (s.request ->> 'browser' IS NOT NULL) = ?"
        " AND s.latest IS NOT NULL AND s.request ->> 'for' IS NOT 'proof' ORDER BY s.latest DESC LIMIT 1",
        (url, shown),
    ).fetchone()
    return row
