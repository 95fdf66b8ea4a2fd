"""Which changes of a report lasted into a later night, and may be told. Only reads.

What one night shows and the next takes back is a server's accident more often than a publisher's act: `changes` keeps
it, and nobody is told. A content lasts once its address shows it on a later day in China, a withdrawal once its address
is gone on a later day in a site run with the outcome `ok`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, Literal

from archive.reports.history.versions import ReportChange
from archive.storage import capture_keys
from archive.storage.database import Archive
from archive.storage.instants import china_day, end_of_day, from_milliseconds, instant, milliseconds, text

_STATES: Final = ("appeared", "figures", "text", "restored", "withdrawn")
"""The kinds of change after which a report shows another content, or none."""

_REVISED: Final = """
SELECT DISTINCT r.report, r.county_code FROM changes AS c CROSS JOIN reports AS r ON r.report = substr(c.subject, 10)
WHERE c.kind IN ('figures', 'restored') AND c.cause = 'publisher' AND c.at >= ? AND c.subject LIKE 'township:%'
ORDER BY r.report
"""

_WITHDRAWN: Final = "SELECT report, county_code FROM reports WHERE state = 'withdrawn' ORDER BY report"

_CHANGES: Final = """
SELECT at, kind, before, after, cause, capture FROM changes WHERE subject = 'township:' || ? ORDER BY at, rowid
"""

_ANSWERED_AGAIN: Final = """
SELECT 1 FROM news AS f CROSS JOIN visits AS v USING (site_run) WHERE f.address = ?1 AND f.verdict IN {verdicts}
AND f.fetched_at >= ?2 AND f.fetched_at < ?3 {and_run}
UNION ALL
SELECT 1 FROM (
    SELECT DISTINCT s.site FROM steps AS s
    WHERE s.address = ?1 AND s.verdict IN {verdicts} AND (s.latest IS NULL OR s.latest >= ?4)
) AS p
CROSS JOIN visits AS v ON v.site = p.site AND v.started < ?3 AND max(v.finished, coalesce(v.reach, 0)) >= ?2
CROSS JOIN visit_spans AS w ON w.site_run = v.site_run
CROSS JOIN repeated AS f ON f.site_run = w.site_run AND f.capture BETWEEN w.first AND w.last AND f.address = ?1
WHERE f.verdict IN {verdicts} AND f.fetched_at >= ?2 AND f.fetched_at < ?3 {and_run} LIMIT 1
"""
"""Whether an address answered so: by the site's runs in the order of time, until the first, and by none where no step
was taken so late."""

_SEEN_AGAIN: Final = _ANSWERED_AGAIN.format(verdicts="('ok', 'same')", and_run="")
_GONE_AGAIN: Final = _ANSWERED_AGAIN.format(verdicts="('gone', 'soft_404')", and_run="AND v.outcome = 'ok'")
_ANOTHER_AGAIN: Final = _ANSWERED_AGAIN.format(verdicts="('ok', 'same')", and_run="AND v.outcome = 'ok'")
"""A report is withdrawn also where its address holds another one: then that has to be there still."""

_SHOWED: Final = """
SELECT address, verdict IN ('ok', 'same') FROM fetches WHERE capture = ?1
"""
"""Where a change was seen, and whether the address still held something."""

_HELD: Final = """
SELECT DISTINCT n.address FROM documents AS d JOIN news AS n USING (capture)
WHERE d.township_code = ?1 AND d.year = ?2 AND d.version = ?3
"""
"""The addresses that held a version of a report, beside that of the capture that showed it."""

_FIGURES: Final = """
SELECT figures_digest FROM documents WHERE township_code = ? AND year = ? AND version = ? LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class LastingChange:
    """A change of a report that lasted: other figures than before, or its withdrawal."""

    report: str
    county_code: str
    kind: Literal["figures", "withdrawn"]
    at: str
    before: str | None
    after: str | None
    capture: str


