"""The state of a request that the crawler's middlewares share; the spider never reads it.

Carried in `request.meta` beside the spider's `Errand` and frozen for the same reason (see `spiders.walk.errand`):
Scrapy copies `meta` for every retry and redirect. `known`, `was_list`, `part`, `shown_before` and `brought_cookies` are
meant to survive that copy; the remaining fields are set anew for each attempt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from archive.captures.record import Previous
from crawler.fetch.response_verdict import Judged
from spiders.walk.errand import Carried


@dataclass(frozen=True, slots=True)
class SentPage:
    """A page as the server sent it, before any script ran. `text` is decoded, `capture` the key of its capture.

    `clicks` is the number of clicks on the next page of its list that lead to the wanted page. `to_end` asks to scroll
    the page to its end and to use all that may load more of its list. `charset` is the codec that decoded it.
    """

    url: str
    text: str
    capture: str | None
    clicks: int = 0
    to_end: bool = False
    charset: str = "utf-8"

    @property
    def wire_charset(self) -> str:
        """The charset in which the page is shown, so that its scripts ask in it: its own where that has all characters.

        Others would lose characters that scripts insert.
        """
        return "gb18030" if self.charset == "gb18030" else "utf-8"


@dataclass(frozen=True, slots=True)
class Showing:
    """A page being rendered in a browser, with what its capture records: the browser's name, the page's requests.

    `parts` lists those requests with their results; None where rendering never began. `to_end` says how showing a list
    to its end went, in the words of `archive.captures.rendering`; None for a page shown for what it holds.
    """

    document: SentPage
    browser: str = "none"
    parts: str | None = None
    to_end: Mapping[str, str] | None = None

    def request_record(self) -> dict[str, str]:
        """The fields that it adds to the capture's `request`."""
        return (
            {"browser": self.browser} | ({} if self.parts is None else {"parts": self.parts}) | dict(self.to_end or {})
        )


@dataclass(frozen=True, slots=True)
class Exchange(Carried):
    """One request on its way through the middlewares.

    `known` is the capture of the last `ok` answer that the archive had when the address was first requested.
    `previous` is the stored answer whose validators the present attempt sends, and which a 304 confirms. `replayed`
    marks an answer taken from the archive without a fetch. `was_list` says of a page that is gone that it was a list,
    or led to a list, when it last answered. `part` says that the response is used to render a page in a browser:
    `document` is the page itself, anything else the resource type of a script's request; `for_proof` that the page is
    only shown to prove where its list ends, so that a failure keeps nothing from being seen. `showing` is set while a
    browser renders the page, `shown_before` where rendering showed more of it on an earlier night. `judged` is the
    verdict on the present attempt. `brought_cookies` marks a page requested again with the cookies that it had set.
    """

    KEY: ClassVar[str] = "nianbao.exchange"

    known: str | None = None
    previous: Previous | None = None
    replayed: bool = False
    was_list: bool = False
    part: str | None = None
    for_proof: bool = False
    showing: Showing | None = None
    shown_before: bool = False
    judged: Judged | None = None
    brought_cookies: bool = False
