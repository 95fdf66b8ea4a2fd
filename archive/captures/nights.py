"""The record of nights: when each began and ended, what went wrong, and which runs a wrong clock dated.

A night is identified by its calendar day in China. Instants are aware datetimes in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from archive.captures.reasons import Reason, RunDoubt, because, stored_list
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
    doubt = because(RunDoubt.DATED_AFTER_LATER_NIGHT)
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO nights (night, started_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (str(night), text(started_at)),
        )
        db.executemany(
            "INSERT INTO doubted_runs (run, noticed_at, detail, reason) VALUES (?, ?, ?, ?)",
            [(run, text(started_at), str(doubt), doubt.code) for run in future_runs],
        )


def finish(archive: Archive, night: date, finished_at: datetime, ailments: Sequence[Reason]) -> None:
    """Record that a night has finished, and what was wrong with the archive or a step."""
    sentences = [str(ailment) for ailment in ailments]
    with archive.transaction() as db:
        db.execute(
            "UPDATE nights SET finished_at = ?, ailments = ?, ailment_reasons = ? WHERE night = ?",
            (text(finished_at), json.dumps(sentences, ensure_ascii=False), stored_list(ailments), str(night)),
        )
