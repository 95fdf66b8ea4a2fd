"""How much Datasette's pages show, so that each is light: a query's first rows, and of a long value its beginning.

The page of a single row shows all of it; the CSV and JSON of a query have all rows that Datasette allows.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from archive import patterns
from archive.web import queries
from archive.web.language import App, Message, Receive, Send
from archive.web.metadata import DATABASE

ROWS: Final = 90
"""Rows of a query that its page shows."""

CHARACTERS: Final = 240
"""Characters of a long value on a page of many rows."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What the page that is being made shows: rows of a query, characters of a value; None for all."""

    rows: int | None = None
    characters: int | None = None


_WHOLE: Final = Extent()
_EXTENT: ContextVar[Extent] = ContextVar("extent", default=_WHOLE)
_PAGE = patterns.lazy(rf"/{DATABASE}(?:/(?P<name>[^/.]+))?/?")


def current() -> Extent:
    """The extent of the page that is being made."""
    return _EXTENT.get()


def bounded(app: App) -> App:
    """The application with the extent of each of its pages."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        token = _EXTENT.set(_of(scope) if scope["type"] == "http" else _WHOLE)
        try:
            await app(scope, receive, send)
        finally:
            _EXTENT.reset(token)

    return answered


def _of(scope: Message) -> Extent:
    page = _PAGE.fullmatch(scope["path"])
    if page is None:
        return _WHOLE
    is_query = page["name"] is None or page["name"] in queries.load()
    return Extent(ROWS if is_query else None, CHARACTERS)
