"""What a report's addresses answered in each site run, and what the lists showed of the report. Only reads.

Turns rows into the values of `archive.reports.history.availability`, which concludes where the report was available.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime
from typing import Final

from archive.captures.last_readings import is_last
from archive.reports.history import availability
from archive.reports.history.availability import AddressAnswer
from archive.reports.history.report_readings import ReportReading
from archive.storage import capture_keys
from archive.storage.instants import from_milliseconds, instant, known_until, milliseconds, text

_NEWS: Final = f"""
SELECT f.capture, f.fetched_at, f.address, f.site_run, f.verdict, s.outcome = 'ok' AS is_sound,
    EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture AND d.version IS NOT NULL
        AND {is_last("d", "?1")}) AS is_a_report
FROM news AS f JOIN visits AS s USING (site_run)
WHERE f.verdict IN ('ok', 'same', 'gone', 'soft_404') AND f.address IN
"""

_PACKED: Final = """
SELECT r.capture, s.address, r.site_run, v.outcome = 'ok' AS is_sound, s.verdict = 'same' AS is_same
FROM {runs} CROSS JOIN visit_spans AS w ON w.site_run = v.site_run
CROSS JOIN repeats AS r ON r.site_run = v.site_run AND r.capture BETWEEN w.first AND w.last
CROSS JOIN steps AS s ON s.step = r.step
WHERE s.verdict IN ('ok', 'same') AND s.address IN ({addresses})
"""
"""None of these captures has a document. `runs` are site runs, `v`."""

_RUNS_SINCE: Final = """
(SELECT DISTINCT site FROM steps WHERE address IN ({addresses}) AND (latest IS NULL OR latest >= ?)) AS t
CROSS JOIN visits AS v ON v.site = t.site AND max(v.finished, coalesce(v.reach, 0)) >= ?
"""
"""The runs of sites where one of the addresses still answers; those that ended before an instant are left out."""

_LISTED: Final = """
SELECT i.address, i.kind = 'report' AND i.township_code IS ?1 AND i.year IS ?2 AS named FROM looks AS l
JOIN state_items AS m USING (state) JOIN items AS i USING (item) WHERE l.site_run = ?3
AND ((i.kind = 'report' AND i.township_code = ?1 AND i.year = ?2) OR i.address IN
"""


def runs(
    db: sqlite3.Connection,
    report: tuple[str, int],
    readings: Sequence[ReportReading],
    known_at: datetime | None = None,
) -> Iterator[availability.Run]:
    """The site runs that may have changed where the report (township, year) was available, and the state after each.

    Those are the runs in which one of its addresses answered something new, and all that requested any since the first
    that may not have found the report. As long as every address has it, one that answers the same changes nothing:
    such nights, of which there are ever more, are not read.
    """
    if not readings:
        return
    newest_first = sorted(readings, key=lambda reading: reading.known_since, reverse=True)
    since = {reading.address: reading.known_since for reading in newest_first}
    pages = {reading.address: reading.page for reading in reversed(readings) if reading.page is not None}
    answers = _answers(db, readings, {*since, *pages.values()}, set(since), known_at)
    answers += _reassignments(readings, answers)
    yield from availability.replay_runs(
        answers, since, pages, lambda site_run: _listed(db, site_run, set(since), report)
    )


def _answers(
    db: sqlite3.Connection,
    readings: Sequence[ReportReading],
    addresses: Set[int],
    of_report: Set[int],
    known_at: datetime | None,
) -> list[AddressAnswer]:
    """The answers of these addresses, of which those `of_report` have had it, in the site runs of `runs`."""
    news = list(_news(db, addresses, {reading.capture for reading in readings}, known_at))
    packed: dict[str, AddressAnswer] = {}
    if len({reading.url_key for reading in readings}) > 1:  # which one leads depends on when a run was done with all
        packed |= _packed(db, *_runs_of(news), addresses)
    lost_since = _lost_since(db, of_report, [*news, *_reassignments(readings, news)])
    if lost_since is not None:
        packed |= _packed(db, *_runs_since(lost_since, addresses), addresses)
    return [*news, *packed.values()]


def _lost_since(db: sqlite3.Connection, of_report: Set[int], answers: Iterable[AddressAnswer]) -> int | None:
    """From when on an address may lack the report, in milliseconds; None where each has always had it since.

    A page that is none of the report's own bears on it by being gone alone. An address that was packed with an answer
    which is not the same, a list that shows the report in place, may have lacked it ever since.
    """
    shown = f"SELECT 1 FROM steps WHERE verdict = 'ok' AND address IN ({_marks(of_report)}) LIMIT 1"
    if db.execute(shown, tuple(of_report)).fetchone():
        return 0
    lacking = (
        milliseconds(instant(answer.at))
        for answer in answers
        if answer.holds == "nothing" or (answer.holds in ("other", "unclear") and answer.address in of_report)
    )
    return min(lacking, default=None)


def _news(
    db: sqlite3.Connection, addresses: Set[int], captures: Set[str], known_at: datetime | None
) -> Iterator[AddressAnswer]:
    """What was not packed; each answer holds what its last reading known at the instant says."""
    for row in db.execute(f"{_NEWS} ({_marks(addresses)})", (known_until(known_at), *addresses)):
        yield _answer(row, captures)


def _answer(row: sqlite3.Row, of_report: Set[str]) -> AddressAnswer:
    at = text(from_milliseconds(row["fetched_at"]))
    held = _holds(row, of_report)
    return AddressAnswer(at, row["capture"], row["address"], row["site_run"], bool(row["is_sound"]), held)


def _packed(
    db: sqlite3.Connection, runs: str, parameters: Sequence[object], addresses: Set[int]
) -> dict[str, AddressAnswer]:
    """What was packed of these site runs (SQL of visits `v`), by capture."""
    rows = db.execute(_PACKED.format(runs=runs, addresses=_marks(addresses)), (*parameters, *addresses))
    return {
        row["capture"]: AddressAnswer(
            text(from_milliseconds(capture_keys.milliseconds(row["capture"]))),
            row["capture"],
            row["address"],
            row["site_run"],
            bool(row["is_sound"]),
            "same" if row["is_same"] else "unclear",
        )
        for row in rows
    }


def _runs_of(answers: Iterable[AddressAnswer]) -> tuple[str, Sequence[object]]:
    site_runs = {answer.site_run for answer in answers}
    return f"(SELECT * FROM visits WHERE site_run IN ({_marks(site_runs)})) AS v", tuple(site_runs)


def _runs_since(since: int, addresses: Set[int]) -> tuple[str, Sequence[object]]:
    first, _ = capture_keys.span(from_milliseconds(since))
    return _RUNS_SINCE.format(addresses=_marks(addresses)), (*addresses, first, since)


def _holds(row: sqlite3.Row, of_report: Set[str]) -> availability.Holds:
    if row["verdict"] == "same":
        return "same"
    if row["verdict"] != "ok":
        return "nothing"
    if row["capture"] in of_report:
        return "report"
    return "other" if row["is_a_report"] else "unclear"


def _reassignments(readings: Sequence[ReportReading], answers: Sequence[AddressAnswer]) -> Iterator[AddressAnswer]:
    """Answers for addresses whose last document a later parser takes for something else.

    Until that parser ran the address counts as holding the report, so that the past stays as it was reported. Each
    answer belongs to an artificial site run with a negative number.
    """
    with_document = [answer for answer in answers if answer.holds in ("report", "other", "unclear")]
    last = {answer.address: answer.capture for answer in sorted(with_document, key=lambda answer: answer.capture)}
    for number, reading in enumerate(readings, 1):
        if reading.reassigned_at is not None and last.get(reading.address) == reading.capture:
            at, capture, address = reading.reassigned_at, reading.capture, reading.address
            yield AddressAnswer(at, capture, address, -number, outcome_ok=False, holds="other")


def _listed(db: sqlite3.Connection, site_run: int, addresses: set[int], report: tuple[str, int]) -> availability.Listed:
    """What the lists of a site run show of a report: its addresses, and whether any link title names it."""
    rows = db.execute(f"{_LISTED} ({_marks(addresses)}))", (*report, site_run, *addresses)).fetchall()
    return availability.Listed(
        frozenset(row["address"] for row in rows if row["address"] in addresses), any(row["named"] for row in rows)
    )


def _marks(values: Set[int]) -> str:
    return ",".join("?" * len(values))
