"""The last reading of a capture as known at an instant; defined here only.

A capture has one reading for each parser that read it differently from the previous one; all stay in `documents`,
ordered by `parsed_at`. The conditions here are SQL text for the WHERE of a query over `documents`. `known_until` is SQL
for an instant as text, mostly a parameter that `archive.storage.instants.known_until` fills; without it, all readings
are known.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Self

from archive.storage.instants import instant


def is_last(document: str, known_until: str | None = None) -> str:
    """The condition that the row `document` is the last reading of its capture known by then."""
    known = f"{document}.parsed_at <= {known_until} AND " if known_until else ""
    return f"{known}NOT {is_superseded(document, known_until)}"


def is_superseded(document: str, known_until: str | None = None, table: str = "documents") -> str:
    """The condition that a later reading of the same capture was known by then, whenever `document` itself was read."""
    until = f" AND later.parsed_at <= {known_until}" if known_until else ""
    return (
        f"EXISTS (SELECT 1 FROM {table} AS later WHERE later.capture = {document}.capture"
        f" AND later.parsed_at > {document}.parsed_at{until})"
    )


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A row of `documents`: which parser read the capture when, and the values in which two readings can differ."""

    document: int
    capture: str
    parsed_at: datetime
    parser: str
    kind: str
    title: str | None
    year: int | None
    township_code: str | None
    joint_with: str | None
    claimed_on: str | None
    figures_digest: str
    text_digest: str
    version: str | None
    reason_code: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Self:
        """The reading in a row with the columns of `documents`."""
        columns = {field.name: row[field.name] for field in fields(cls)}
        return cls(**{**columns, "parsed_at": instant(row["parsed_at"])})


def last_reading(db: sqlite3.Connection, capture: str) -> StoredReading | None:
    """The last reading of a capture; None where it has not been read. Only reads."""
    row = db.execute("SELECT * FROM documents WHERE capture = ? ORDER BY parsed_at DESC LIMIT 1", (capture,)).fetchone()
    return StoredReading.of(row) if row else None
