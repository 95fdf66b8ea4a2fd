"""The record of nights: when each began and ended, what went wrong, and which runs a wrong clock dated.

A night is identified by its calendar day in China. Instants are aware datetimes in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from archive.storage.database import Archive
from archive.storage.instants import instant, text

_LAST_INSTANT = """
SELECT max(at) FROM (SELECT max(started_at) AS at FROM nights UNION ALL
    SELECT max(coalesce(finished_at, started_at)) FROM runs WHERE run NOT IN (SELECT run FROM doubted_runs))
"""


def last_finished(archive: Archive, before: date) -> date | None:
    """The last finished night before this one."""
    row = archive.one("SELECT max(night) FROM nights WHERE finished_at IS NOT NULL AND night < ?", str(before))
    return date.fromisoformat(row[0]) if row[0] else None


def last_instant(archive: Archive) -> datetime | None:
    """The last instant at which a night began or a run was active; None in a new archive.

    Runs that a wrong clock dated into the future, and that are distrusted since, do not count.
    """
    row = archive.one(_LAST_INSTANT)
    return instant(row[0]) if row[0] else None


def begin(archive: Archive, night: date, started_at: datetime, future_runs: Sequence[str]) -> None:
    """Record that a night has begun, unless an earlier start recorded it, and that `future_runs` are dated after it."""
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO nights (night, started_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (str(night), text(started_at)),
        )
        db.executemany(
            "INSERT INTO doubted_runs VALUES (?, ?, 'lies in the future of a later night')",
            [(run, text(started_at)) for run in future_runs],
        )


def finish(archive: Archive, night: date, finished_at: datetime, ailments: Sequence[str]) -> None:
    """Record that a night has finished, and what was wrong with the archive or a step, one sentence each."""
    with archive.transaction() as db:
        db.execute(
            "UPDATE nights SET finished_at = ?, ailments = ? WHERE night = ?",
            (text(finished_at), json.dumps(ailments, ensure_ascii=False), str(night)),
        )
