"""Parses every stored payload again with today's parser, in several processes, into the same or an empty archive.

An unchanged reading only updates the parser's name, by which an interrupted reparse knows what is done. A changed one
is stored beside the previous reading, as a change with cause `parser`. What a machine failed to read is read again by
the same parser, too, and so are reports of which it is not known where their figures stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, Protocol

from archive.captures import listing_changes
from archive.captures.last_readings import is_last, last_reading
from archive.deadlines import status
from archive.extract import parser_name
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.parser import Order
from archive.extract.parser_pool import DOUBLE
from archive.extract.report.model import Report
from archive.maintenance import merge
from archive.reports import copied_from, documents, search_index, settling
from archive.reports.documents import FAILURES_OF_THE_MACHINE
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from archive.storage.instants import instant, text

AHEAD = 4
"""Documents queued for each process, so that none waits for the archive."""

Watch = Callable[[int, int], None]
"""Progress callback: called with the number of documents done and their total."""


class Parser(Protocol):
    """A parser, such as `archive.extract.parser_pool.ParserPool`; its name changes whenever its results may."""

    @property
    def name(self) -> str:
        """The parser's name."""

    def read(self, order: Order) -> Report | Unreadable:
        """The report that a document holds; `Unreadable` where it could not be read to its end."""


@dataclass(frozen=True, slots=True)
class Reparsed:
    """How many documents were read, how many of them differently than before, and which could not be read."""

    read: int
    otherwise: int
    failed: tuple[str, ...]


Prove = Callable[[Archive], int]
"""Finds the proofs of listing checks that have none, such as those of earlier versions, in their captures."""


def reparse(
    archive: Archive,
    reader: Parser,
    now: datetime,
    workers: int = 1,
    watch: Watch | None = None,
    prove: Prove | None = None,
) -> Reparsed:
    """Read again what today's parser has not read yet; then settle the affected reports and recompute the verdicts.

    Can be interrupted and run again. Raises ArchiveError where `now` lies before a reading of ours.
    """
    captures = [row[0] for row in archive.rows(_TO_READ, _equivalent_names(reader.name), _READ_AGAIN)]
    last = archive.one("SELECT max(parsed_at) FROM documents")[0]
    if last and captures and text(now) <= last:
        raise ArchiveError("wrong-read-in-future", path=archive.path, last=last)
    otherwise, failed = 0, []
    for done, (capture, report) in enumerate(_read(archive, reader, captures, workers), 1):
        if isinstance(report, Unreadable):
            failed.append(f"{capture}: {report.reason}")
        else:
            otherwise += documents.store(archive, capture, report, now)
        if watch:
            watch(done, len(captures))
    settling.settle(archive, now)
    settling.settle_all(archive, now)
    if prove is not None:
        prove(archive)
    _judge(archive, now)
    return Reparsed(len(captures), otherwise, tuple(failed))


def rebuild(
    source: Archive,
    destination: Archive,
    reader: Parser,
    now: datetime,
    workers: int = 1,
    watch: Watch | None = None,
    prove: Prove | None = None,
) -> Reparsed:
    """Fill an empty archive from another one's observations; everything else is recomputed.

    The dates and parsers of readings are copied, and so are versions that only an earlier parser read: neither can be
    recomputed. Where today's parser reads like the last one, every derived table comes out the same.
    """
    if destination.one("SELECT 1 FROM runs"):
        raise ArchiveError("wrong-not-empty", path=destination.path)
    merge.observe(destination, source)
    merge.copy_superseded_readings(destination, source)
    captures = [row[0] for row in destination.rows(_TO_READ, _equivalent_names(reader.name), _READ_AGAIN)]
    otherwise, failed = 0, []
    for done, (capture, report) in enumerate(_read(destination, reader, captures, workers), 1):
        if isinstance(report, Unreadable):
            failed.append(f"{capture}: {report.reason}")
        else:
            otherwise += _store_as_dated(source, destination, capture, report, now)
        if watch:
            watch(done, len(captures))
    settling.settle(destination, now)
    settling.settle_all(destination, now)
    merge.copy_parser_names(destination, source)
    merge.copy_decisions(destination, source)
    if prove is not None:
        prove(destination)
    _judge(destination, now)
    return Reparsed(len(captures), otherwise, tuple(failed))


_READ_AGAIN: Final = json.dumps(
    sorted({*FAILURES_OF_THE_MACHINE, UnreadableReason.READER_MISSING, UnreadableReason.CONVERSION_FAILED})
)
"""Why a document was not read that the same parser may read today: the machine failed, or lacked a program."""

_TO_READ: Final = (  # captures that no parser of these names was the last to read, failed to read, or left unplaced
    "SELECT f.capture FROM news AS f WHERE f.kind IN ('report', 'attachment') AND f.verdict = 'ok'"
    " AND f.payload IS NOT NULL AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture"
    f" AND d.parser IN (SELECT value FROM json_each(?1)) AND {is_last('d')}"
    " AND coalesce(d.reason_code, '') NOT IN (SELECT value FROM json_each(?2))"
    " AND (d.kind <> 'report' OR EXISTS (SELECT 1 FROM positions AS p WHERE p.document = d.document)))"
    " ORDER BY f.capture"
)


def _equivalent_names(name: str) -> str:
    """JSON list of the names of parsers equivalent to this one; for a single reading, also their `DOUBLE` variants."""
    once = name.removesuffix(DOUBLE)
    names = parser_name.reading_alike() if once == parser_name.today() else {once}
    return json.dumps([f"{alike}{DOUBLE}" for alike in names] + ([] if name.endswith(DOUBLE) else list(names)))


def _store_as_dated(source: Archive, destination: Archive, capture: str, report: Report, now: datetime) -> bool:
    """Store a reading under the date of the source's reading; where the two differ, store both."""
    last = last_reading(source.connection, capture)
    if last is None or documents.differs(last, report):
        if last is not None:
            merge.copy_reading(destination, source, last.document)
        return documents.store(destination, capture, report, now)
    documents.store(destination, capture, report, last.parsed_at)
    return False


def _read(
    archive: Archive, reader: Parser, captures: Iterable[str], workers: int
) -> Iterator[tuple[str, Report | Unreadable]]:
    """Captures with their reports in order of completion; a bounded number is in memory at a time."""
    waiting = iter(captures)
    with ThreadPoolExecutor(workers) as pool:
        under_way: dict[Future[Report | Unreadable], str] = {}
        while True:
            for capture in islice(waiting, workers * AHEAD - len(under_way)):
                under_way[pool.submit(reader.read, documents.order(archive, capture))] = capture
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield under_way.pop(future), future.result()


def _judge(archive: Archive, now: datetime) -> None:
    """Recompute column changes, near-copies and the verdicts as of the last run, and complete the search's index."""
    listing_changes.settle(archive)
    last = archive.one("SELECT max(finished_at) FROM runs")[0]
    status.materialise(archive, instant(last) if last else now, anew=True)
    copied_from.renew(archive, now)
    search_index.complete(archive)
