"""Random nights at the addresses of one report: a page, its copy, their files, a page that is taken for a list, too.

Contents come, go and change, another report or none of it stands there, runs over one site overlap, and later parsers
take documents for something else. No model says what should follow: one way of telling it is held against another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from archive.captures import record
from archive.captures.record import CaptureVerdict, CheckedList, Fetched, Item, Outcome
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive
from tests.support.archives.samples import COUNTY, LIST, NIGHT, said

HOST = "http://www.nanjing.example.gov.cn"
PAGE, COPY, FILE, LISTED_FILE = f"{HOST}/1.html", f"{HOST}/2.html", f"{HOST}/1.pdf", f"{HOST}/2.pdf"
IN_PLACE = f"{HOST}/zfxxgknb/index.html"


class ReportNights:
    """Random nights at a report's page, its copy, its files, the list, and a page that some nights take for a list."""

    def __init__(self, archive: Archive, chance: Random) -> None:
        self.archive, self.chance, self.now = archive, chance, NIGHT
        self.changing = 0.25
        record.register_site(archive, "nanjing", COUNTY, "trs", [LIST], {"deadline": {"rule": "default"}})
        self.holds: dict[str, int | None] = {}

    def night(self, number: float) -> None:
        """A night; now and then another run over the same site begins while it lasts."""
        self.now = NIGHT + timedelta(days=number)
        run = record.begin_run(self.archive, self.now, "0", {})
        site_run = record.begin_site(self.archive, run, "nanjing", self.now)
        self._pages(site_run)
        if self.chance.random() < 0.4:
            beside = record.begin_run(self.archive, self._tick(), "0", {})
            other = record.begin_site(self.archive, beside, "nanjing", self.now)
            self._pages(other)
            self._pages(site_run)
            self._end(beside, other)
        self._end(run, site_run)

    def _end(self, run: str, site_run: int) -> None:
        outcome: Outcome = "ok" if self.chance.random() < 0.8 else "partial"
        record.finish_site(self.archive, site_run, self._tick(), outcome, None)
        settling.settle(self.archive, self.now, site_run)
        record.finish_run(self.archive, run, self.now)

    def _pages(self, site_run: int) -> None:
        listing = self._fetch(site_run, LIST, "listing", None)
        listed = [url for url in (PAGE, COPY, LISTED_FILE) if self.chance.random() < 0.7]
        items = tuple(Item(url, url[-6:], None, "other", None, "unknown", None, None) for url in listed)
        record.store_listing_check(self.archive, site_run, CheckedList(LIST, items, complete=True))
        asked = [url for url in (PAGE, COPY, LISTED_FILE, IN_PLACE) if self.chance.random() < 0.6]
        for url in asked:
            via = self._fetch(site_run, url, self._kind(url), listing)
            if url == PAGE and self.chance.random() < 0.5:
                self._fetch(site_run, FILE, "attachment", via)

    def _kind(self, url: str) -> record.CaptureKind:
        if url == IN_PLACE and self.chance.random() < 0.5:
            return "listing"
        return "attachment" if url == LISTED_FILE else "report"

    def _fetch(self, site_run: int, url: str, kind: record.CaptureKind, via: str | None) -> str:
        """What an address holds now: version 1 or 2 of the report, another report (3), no report (4), or nothing."""
        if self.chance.random() < self.changing or url not in self.holds:
            self.holds[url] = self.chance.choice((1, 1, 1, 2, 3, 4, None))
        content = self.holds[url]
        if content is None:
            return record.record(self.archive, site_run, Fetched(kind, url, self._tick(), "gone", 404, via=via))
        body = f"{content} {self.chance.random() < self.changing}".encode()
        former = record.previous(self.archive, url)
        verdict: CaptureVerdict = "same" if former and former.digest == record.digest(body) else "ok"
        fetched = Fetched(kind, url, self._tick(), verdict, 200, body=body, via=via)
        capture = record.record(self.archive, site_run, fetched)
        if verdict == "ok" and kind != "listing":
            documents.store(self.archive, capture, output.from_json(self._reading(content)), self.now)
        return capture

    def _reading(self, content: int) -> dict[str, object]:
        if content == 4:
            return {**said(), "kind": "lookalike", "reason": "notice", "reason_code": "notice"}
        return said(content, year=2025 if content < 3 else 2024)

    def read_again(self) -> None:
        """A later parser takes a few documents for something else."""
        self.now += timedelta(hours=5)
        captures = [row[0] for row in self.archive.rows("SELECT DISTINCT capture FROM documents ORDER BY capture")]
        for capture in self.chance.sample(captures, min(2, len(captures))):
            reading = self._reading(self.chance.randint(1, 4)) | {"parser": f"test-{self.now:%d}"}
            documents.store(self.archive, capture, output.from_json(reading), self.now)
        settling.settle(self.archive, self.now)

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
