"""Reading beside the download: documents are parsed in separate processes, so that the crawl never waits for a parser.

A document that hangs, crashes its parser or needs too much memory affects no other: it is unreadable, with the reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from archive import gazetteer
from archive.extract import form, parser, parser_name
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.parser import Order
from archive.extract.sandbox.pool import Readers
from crawler.runtime.process import die_with_parent

_CRASHED_TWICE = Unreadable(None, "the reading process died, and so did the next", UnreadableReason.PROCESS_DIED)


class Reader:
    """A small pool of parser processes; `seconds` and bytes of `memory` bound each document."""

    def __init__(self, workers: int = 1, *, seconds: float = 60.0, memory: int = 3 * 1024**3) -> None:
        self._pool = Readers(
            workers, seconds=seconds, memory=memory, preload=("crawler.site_run.reader", "crawler.site_run.preload")
        )

    async def read(self, orders: Sequence[Order]) -> list[dict[str, Any] | None]:
        """The report of each document, in the shape of `nianbao parse`, read in a single round trip to the parser.

        None for a document at which the parser's process crashed twice: another pool may still read it.
        """
        return await asyncio.to_thread(self._read_batch, orders)

    def read_now(self, order: Order) -> dict[str, Any]:
        """The report of a document, waiting for it; a document that crashes the parser twice is unreadable."""
        return self._try(order) or unreadable(order, _CRASHED_TWICE)

    def _read_batch(self, orders: Sequence[Order]) -> list[dict[str, Any] | None]:
        report = self._pool.run_now(_read_all, orders) if len(orders) > 1 else None
        return [*report] if isinstance(report, list) else [self._try(order) for order in orders]

    def _try(self, order: Order) -> dict[str, Any] | None:
        """Retry once where the process dies: the crash may not have been caused by this document."""
        for _ in range(2):
            report = self._pool.run_now(_read, order)
            if not isinstance(report, Unreadable):
                return report
            if report.code is not UnreadableReason.PROCESS_DIED:
                return unreadable(order, report)
        return None

    def close(self) -> None:
        """End the processes."""
        self._pool.close()


def unreadable(order: Order, why: Unreadable) -> dict[str, Any]:
    """The report of a document that could not be read, with the reason."""
    report = form.interpret(why, order.context, gazetteer.load())
    return form.to_json(report, document=why, data=order.data, parser=parser_name.today())


def _read_all(orders: Sequence[Order]) -> list[dict[str, Any]]:
    """In the parser's process."""
    return [_read(order) for order in orders]


def _read(order: Order) -> dict[str, Any]:
    """In the parser's process."""
    die_with_parent()
    return parser.parse(order)
