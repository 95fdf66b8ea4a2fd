"""From what the spider yields to the archive: lists checked, documents read, and the outcome at the end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from archive.captures import attempts, listings, proofs, record
from archive.captures import listing_changes as columns
from archive.captures.listings import ListedItem
from archive.captures.proofs import ListPage
from archive.captures.reasons import ListCheckReason, Reason, SiteRunReason, because
from archive.captures.record import CheckedList, Item
from archive.extract.parser import Order
from archive.extract.parser_pool import ParserPool
from archive.extract.report.model import Report
from archive.reports import documents, reports_found, settling
from crawler.runtime import session
from crawler.site_run import outcome, proving, reader, reading_policy
from spiders.pages import reasons as spider_reasons
from spiders.pages.items import ColumnClosed, ColumnLeft, ListingRead, Trouble

BATCH = 8
"""The most documents that go to the parser's process at a time."""

BATCH_BYTES = 8 * 1024 * 1024
"""Bytes of documents with which a batch is full."""

BATCHES = 2
"""Batches that are under way: one is read while the next waits for the process, which then never waits for one."""


@dataclass(slots=True)
class _Column:
    """A column while its pages come in."""

    items: dict[str, Item] = field(default_factory=dict)
    pages: list[ListPage] = field(default_factory=list)
    declared: int | None = None
    closed: ColumnClosed | None = None


@dataclass(frozen=True, slots=True)
class _Batch:
    """Documents that are being read."""

    captures: Sequence[str]
    reading: asyncio.Task[list[Report | None]]


