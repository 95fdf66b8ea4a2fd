"""What the crawler's own middlewares have to remember of a request between them; the spider never reads it.

Carried in `request.meta` beside the spider's `Errand` and frozen for the same reason (see `spiders.walk.errand`):
Scrapy copies `meta` for every retry and redirect. `known`, `was_list`, `part` and `shown_before` are meant to survive
that copy; the others are set anew for each attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from archive.captures.record import Previous
from crawler.fetch.verdict import Judged
from spiders.walk.errand import Carried


@dataclass(frozen=True, slots=True)
class Document:
    """The page itself as the server gave it, before any script ran. `text` is decoded, `capture` its key.

    `clicks` is how often its list is to be turned to the next page.
    """

    url: str
    text: str
    capture: str | None
    clicks: int = 0


@dataclass(frozen=True, slots=True)
class Showing:
    """A page that is being shown in a browser, as its capture will tell: the browser's name, what the page asked for.

    `parts` is None where the page never got as far as asking.
    """

    document: Document
    browser: str = "none"
    parts: str | None = None

    def as_asked(self) -> dict[str, str]:
        """What the capture's `request` says of it."""
        return {"browser": self.browser} | ({} if self.parts is None else {"parts": self.parts})


@dataclass(frozen=True, slots=True)
class Exchange(Carried):
    """One request on its way through the middlewares.

    `known` is the capture of the last sound answer that the archive had when the address was first asked for.
    `previous` is what the present attempt asks conditionally with, and what a 304 stands for. `replayed` marks an
    answer taken from the archive, nothing having been fetched. `was_list` says of a page that is gone that it was a
    list, or led to one, when it was last seen. `part` says that the response serves to show a page in a browser:
    `document` is the page itself, anything else the resource type of what its scripts asked for. `showing` is set while
    a browser shows the page, `shown_before` where a browser showed more of it on an earlier night. `judged` is the
    verdict on the present attempt.
    """

    KEY: ClassVar[str] = "nianbao.exchange"

    known: str | None = None
    previous: Previous | None = None
    replayed: bool = False
    was_list: bool = False
    part: str | None = None
    showing: Showing | None = None
    shown_before: bool = False
    judged: Judged | None = None
