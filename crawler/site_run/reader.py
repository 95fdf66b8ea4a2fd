"""Reading beside the download.

The crawl never waits for a parser: documents are read in worker processes while other requests are under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from archive.extract import parser
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.parser import Order
from archive.extract.parser_pool import ParserPool
from archive.extract.report.model import Report


async def read(pool: ParserPool, orders: Sequence[Order]) -> list[Report | None]:
    """The report that each document holds, and None where it crashed its workers: another pool may still read it."""
    answers = await asyncio.to_thread(pool.read_all, orders)
    return [_report(order, answer) for order, answer in zip(orders, answers, strict=True)]


def _report(order: Order, answer: Report | Unreadable) -> Report | None:
    if not isinstance(answer, Unreadable):
        return answer
    return None if answer.code is UnreadableReason.PROCESS_DIED else parser.unreadable(order, answer)