def revised(archive: Archive, since: datetime, now: datetime, already: Collection[str] = ()) -> Iterator[LastingChange]:
    """The last revision of figures of each report, where it lasted, began after `since` and has not been taken back.

    `already` are the captures of changes that were told before, and count as lasting.
    """
    for report, county in archive.rows(_REVISED, text(since)):
        changes = told(archive.connection, report, _changes(archive, report), now, already)
        found = [change for change in changes if change.kind != "withdrawn"]
        if found and found[-1].kind == "figures" and found[-1].at >= text(since):
            yield _lasting(report, county, found[-1], "figures")


def withdrawn(archive: Archive, now: datetime, already: Collection[str] = ()) -> Iterator[LastingChange]:
    """The withdrawals that lasted, of reports that are withdrawn now; `already` as for `revised`."""
    for report, county in archive.rows(_WITHDRAWN):
        found = told(archive.connection, report, _changes(archive, report), now, already)
        if found and found[-1].kind == "withdrawn":
            yield _lasting(report, county, found[-1], "withdrawn")


def told(
    db: sqlite3.Connection,
    report: str,
    changes: Sequence[ReportChange],
    now: datetime,
    already: Collection[str] = (),
) -> list[ReportChange]:
    """The changes of a report that may be told at `now`: revisions, withdrawals, and returns that end either.

    `changes` are all of the report, in order. A revision has the kind `figures`, though figures that a night took back
    and another showed again are `restored` in the history. A withdrawn report is back as soon as it is seen once.
    """
    states = [change for change in changes if change.kind in _STATES and change.at <= text(now)]
    if all(state.kind == "appeared" or state.cause == "parser" for state in states):
        return []
    told: list[ReportChange] = []
    figures: set[str | None] = set()
    current: str | None = None
    for number, state in enumerate(states):
        until = states[number + 1].at if number + 1 < len(states) else None
        lasts = partial(_lasted, db, report, state, until, now)
        if state.kind == "withdrawn":
            if until is None and state.cause == "publisher" and (state.capture in already or lasts()):
                told.append(state)
            continue
        shown = _figures(db, report, state.after)
        if state.kind == "appeared" or state.cause == "parser":
            figures, current = figures | {shown}, shown
        elif shown != current and (state.capture in already or lasts()):
            told.append(_as_told(state, is_new=shown not in figures))
            figures, current = figures | {shown}, shown
    return told


def _as_told(state: ReportChange, *, is_new: bool) -> ReportChange:
    kind: Literal["figures", "restored"] = "figures" if is_new else "restored"
    return ReportChange(state.at, kind, state.before, state.after, state.cause, state.capture)


def _lasted(db: sqlite3.Connection, report: str, change: ReportChange, until: str | None, now: datetime) -> bool:
    """Whether the state that a change began was seen on a later day, before the next change."""
    later = milliseconds(end_of_day(china_day(instant(change.at))))
    end = milliseconds(instant(until)) if until else milliseconds(now) + 1
    first, _ = capture_keys.span(from_milliseconds(later))
    showed: list[tuple[int, int]] = db.execute(_SHOWED, (change.capture,)).fetchall()

    def again(answered: str, address: int) -> bool:
        return db.execute(answered, (address, later, end, first)).fetchone() is not None

    if change.kind == "withdrawn":
        return any(
            again(_GONE_AGAIN, address) or (holds and again(_ANOTHER_AGAIN, address)) for address, holds in showed
        )
    township, _, year = report.partition("/")
    held = {row[0] for row in db.execute(_HELD, (township, int(year), change.after))}
    return any(again(_SEEN_AGAIN, address) for address in held | {address for address, _ in showed})


def _figures(db: sqlite3.Connection, report: str, version: str | None) -> str | None:
    township, _, year = report.partition("/")
    row = db.execute(_FIGURES, (township, int(year), version)).fetchone()
    return row[0] if row else None


def _changes(archive: Archive, report: str) -> list[ReportChange]:
    return [ReportChange(*row) for row in archive.rows(_CHANGES, report)]


def _lasting(report: str, county: str, change: ReportChange, kind: Literal["figures", "withdrawn"]) -> LastingChange:
    return LastingChange(report, county, kind, change.at, change.before, change.after, change.capture)
