"""What travels with a request: what the spider asks for, and what the crawler found the response to be.

`request.meta` holds one `Errand`, and beside it only Scrapy's own keys and the crawler's `Exchange`
(`crawler.fetch.exchange`). Scrapy copies `meta` when it retries, redirects or replaces a request, so these values are
frozen: a copied request starts with the values of its original, and a new value put on a request is not seen by
its copies. What is put on a request is seen by its response, too, as `response.meta` is the meta of its request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from scrapy.http import Request, Response

from spiders.pages.page import FetchKind, Landing, Link, Page, WitnessKind

Verdict = Literal[
    "ok", "same", "gone", "soft_404", "unknown", "blocked", "unreachable", "garbled", "too_large", "refused"
]
"""The crawler's verdict on a response, as `docs/contract.md` lists them."""


class Carried:
    """A value that `request.meta` carries under `KEY`. A request without it has the default value of the class."""

    __slots__ = ()
    KEY: ClassVar[str]

    @classmethod
    def of(cls, message: Request | Response) -> Self:
        """The value carried by a request, or by the request of a response; the default value where none is carried."""
        carried = message.meta.get(cls.KEY)
        return carried if isinstance(carried, cls) else cls()

    def put_on(self, request: Request) -> None:
        """Put this value on the request in place of its present value."""
        request.meta[self.KEY] = self

    @property
    def meta(self) -> dict[str, object]:
        """The `meta` of a new request that carries this value."""
        return {self.KEY: self}


@dataclass(frozen=True, slots=True)
class Reply:
    """The crawler's result of the last attempt at a request, answered or not.

    `capture` is the key under which the fetch is recorded, None where fetches are not recorded. `landing` holds the
    page and what it turned out to be, None where the response is no page. `was_list` says of a page that is gone that
    it was a list, or led to a list, when it last answered. `from_archive` marks a page that was not due tonight and
    was taken from the archive as last fetched.
    """

    verdict: Verdict
    capture: str | None = None
    landing: tuple[Page, Landing] | None = None
    was_list: bool = False
    from_archive: bool = False


@dataclass(frozen=True, slots=True)
class Errand(Carried):
    """What a request is for.

    `kind` is what is asked for. It is corrected to `listing` or `report` once the page is known where `undecided` says
    that a page asked for as `portal` may turn out to be either. `via` is the capture of the page that led here, `link`
    the link on it, `family` the CMS family of that page where it is known, `page_number` counts a list's pages from 1.
    `fresh` asks for the page itself, whether or not it is due. `unlisted` marks a report that no list shows any more
    and that is requested at its address. `to_end` asks for a list's first page as a browser shows it when it is
    scrolled to its end and all that may load more was used. `in_doubt` marks a row that is opened only to learn whether
    it is a report: where that fails it stays in doubt, and nothing else is amiss. `witness` marks a second witness that
    is asked, and a document that it named; `about` are the reports in question, as `township/year`. `reply` is None
    until the crawler has judged a response.
    """

    KEY: ClassVar[str] = "nianbao.errand"

    kind: FetchKind = "portal"
    via: str | None = None
    link: Link | None = None
    family: str | None = None
    undecided: bool = False
    page_number: int = 1
    fresh: bool = False
    unlisted: bool = False
    to_end: bool = False
    in_doubt: bool = False
    witness: WitnessKind | None = None
    about: tuple[str, ...] = ()
    reply: Reply | None = None
