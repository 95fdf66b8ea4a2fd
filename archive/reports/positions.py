"""Where the figures of documents stand, as stored beside their readings."""

from __future__ import annotations

import sqlite3

from archive.captures.last_readings import last_reading
from archive.extract.positions import packing
from archive.extract.report.model import Positions, Report


def store(db: sqlite3.Connection, document: int, report: Report) -> None:
    """Store where a reading's figures stand, in place of what was stored; nothing for a document that is no report."""
    if report.kind == "report":
        db.execute("INSERT OR REPLACE INTO positions VALUES (?, ?)", (document, packing.pack(report.positions)))


def of_capture(db: sqlite3.Connection, capture: str) -> Positions | None:
    """Where the figures of a capture's last reading stand; None where no program has noted it. Only reads."""
    last = last_reading(db, capture)
    packed = last and db.execute("SELECT packed FROM positions WHERE document = ?", (last.document,)).fetchone()
    return packing.unpack(packed[0]) if packed else None


def differ(db: sqlite3.Connection, document: int, report: Report) -> bool:
    """Whether other positions are stored than a document's reading has; False where none are stored."""
    stored = db.execute("SELECT packed FROM positions WHERE document = ?", (document,)).fetchone()
    return stored is not None and stored[0] != packing.pack(report.positions)
