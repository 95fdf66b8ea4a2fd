"""A report's history out of the nights that bear on it, held against its history out of every night."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from archive.captures import record
from archive.captures.record import CaptureVerdict, CheckedList, Fetched, Item, Outcome
from archive.extract import output
from archive.reports import documents, settling
from archive.reports.history import address_answers
from archive.reports.history.report_history import history_of
from archive.storage.database import Archive
from archive.storage.instants import text
from tests.support.archives.samples import COUNTY, LIST, NIGHT, TOWNSHIP, said

HOST = "http://www.nanjing.example.gov.cn"
PAGE, COPY, FILE, LISTED_FILE = f"{HOST}/1.html", f"{HOST}/2.html", f"{HOST}/1.pdf", f"{HOST}/2.pdf"
IN_PLACE = f"{HOST}/zfxxgknb/index.html"
NIGHTS = 14
SEEDS = [*range(3), 218, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 120))]
"""Of 218 two runs overlap: which address leads depends on when the earlier one was done with all of them."""
_EVERY = """
SELECT f.capture, f.fetched_at, f.address, f.site_run, f.verdict, s.outcome = 'ok' AS is_sound,
    EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture AND d.version IS NOT NULL AND d.parsed_at <= ?1
        AND NOT EXISTS (SELECT 1 FROM documents AS l WHERE l.capture = d.capture AND l.parsed_at > d.parsed_at
            AND l.parsed_at <= ?1)) AS is_a_report
FROM fetches AS f JOIN visits AS s USING (site_run)
WHERE f.verdict IN ('ok', 'same', 'gone', 'soft_404') AND f.address IN
"""


class Nights:
    """Random nights at a report's page, its copy, its files, the list, and a page that some nights take for a list."""

    def __init__(self, archive: Archive, chance: Random) -> None:
        self.archive, self.chance, self.now = archive, chance, NIGHT
        record.register_site(archive, "nanjing", COUNTY, "trs", [LIST], {"deadline": {"rule": "default"}})
        self.holds: dict[str, int | None] = {}

    def night(self, number: int) -> None:
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
        if self.chance.random() < 0.25 or url not in self.holds:
            self.holds[url] = self.chance.choice((1, 1, 1, 2, 3, 4, None))
        content = self.holds[url]
        if content is None:
            return record.record(self.archive, site_run, Fetched(kind, url, self._tick(), "gone", 404, via=via))
        body = f"{content} {self.chance.choice('aab')}".encode()
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


def from_every_night(monkeypatch: pytest.MonkeyPatch, archive: Archive, year: int, known_at: object) -> object:
    """The history by the plain way: every capture of every address, from the view that shows both kinds."""

    def answers(db, readings, addresses, of_report, at):  # type: ignore[no-untyped-def]
        marks = ",".join("?" * len(addresses))
        rows = db.execute(f"{_EVERY} ({marks})", (text(at) if at else "9", *addresses))
        captures = {reading.capture for reading in readings}
        return [address_answers._answer(row, captures) for row in rows]

    with monkeypatch.context() as patched:
        patched.setattr(address_answers, "_answers", answers)
        return history_of(archive.connection, TOWNSHIP, year, known_at)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_nights_that_change_nothing_need_not_be_read(
    empty: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in empty.iterdir():
        shutil.copy(file, tmp_path / file.name)
    with Archive.open(tmp_path / "nianbao.db") as archive:
        chance = Random(seed)
        nights = Nights(archive, chance)
        for number in range(NIGHTS):
            nights.night(number)
            if chance.random() < 0.15:
                nights.read_again()
        for year in (2024, 2025):
            for known_at in (None, NIGHT + timedelta(days=NIGHTS // 2)):
                expected = from_every_night(monkeypatch, archive, year, known_at)
                assert history_of(archive.connection, TOWNSHIP, year, known_at) == expected