class ArchivePipeline:
    """Records listing checks and readings; concludes the site run when the spider closes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._pool = ParserPool(1, reading_policy.policy(self._session.config.limits), threads=1)
        self._reading: asyncio.Task[None] | None = None
        self._columns: dict[str, _Column] = {}
        self._trouble: list[Trouble] = []
        self._crashed: Reason | None = None
        self._moved: set[str] = set()
        self._being_read: set[str] = set()
        self._still_fails = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.crashed, signal=signals.spider_error)
        crawler.signals.connect(pipeline.crashed, signal=signals.item_error)
        return pipeline

    async def process_item(self, item: object) -> object:
        """Handle an item of the spider."""
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
                self._continue_reading()
        return item

    async def close_spider(self) -> None:
        """Record the listing checks, read what is unread meanwhile, settle the reports, and conclude."""
        last_readings = [self._continue_reading()]
        self._record_checks()
        await asyncio.wait(last_readings)
        await asyncio.wait([self._continue_reading()])
        self._pool.close()
        now = self._session.clock.now()
        concluded = outcome.conclude(self._evidence())
        record.finish_site(
            self._session.archive,
            self._session.site_run,
            now,
            concluded.outcome,
            concluded.detail,
            self._session.seen_from,
            reasons=concluded.reasons,
        )
        if not self._crawler.settings.getbool("NIANBAO_APART"):
            columns.settle(self._session.archive, self._session.site.id)
            settling.settle(self._session.archive, now, self._session.site_run)
        session.close(self._crawler)

    def read_lists(self) -> set[str]:
        """The lists that were read tonight; empty where the lists have moved."""
        return set() if self._moved else set(self._columns)

    def addresses_of_complete_lists(self) -> set[str] | None:
        """The addresses that the lists show, or None while any list is incomplete."""
        columns = self._columns.values()
        search_failed = bool(self._crashed) or any(trouble.kind in ("portal", "listing") for trouble in self._trouble)
        if search_failed or not columns or not all(column.closed and column.closed.complete for column in columns):
            return None
        return {item.url for column in columns for item in column.items.values()}

    def crashed(self, failure: Failure) -> None:
        """Record an exception in our code, which makes the run `broken`."""
        self._crash(failure.value)

    def _crash(self, error: BaseException | None) -> None:
        self._crashed = self._crashed or because(SiteRunReason.CRASHED, error=repr(error))

    def _list(self, page: ListingRead) -> None:
        column = self._columns.setdefault(page.start_url, _Column())
        if not page.to_end and any(known.number >= page.page_number for known in column.pages):
            column.pages.clear()  # the list is read a second time
        if page.capture is not None:
            column.pages.append(ListPage(page.page_number, page.capture))
        if page.declared_items is not None:
            column.declared = page.declared_items
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

    def _continue_reading(self) -> asyncio.Task[None]:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_new())
            self._reading.add_done_callback(self._note_failed_reading)
        return self._reading

    def _note_failed_reading(self, reading: asyncio.Task[None]) -> None:
        if error := reading.exception():
            self._crash(error)

    async def _read_new(self) -> None:
        """Read every captured document that is still unread, beside the download; store each batch during the next.

        A document that crashed its workers twice is read again at the end of the whole run, and on the next night.
        """
        current, under_way = self._session, deque[_Batch]()
        while True:
            while len(under_way) < BATCHES and (following := self._next_batch(is_last=not under_way)):
                under_way.append(following)
            if not under_way:
                return
            batch = under_way.popleft()
            reports = await batch.reading
            self._still_fails = not any(report and documents.is_read(report) for report in reports)
            named = zip(batch.captures, reports, strict=True)
            read = [(capture, report) for capture, report in named if report is not None]
            documents.store_all(current.archive, read, current.clock.now())

    def _next_batch(self, *, is_last: bool) -> _Batch | None:
        """Begin to read some documents that are unread; of those that failed before only where nothing else is read."""
        unread = documents.unread(self._session.archive, self._session.site_run, but=self._being_read)
        batch = list(_batch(unread)) or (self._failed_before() if is_last else [])
        if not batch:
            return None
        captures = [capture for capture, _ in batch]
        self._being_read.update(captures)
        return _Batch(captures, asyncio.create_task(reader.read(self._pool, [order for _, order in batch])))

    def _failed_before(self) -> list[tuple[str, Order]]:
        """Some of what a machine failed to read on an earlier night; nothing more once it fails with all of them."""
        if self._still_fails:
            return []
        current, now = self._session, self._session.clock.now()
        failed = documents.to_read_again(current.archive, current.site.id, now, but=self._being_read)
        return list(_batch(failed))

    def _record_checks(self) -> None:
        """Store the checks of all lists, and what they prove."""
        archive, site_run = self._session.archive, self._session.site_run
        for start, column in self._columns.items():
            closed = column.closed
            complete = bool(closed and closed.complete)
            items = tuple(column.items.values())
            check = CheckedList(start, items, complete, column.declared, _why_incomplete(closed))
            record.store_listing_check(archive, site_run, check)
            proofs.store_pages(archive, site_run, start, column.pages)
        proving.prove_missing(archive, site_run)

    def _evidence(self) -> outcome.OutcomeEvidence:
        columns = [
            outcome.Column(
                start,
                bool(c.closed and c.closed.complete),
                len(c.items),
                _of_spider(c.closed.reason) if c.closed and c.closed.reason else None,
                self._items_at_last_check(start),
                replaced=self._is_replaced(start, c),
            )
            for start, c in self._columns.items()
        ]
        seen = attempts.of_site_run(self._session.archive, self._session.site_run)
        tried = [self._weighed_attempt(attempt) for attempt in seen if not attempt.for_proof]
        before = self._items_before() if any(column.before is None for column in columns) else None
        return outcome.OutcomeEvidence(tried, columns, self._unresolved(), self._left_out(tried), self._crashed, before)

    def _weighed_attempt(self, seen: attempts.Attempt) -> outcome.FetchAttempt:
        """A recorded attempt in the form that the outcome depends on."""
        return outcome.FetchAttempt(
            seen.kind,
            seen.verdict,
            seen.url,
            seen.detail,
            (seen.never_known if seen.verdict == "unknown" else seen.dead_before)
            or (seen.kind == "report" and seen.via is None),
            seen.is_part,
            seen.in_browser and seen.verdict == "refused",
            seen.url in self._moved,
            seen.reason,
            seen.because,
        )

    def _left_out(self, attempts: Sequence[outcome.FetchAttempt]) -> list[Reason]:
        """The spider's troubles without failed requests, whose attempts give their reasons already."""
        failed = {attempt.url for attempt in attempts if attempt.verdict not in ("ok", "same")}
        reported = [_of_spider(trouble.reason) for trouble in self._trouble if trouble.url not in failed]
        by_sentence = {str(reason): reason for reason in reported}
        return [by_sentence[sentence] for sentence in sorted(by_sentence)] if self._columns else []

    def _items_at_last_check(self, start: str) -> int | None:
        return listings.items_of_list(self._session.archive, self._session.site.id, start)

    def _is_replaced(self, start: str, column: _Column) -> bool:
        """Whether a list shows nothing of what it showed when last read, nor when it was last read in an `ok` run."""
        current = self._session
        shown = {part for item in column.items.values() for part in (item.url, item.title)}
        earlier = list(listings.earlier_items(current.archive, current.site.id, start, current.site_run))
        return bool(earlier and shown) and all(_shares_nothing(items, shown) for items in earlier)

    def _items_before(self) -> int | None:
        return listings.items_of_site(self._session.archive, self._session.site.id)

    def _unresolved(self) -> list[str]:
        """Titles of listed reports without a township, unless their document states it."""
        without_township = [
            item
            for column in self._columns.values()
            for item in column.items.values()
            if item.kind == "report" and item.township_code is None and item.level in ("township", "unknown")
        ]
        return [
            item.title for item in without_township if not reports_found.states_issuer(self._session.archive, item.url)
        ]


def _batch(orders: Iterator[tuple[str, Order]]) -> Iterator[tuple[str, Order]]:
    """The first documents, as many as go to the parser's process together."""
    size = 0
    for capture, order in islice(orders, BATCH):
        yield capture, order
        size += len(order.data)
        if size > BATCH_BYTES:
            return


def _of_spider(reason: spider_reasons.Reason) -> Reason:
    """The archive's reason of the same code as the spider's."""
    of_lists = isinstance(reason.code, spider_reasons.ListReason)
    return Reason((ListCheckReason if of_lists else SiteRunReason)(reason.code), reason.args)


def _why_incomplete(closed: ColumnClosed | None) -> Reason | None:
    """Why a list is incomplete; None where it is complete."""
    if closed is None:
        return because(ListCheckReason.CRAWL_ENDED_EARLY)
    return _of_spider(closed.reason) if closed.reason else None


def _shares_nothing(items: Sequence[ListedItem], shown: Set[str]) -> bool:
    """Whether there are several items and none has an address or title among these."""
    return len(items) > 1 and not any(item.url in shown or item.title in shown for item in items)
