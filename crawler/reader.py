"""Reading beside the download: documents are parsed in another process, so that the crawl never waits for a parser."""

from __future__ import annotations

import asyncio
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from archive import parser
from archive.parser import Order


class Reader:
    """A small pool of parser processes."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._pool = self._new_pool()

    async def read(self, order: Order) -> dict[str, Any] | None:
        """What the document says, or None where the parser died of it; the pool is whole again afterwards."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, parser.parse, order)
        except BrokenProcessPool:
            self._pool = self._new_pool()
            return None

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, mp_context=get_context("forkserver"))
