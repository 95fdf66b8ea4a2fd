"""Today's parser in confined worker processes: the one way in which bytes of strangers become a `Report`.

The crawl, what a killed run left over, `nianbao parse` and `reparse` all use it, so that one policy (`Policy`) and one
rule about crashes hold for every document. A document that hangs, crashes its parser or takes too much memory costs a
worker and nothing else.

    with ParserPool(2, Policy(seconds=30)) as pool:
        report = pool.read(Order(data, Context(county_code="410425")))
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Self

from archive.extract import parser, parser_name
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.ocr import engine
from archive.extract.parser import Order
from archive.extract.report.model import Report
from archive.extract.sandbox.policy import DEFAULT, Policy
from archive.extract.sandbox.pool import Start, WorkerPool, start_server

DOUBLE: Final = "+double"
"""Behind a parser's name: it read every web page with both readers. What it read need not be read again with one."""

_PRELOAD: Final = ("archive.extract.parser_pool", "archive.extract.preload")

_DIED: Final = Unreadable(None, "the reading process died, and so did the next", UnreadableReason.PROCESS_DIED)
"""What is reported of a document that crashed its worker each time."""


def warm() -> None:
    """Start the process that readers are forked from, for this process and for those that it forks."""
    start_server(_PRELOAD)


class ParserPool:
    """`workers` processes (default: one a core); `double` reads every web page with both readers.

    `threads` is how many each of them recognises pictures with (default: its share of the cores).
    `start` is how they come into being, see `archive.extract.sandbox.pool.Start`. Safe to use from several threads.
    Close it, or use it as a context manager.
    """

    def __init__(
        self,
        workers: int | None = None,
        policy: Policy = DEFAULT,
        *,
        double: bool = False,
        start: Start = "server",
        threads: int | None = None,
    ) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._threads = threads or max((os.cpu_count() or 1) // self.workers, 1)
        self._double = double
        self._attempts = policy.attempts
        self._workers = WorkerPool(
            self.workers, seconds=policy.seconds, memory=policy.memory, preload=_PRELOAD, start=start
        )

    @property
    def name(self) -> str:
        """The parser's name, which says whether it reads everything twice."""
        return f"{parser_name.today()}{DOUBLE}" if self._double else parser_name.today()

    def read(self, order: Order) -> Report | Unreadable:
        """The report that a document holds.

        `Unreadable` where the worker was stopped, or crashed each time (`UnreadableReason.PROCESS_DIED`).
        """
        answer: list[Report] | Unreadable = self._parse([order])
        for _ in range(1, self._attempts):
            if isinstance(answer, Unreadable) and answer.code is UnreadableReason.PROCESS_DIED:
                answer = self._parse([order])
        return answer if isinstance(answer, Unreadable) else answer[0]

    def read_all(self, orders: Sequence[Order]) -> list[Report | Unreadable]:
        """The same for several documents, in one call to a worker where none of them costs it."""
        together = self._parse(orders) if len(orders) > 1 else None
        return [*together] if isinstance(together, list) else [self.read(order) for order in orders]

    def report(self, order: Order) -> Report:
        """The report that a document holds; of kind `unreadable` where no worker read it to its end."""
        answer = self.read(order)
        if not isinstance(answer, Unreadable):
            return answer
        return parser.unreadable(order, _DIED if answer.code is UnreadableReason.PROCESS_DIED else answer)

    def close(self) -> None:
        """End the processes, once the calls under way are done."""
        self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _parse(self, orders: Sequence[Order]) -> list[Report] | Unreadable:
        return self._workers.run_now(_parse_all, orders, self._double, self.name, self._threads)


def _parse_all(orders: Sequence[Order], double: bool, name: str, threads: int) -> list[Report]:
    """In the worker, which keeps the recogniser that it loads for all its documents."""
    os.environ.setdefault(engine.THREADS, str(threads))
    return [replace(parser.parse(order, double=double), parser=name) for order in orders]
