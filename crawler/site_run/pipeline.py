"""From what the spider yields to the archive: looks at lists, documents read, and the outcome at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive.captures import listing_changes as columns
from archive.captures import record
from archive.captures.reasons import CaptureReason, ListCheckReason, Reason, SiteRunReason, because
from archive.captures.record import Item, Look
from archive.extract.parser_pool import ParserPool
from archive.extract.report.model import Report
from archive.reports import readings, settling
from crawler.runtime import session
from crawler.site_run import outcome, reader
from spiders.pages import reasons as spider_reasons
from spiders.pages.items import ColumnClosed, ColumnLeft, ListingRead, Trouble

BATCH = 8
"""Documents that go to the parser's process at a time."""


@dataclass(slots=True)
class _Column:
    """A column while its pages come in."""

    items: dict[str, Item] = field(default_factory=dict)
    declared: int | None = None
    closed: ColumnClosed | None = None


class ArchivePipeline:
    """Writes looks and readings; concludes the site run when the spider closes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._pool = ParserPool(1, reader.policy(self._session.config.limits))
        self._reading: asyncio.Task[None] | None = None
        self._columns: dict[str, _Column] = {}
        self._trouble: list[Trouble] = []
        self._crashed: Reason | None = None
        self._moved: set[str] = set()
        self._in_hand: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.crashed, signal=signals.spider_error)
        crawler.signals.connect(pipeline.crashed, signal=signals.item_error)
        return pipeline

    async def process_item(self, item: object) -> object:
        """Take one observation of the spider."""
        match item:
            case ListingRead():
                self._list(item)
            case ColumnClosed():
                self._columns.setdefault(item.start_url, _Column()).closed = item
            case ColumnLeft():
                self._moved.add(item.url)
            case Trouble():
                self._trouble.append(item)
            case _:
                self._go_on_reading()
        return item

    async def close_spider(self) -> None:
        """Read what is unread, write the looks, settle the reports, and conclude."""
        if self._reading is not None:
            await asyncio.wait([self._reading])
        await asyncio.wait([self._go_on_reading()])
        self._pool.close()
        for start, column in self._columns.items():
            closed = column.closed
            complete = bool(closed and closed.complete)
            why = _why_incomplete(closed)
            code = ListCheckReason(why.code) if why else None
            items = tuple(column.items.values())
            look = Look(start, items, complete, column.declared, code, str(why) if why else None)
            record.look(self._session.archive, self._session.site_run, look)
        now = self._session.clock.now()
        concluded = outcome.conclude(self._evidence())
        record.finish_site(
            self._session.archive,
            self._session.site_run,
            now,
            concluded.outcome,
            concluded.detail,
            self._session.seen_from,
            reason=concluded.reason,
        )
        columns.settle(self._session.archive, self._session.site.id)
        settling.settle(self._session.archive, now, self._session.site_run)
        session.close(self._crawler)

    def walked(self) -> set[str]:
        """The lists that were read tonight; empty where they were found elsewhere than before."""
        return set() if self._moved else set(self._columns)

    def seen_whole(self) -> set[str] | None:
        """The addresses that the lists show, or None while a list has not been seen whole."""
        columns = self._columns.values()
        astray = bool(self._crashed) or any(trouble.kind in ("portal", "listing") for trouble in self._trouble)
        if astray or not columns or not all(column.closed and column.closed.complete for column in columns):
            return None
        return {item.url for column in columns for item in column.items.values()}

    def crashed(self, failure: Any) -> None:
        """An exception in our own code makes the run broken, with its words."""
        self._crash(failure.value)

    def _crash(self, error: BaseException) -> None:
        self._crashed = self._crashed or because(SiteRunReason.CRASHED, error=repr(error))

    def _list(self, page: ListingRead) -> None:
        column = self._columns.setdefault(page.start_url, _Column())
        column.declared = page.declared_items if page.declared_items is not None else column.declared
        for shown in page.items:
            item = Item(
                shown.link.url,
                shown.link.title,
                shown.link.date,
                shown.kind,
                shown.year,
                shown.level,
                shown.issuer,
                shown.township_code,
            )
            column.items[f"{item.url}\t{item.title}"] = item

    def _go_on_reading(self) -> asyncio.Task[None]:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_new())
            self._reading.add_done_callback(self._read)
        return self._reading

    def _read(self, reading: asyncio.Task[None]) -> None:
        if error := reading.exception():
            self._crash(error)

    async def _read_new(self) -> None:
        """Read every captured document that is still unread, beside the download, and store one batch during the next.

        A document that crashed its workers is left to the end of the whole run.
        """
        current, former = self._session, list[tuple[str, Report]]()
        while True:
            unread = readings.unread(current.archive, current.site_run, but=self._in_hand)
            batch = list(islice(unread, BATCH))
            self._in_hand.update(capture for capture, _ in batch)
            reading = asyncio.ensure_future(reader.read(self._pool, [order for _, order in batch])) if batch else None
            await asyncio.sleep(0)  # the batch is on its way before the former one is stored
            if former:
                readings.store_all(current.archive, former, current.clock.now())
            if reading is None:
                return
            reports = await reading
            former = [(capture, one) for (capture, _), one in zip(batch, reports, strict=True) if one is not None]

    def _evidence(self) -> outcome.Evidence:
        rows = self._session.archive.rows(
            "SELECT f.kind, f.verdict, a.url, f.via, f.reason, f.detail, EXISTS (SELECT 1 FROM fetches AS g"
            "  WHERE g.address = f.address AND g.site_run < f.site_run"
            "  AND g.verdict IN ('gone', 'soft_404')) AS dead_before,"
            "  f.request ->> 'browser' IS NOT NULL AS in_browser,"
            "  coalesce(f.request ->> 'part', 'document') <> 'document' AS is_part"
            " FROM fetches AS f JOIN addresses AS a USING (address) WHERE f.site_run = ?"
            " ORDER BY f.fetched_at, in_browser, f.capture",
            self._session.site_run,
        )
        columns = [
            outcome.Column(
                start,
                bool(c.closed and c.closed.complete),
                len(c.items),
                _of_spider(c.closed.reason) if c.closed and c.closed.reason else None,
                self._before(start),
                exchanged=self._is_exchanged(start, c),
            )
            for start, c in self._columns.items()
        ]
        attempts = [
            outcome.Attempt(
                row["kind"],
                row["verdict"],
                row["url"],
                row["detail"],
                bool(row["dead_before"]) or (row["kind"] == "report" and row["via"] is None),
                bool(row["is_part"]),
                bool(row["in_browser"]) and row["verdict"] == "refused",
                row["url"] in self._moved,
                CaptureReason(row["reason"]) if row["reason"] else None,
            )
            for row in rows
        ]
        before = self._items_before() if any(column.before is None for column in columns) else None
        return outcome.Evidence(attempts, columns, self._unresolved(), self._left_out(attempts), self._crashed, before)

    def _left_out(self, attempts: Sequence[outcome.Attempt]) -> list[Reason]:
        """What the spider complains of beside requests that failed: these tell their own story."""
        failed = {attempt.url for attempt in attempts if attempt.verdict not in ("ok", "same")}
        reported = [_of_spider(trouble.reason) for trouble in self._trouble if trouble.url not in failed]
        by_sentence = {str(reason): reason for reason in reported}
        return [by_sentence[sentence] for sentence in sorted(by_sentence)] if self._columns else []

    def _before(self, start: str) -> int | None:
        row = self._session.archive.one(
            "SELECT (SELECT count(*) FROM state_items AS m WHERE m.state = l.state) FROM looks AS l"
            " JOIN site_runs AS s USING (site_run) JOIN addresses AS a ON a.address = l.start"
            " WHERE a.url = ? AND s.site = ? AND s.outcome = 'ok' ORDER BY s.started_at DESC LIMIT 1",
            start,
            self._session.site.id,
        )
        return int(row[0]) if row else None

    def _is_exchanged(self, start: str, column: _Column) -> bool:
        """Whether a list shows nothing of what it showed when last seen, nor when it was last seen soundly."""
        looks = self._session.archive.rows(
            "SELECT l.state, max(l.site_run) FROM looks AS l JOIN site_runs AS s USING (site_run)"
            " JOIN addresses AS a ON a.address = l.start WHERE a.url = ?1 AND s.site = ?2 AND s.site_run < ?3"
            " GROUP BY s.outcome = 'ok'",
            start,
            self._session.site.id,
            self._session.site_run,
        )
        shown = {part for item in column.items.values() for part in (item.url, item.title)}
        return bool(looks and shown) and all(self._differs(row["state"], shown) for row in looks)

    def _differs(self, state: int, shown: set[str]) -> bool:
        items = self._session.archive.rows(
            "SELECT a.url, i.title FROM state_items JOIN items AS i USING (item) JOIN addresses AS a USING (address)"
            " WHERE state = ?",
            state,
        )
        return len(items) > 1 and not any(row["url"] in shown or row["title"] in shown for row in items)

    def _items_before(self) -> int | None:
        """How many items all lists of the site's last sound run showed together; None where there was none."""
        row = self._session.archive.one(
            "SELECT (SELECT count(*) FROM looks AS l JOIN state_items USING (state) WHERE l.site_run = s.site_run)"
            " FROM site_runs AS s WHERE s.site = ? AND s.outcome = 'ok' ORDER BY s.started_at DESC LIMIT 1",
            self._session.site.id,
        )
        return int(row[0]) if row else None

    def _unresolved(self) -> list[str]:
        """Listed reports of no known township, by their title, unless their document told which it is."""
        doubtful = [
            item
            for column in self._columns.values()
            for item in column.items.values()
            if item.kind == "report" and item.township_code is None and item.level in ("township", "unknown")
        ]
        return [item.title for item in doubtful if not self._told_by_document(item.url)]

    def _told_by_document(self, url: str) -> bool:
        """Whether the document behind an address said of whom it is, or that it is no township's report."""
        return bool(
            self._session.archive.one(
                "SELECT 1 FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address)"
                " WHERE a.url = ? AND (d.township_code IS NOT NULL OR d.kind IN ('lookalike', 'other')"
                " OR d.level IN ('county', 'department'))",
                url,
            )
        )


def _of_spider(reason: spider_reasons.Reason) -> Reason:
    """A reason of the spider's among the archive's: they have the same codes."""
    of_lists = isinstance(reason.code, spider_reasons.ListReason)
    return Reason((ListCheckReason if of_lists else SiteRunReason)(reason.code), reason.args)


def _why_incomplete(closed: ColumnClosed | None) -> Reason | None:
    """Why a list was not seen whole; None where it was."""
    if closed is None:
        return because(ListCheckReason.CRAWL_ENDED_EARLY)
    return _of_spider(closed.reason) if closed.reason else None
