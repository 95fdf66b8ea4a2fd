"""Looks at archived bytes in the confined process in which documents are read, and keeps the last few results.

The bytes are hostile: making a page harmless, drawing it or reading it may take too long or crash, and then costs a
worker. Results are small and the same for ever, so that turning pages draws each one once.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

from archive.extract.facsimile import as_read, ofd_pages, outline, pages, web_page
from archive.extract.layout.document import Spot, Unreadable
from archive.extract.sandbox.policy import DEFAULT, Policy
from archive.extract.sandbox.pool import WorkerPool
from archive.web.archived.capture import Captured

_MOST_RESULTS: Final = 48
_MOST_BYTES: Final = 8_000_000
"""What one result may have to be kept."""
_MOST_WAITING: Final = 16
_SECONDS: Final = 30.0
_PRELOAD: Final = tuple(
    f"archive.extract.facsimile.{name}" for name in ("as_read", "ofd_pages", "outline", "pages", "web_page")
)


class BusyError(Exception):
    """Too many visitors look at documents that have to be drawn first."""


class Studio:
    """One confined process, started with the first document. Close it."""

    def __init__(self, policy: Policy = DEFAULT) -> None:
        self._memory = policy.memory
        self._workers: WorkerPool | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._results: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    async def outline(self, captured: Captured) -> outline.Outline:
        """What can be shown of a document."""
        found = await self._once(captured, outline.of)
        return ("unknown", "", []) if isinstance(found, Unreadable) else found

    async def web_page(self, captured: Captured, spot: Spot | None) -> str | None:
        """A web page made harmless; None where that failed."""
        found: str | Unreadable | None = await self._once(captured, web_page.harmless, captured.declared, spot)
        return None if isinstance(found, Unreadable) else found

    async def drawn_page(self, captured: Captured, kind: str, number: int) -> bytes | None:
        """A page of a `pdf` as PNG or of an `ofd` as SVG, by its number from 1; None where it cannot be drawn."""
        draw = ofd_pages.draw if kind == "ofd" else pages.draw
        found: bytes | Unreadable | None = await self._once(captured, draw, number)
        return None if isinstance(found, Unreadable) else found

    async def as_read(self, captured: Captured, spot: Spot | None) -> list[as_read.Shown] | str:
        """The blocks of a document as it is read, or why it cannot be."""
        name = captured.row["url"].rsplit("/", 1)[-1]
        found = await self._once(captured, as_read.blocks, captured.declared, name, spot)
        return found.reason if isinstance(found, Unreadable) else found

    def close(self) -> None:
        """End the process."""
        if self._workers is not None:
            self._workers.close()

    async def _once(self, captured: Captured, function: Callable[..., Any], *arguments: object) -> Any:
        key = (captured.row["payload"], function.__module__, *arguments)
        if key in self._results:
            self._results.move_to_end(key)
            return self._results[key]
        if self._waiting >= _MOST_WAITING:
            raise BusyError
        self._waiting += 1
        try:
            async with self._turn:
                found = await asyncio.to_thread(self._run, function, captured.data, *arguments)
        finally:
            self._waiting -= 1
        if not isinstance(found, str | bytes) or len(found) < _MOST_BYTES:
            self._results[key] = found
        while len(self._results) > _MOST_RESULTS:
            self._results.popitem(last=False)
        return found

    def _run(self, function: Callable[..., Any], *arguments: object) -> Any:
        if self._workers is None:
            self._workers = WorkerPool(1, seconds=_SECONDS, memory=self._memory, preload=_PRELOAD)
        return self._workers.run_now(function, *arguments)


_STUDIOS: WeakKeyDictionary[Any, Studio] = WeakKeyDictionary()


def of(datasette: Any) -> Studio:
    """The studio of a served archive."""
    return _STUDIOS.setdefault(datasette, Studio())


def close(datasette: Any) -> None:
    """End the process of a served archive's studio, where one was started."""
    if studio := _STUDIOS.pop(datasette, None):
        studio.close()
