"""A visit to a site: what its search, lists, documents and witnesses share, and how each of them makes a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scrapy.http import Request
from twisted.python.failure import Failure

from spiders.pages.addresses import as_sent
from spiders.pages.items import IdentifiedLink, Item
from spiders.pages.page import Fetch, FetchKind, Link, Listing, WitnessKind
from spiders.proof.rows import Units
from spiders.registry import Site
from spiders.walk import discovery
from spiders.walk.asking import Awaited
from spiders.walk.errand import Errand
from spiders.walk.identity import Identify, identified_link

_PRIORITY: dict[FetchKind, int] = {"listing": 30, "portal": 20, "attachment": 10, "report": 0, "robots": 0}

Yielded = Iterator[Item | Request]
"""What a callback gives: what was seen, and what to request next."""


class Visit:
    """A visit to `site`, whose county has `units`, with at most `requests` requests.

    `is_fresh` says that nothing is taken from the archive any more. `unusable` are the addresses of lists and portal
    pages whose answers could not be used.
    """

    def __init__(self, site: Site, units: Units, identify: Identify, requests: int) -> None:
        self.site = site
        self.units = units
        self.townships = frozenset(units.codes)
        self.is_fresh = False
        self.unusable: set[str] = set()
        self._identify = identify
        self._identified: dict[Link, IdentifiedLink] = {}
        self._requested: set[str] = set()
        self._requests_left = requests

    def identified(self, link: Link) -> IdentifiedLink:
        """The link, identified."""
        item = self._identified.get(link)
        if item is None:
            item = self._identified[link] = identified_link(link, self._identify, self.site.county)
        return item

    def identified_items(self, listing: Listing) -> tuple[IdentifiedLink, ...]:
        """The items of a list, identified."""
        return tuple(self.identified(link) for link in listing.items)

    @property
    def links(self) -> tuple[IdentifiedLink, ...]:
        """All links that were identified."""
        return tuple(self._identified.values())

    @property
    def budget_is_spent(self) -> bool:
        """Whether no further request is allowed."""
        return self._requests_left <= 0

    def may_request(self, url: str) -> bool:
        """Whether an address is new and the budget allows requesting it; the address then counts as requested."""
        return not self.budget_is_spent and self.is_new(url)

    def is_new(self, url: str) -> bool:
        """Whether an address has not been requested yet; it then counts as requested."""
        address = discovery.canonical(url)
        if address in self._requested:
            return False
        self._requested.add(address)
        return True

    def begin_anew(self) -> None:
        """Forget which addresses were requested, and take nothing from the archive any more."""
        self.is_fresh = True
        self._requested = set()

    def request(
        self,
        fetch: Fetch,
        callback: Callable[..., Yielded],
        errback: Callable[[Failure], Yielded],
        *,
        via: str | None = None,
        link: Link | None = None,
        family: str | None = None,
        undecided: bool = False,
        page_number: int = 1,
        to_end: bool = False,
        in_doubt: bool = False,
        unlisted: bool = False,
        witness: WitnessKind | None = None,
        about: Sequence[Awaited] = (),
        cb_kwargs: dict[str, object] | None = None,
    ) -> Request:
        """A request with its errand (`spiders.walk.errand`); it counts towards the budget."""
        self._requests_left -= 1
        errand = Errand(
            *(fetch.kind, via, link, family, undecided, page_number, self.is_fresh),
            to_end=to_end,
            in_doubt=in_doubt,
            unlisted=unlisted,
            witness=witness,
            about=tuple(f"{township}/{year}" for township, year in about),
        )
        return Request(
            as_sent(fetch.url),
            callback=callback,
            errback=errback,
            method=fetch.method,
            body=fetch.body,
            headers=dict(fetch.headers),
            priority=_PRIORITY[fetch.kind],
            dont_filter=True,
            meta={**errand.meta, "verbatim_url": True},
            cb_kwargs=cb_kwargs,
        )
