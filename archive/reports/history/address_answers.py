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
from archive.reports.history.report_readings import ReportReading
from archive.storage.instants import from_milliseconds, known_until, text

_ANSWERS: Final = f"""
SELECT f.capture, f.fetched_at, f.address, f.site_run, f.verdict, s.outcome = 'ok' AS is_sound,
    EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture AND d.version IS NOT NULL
        AND {is_last("d", "?1")}) AS is_a_report
FROM fetches AS f JOIN visits AS s USING (site_run)
WHERE f.verdict IN ('ok', 'same', 'gone', 'soft_404') AND f.address IN
"""

_LISTED: Final = """
SELECT i.address, i.kind = 'report' AND i.township_code IS ?1 AND i.year IS ?2 AS named FROM looks AS l
JOIN state_items AS m USING (state) JOIN items AS i USING (item) WHERE l.site_run = ?3
AND ((i.kind = 'report' AND i.township_code = ?1 AND i.year = ?2) OR i.address IN
"""


class Answers:
    """What addresses answered, each asked for once: for many reports of a site, whose nights are then read once."""

    def __init__(
        self, db: sqlite3.Connection, known_at: datetime | None = None, beforehand: Set[int] = frozenset()
    ) -> None:
        self._db, self._known_until = db, known_until(known_at)
        self._of_addresses: dict[int, list[sqlite3.Row]] = {}
        self._load(beforehand)

    def of(self, addresses: Set[int]) -> list[sqlite3.Row]:
        """All that these answered."""
        self._load(addresses - self._of_addresses.keys())
        return [row for address in addresses for row in self._of_addresses[address]]

    def _load(self, addresses: Set[int]) -> None:
        if not addresses:
            return
        self._of_addresses.update((address, []) for address in addresses)
        for row in self._db.execute(f"{_ANSWERS} ({_marks(addresses)})", (self._known_until, *addresses)):
            self._of_addresses[row["address"]].append(row)


def runs(
    db: sqlite3.Connection,
    report: tuple[str, int],
    readings: Sequence[ReportReading],
    answered: Answers,
) -> Iterator[availability.Run]:
    """The site runs that requested an address of the report (township, year), with the availability after each."""
    if not readings:
        return
    newest_first = sorted(readings, key=lambda reading: reading.known_since, reverse=True)
    since = {reading.address: reading.known_since for reading in newest_first}
    pages = {reading.address: reading.page for reading in reversed(readings) if reading.page is not None}
    answers = _fetched(readings, answered.of({*since, *pages.values()}))
    answers += _reassignments(readings, answers)
    yield from availability.replay_runs(
        answers, since, pages, lambda site_run: _listed(db, site_run, set(since), report)
    )


def _fetched(readings: Sequence[ReportReading], rows: Iterable[sqlite3.Row]) -> list[availability.AddressAnswer]:
    """The answers of addresses; each holds what its last reading known at the instant says."""
    captures = {reading.capture for reading in readings}
    return [
        availability.AddressAnswer(
            text(from_milliseconds(row["fetched_at"])),
            row["capture"],
            row["address"],
            row["site_run"],
            bool(row["is_sound"]),
            _holds(row, captures),
        )
        for row in rows
    ]


def _holds(row: sqlite3.Row, of_report: Set[str]) -> availability.Holds:
    if row["verdict"] == "same":
        return "same"
    if row["verdict"] != "ok":
        return "nothing"
    if row["capture"] in of_report:
        return "report"
    return "other" if row["is_a_report"] else "unclear"


def _reassignments(
    readings: Sequence[ReportReading], answers: Sequence[availability.AddressAnswer]
) -> Iterator[availability.AddressAnswer]:
    """Answers for addresses whose last document a later parser takes for something else.

    Until that parser ran the address counts as holding the report, so that the past stays as it was reported. Each
    answer belongs to an artificial site run with a negative number.
    """
    with_document = [answer for answer in answers if answer.holds in ("report", "other", "unclear")]
    last = {answer.address: answer.capture for answer in sorted(with_document, key=lambda answer: answer.capture)}
    for number, reading in enumerate(readings, 1):
        if reading.reassigned_at is not None and last.get(reading.address) == reading.capture:
            at, capture, address = reading.reassigned_at, reading.capture, reading.address
            yield availability.AddressAnswer(at, capture, address, -number, outcome_ok=False, holds="other")


def _listed(db: sqlite3.Connection, site_run: int, addresses: set[int], report: tuple[str, int]) -> availability.Listed:
    """What the lists of a site run show of a report: its addresses, and whether any link title names it."""
    rows = db.execute(f"{_LISTED} ({_marks(addresses)}))", (*report, site_run, *addresses)).fetchall()
    return availability.Listed(
        frozenset(row["address"] for row in rows if row["address"] in addresses), any(row["named"] for row in rows)
    )


def _marks(values: Set[int]) -> str:
    return ",".join("?" * len(values))
