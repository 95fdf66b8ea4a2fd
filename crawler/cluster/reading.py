"""Documents read on the workers of a cluster: today's parser, as `archive.extract.parser_pool` has it, elsewhere."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError
from itertools import count
from typing import Any, Self
from uuid import uuid4

from archive.extract import parser_name
from archive.extract.layout.document import Unreadable
from archive.extract.parser import Order
from archive.extract.parser_pool import DOUBLE, ParserPool
from archive.extract.report.model import Report
from archive.extract.sandbox.policy import Policy
from crawler.cluster import machine
from crawler.cluster.connection import Cluster, ConnectionLostError

TRIES = 3
"""How many workers may be lost under a document; then it is read on this machine."""

log = logging.getLogger("nianbao")


class ClusterParser:
    """A parser whose processes are those of a cluster's workers; where the cluster fails, those of this machine.

    Safe to use from several threads. Close it, or use it as a context manager.
    """

    def __init__(self, cluster: Cluster, policy: Policy, *, double: bool = False) -> None:
        self.workers = max(1, cluster.places)
        self._cluster = cluster
        self._policy = policy
        self._double = double
        self._local: ParserPool | None = None
        self._making = threading.Lock()
        self._name, self._numbers = uuid4().hex, count(1)

    @property
    def name(self) -> str:
        """The parser's name; workers of another have been refused."""
        return f"{parser_name.today()}{DOUBLE}" if self._double else parser_name.today()

    def read(self, order: Order) -> Report | Unreadable:
        """The report that a document holds, see `ParserPool.read`."""
        for _ in range(TRIES):
            try:
                return self._read_elsewhere(order)
            except ConnectionLostError:
                if self._cluster.lost:
                    break
        return self._local_pool().read(order)

    def close(self) -> None:
        """End this machine's processes, where any were needed."""
        if self._local is not None:
            self._local.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_elsewhere(self, order: Order) -> Report | Unreadable:
        with self._cluster.place(machine.WAIT_SECONDS) as worker:
            if worker is None:
                raise ConnectionLostError
            key = f"nianbao-read-{self._name}-{next(self._numbers)}"
            future = self._cluster.submit(
                machine.read, order, self._policy, worker.places, self._double, worker=worker, key=key
            )
            return self._answer(future, worker)

    def _answer(self, future: Any, worker: Any) -> Report | Unreadable:
        """What the task returns, as long as its worker is there."""
        while True:
            try:
                answer: Report | Unreadable = future.result(timeout=self._cluster.lease / 10)
            except TimeoutError:
                if future.done() or not self._cluster.is_there(worker):
                    raise ConnectionLostError from None
            except CancelledError as error:
                raise ConnectionLostError from error
            except Exception as error:  # what the parser cannot read it returns; what is raised is the worker's failure
                log.warning("a document's task failed: %r", error)
                raise ConnectionLostError from error
            else:
                return answer

    def _local_pool(self) -> ParserPool:
        with self._making:
            self._local = self._local or ParserPool(policy=self._policy, double=self._double)
            return self._local
