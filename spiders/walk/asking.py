"""Asking the second witnesses of a site: which ones, about which reports, and what of that which they show is followed.

Decides only; requests are made by the spider. Witnesses are asked in a run that may be the first to accuse somebody,
and whatever they name that may be a report in question is read before. All numbers of requests are bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Fetch, Link, Page, WitnessKind
from spiders.walk import witnesses
from spiders.walk.witnesses import ShownByWitness

Awaited = tuple[str, int]
"""A report in question: the code of its township and its year."""

MOST_SITEMAPS = 10
MOST_FEEDS = 3
MOST_SEARCHES = 60
MOST_DOCUMENTS = 40
"""The most documents that are read because a witness named them."""
FLOODED = 8
"""So many results that name no report in question may hide it on their next page: its whole title is searched, too."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A request to a witness, about these reports. `is_narrow` marks a search for a report's whole title."""

    fetch: Fetch
    kind: WitnessKind
    about: tuple[Awaited, ...]
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A link that a witness shows, and the reports in question that it may be; empty where its title does not tell."""

    link: Link
    about: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's robots.txt, empty where it has none, and the host's home page."""

    home: str
    body: bytes = b""


@dataclass(slots=True)
class Asking:
    """What is asked in one run. `names` are the townships' names by code, `identify` identifies a link by its title."""

    awaited: frozenset[Awaited]
    names: Mapping[str, str]
    identify: Callable[[Link], IdentifiedLink]
    _feeds: dict[str, None] = field(default_factory=dict)
    _form: Page | None = None
    _seen: set[str] = field(default_factory=set)
    _asked: dict[WitnessKind, int] = field(default_factory=dict)
    _documents: int = 0
    _has_searched: bool = False

    def see(self, page: Page) -> None:
        """Take note of a page of the site: the feeds that it names, and the form of the site's search."""
        if not self.awaited or page.is_data:
            return
        self._seen.add(_home(page.url) if urlsplit(page.url).path in ("", "/", "/index.html") else page.url)
        self._feeds |= dict.fromkeys(witnesses.feed_addresses(page))
        if self._form is None and witnesses.search_form(page, "") is not None:
            self._form = page

    def first(self, robots: Sequence[Robots], collections: Sequence[str]) -> Iterator[Inquiry]:
        """The inquiries to begin with; the search follows from the home page where no page read had its form."""
        every = tuple(sorted(self.awaited))
        for host in robots:
            for url in witnesses.sitemap_addresses(host.body, host.home):
                yield from self._inquiry("sitemap", url, every)
        for url in collections:
            yield from self._inquiry("collection", url, every)
        homes = [host.home for host in robots if host.home not in self._seen]
        if self._form is None and homes:
            yield from self._inquiry("home", homes[0], every)
        else:
            yield from self.searches_and_feeds()

    def searches_and_feeds(self) -> Iterator[Inquiry]:
        """The feeds that pages name, and a search for each township, once."""
        if self._has_searched:
            return
        self._has_searched = True
        for url in self._feeds:
            yield from self._inquiry("feed", url, tuple(sorted(self.awaited)))
        for pair in sorted(self.awaited):
            yield from self._search(self.names[pair[0]], pair)

    def answered(self, asked: Inquiry, seen: ShownByWitness, page: Page) -> Iterator[Inquiry]:
        """What else to ask after an answer."""
        if asked.kind == "home":
            self.see(page)
            yield from self.searches_and_feeds()
        for url in seen.further:
            yield from self._inquiry(asked.kind, url, asked.about)
        if asked.kind == "search" and not asked.is_narrow and len(witnesses.results(page)) >= FLOODED:
            (pair,) = asked.about
            if not any(named.about for named in self._named(asked, seen)):
                whole = f"{self.names[pair[0]]}{pair[1]}年政府信息公开工作年度报告"
                yield from self._search(whole, pair, is_narrow=True)

    def to_read(self, asked: Inquiry, seen: ShownByWitness) -> Iterator[Named]:
        """The documents to read because of an answer: what may be a report in question first."""
        found = sorted(self._named(asked, seen), key=lambda named: (not named.about, _newest_first(named.link)))
        for named in found[: max(0, MOST_DOCUMENTS - self._documents)]:
            self._documents += 1
            yield named

    def _named(self, asked: Inquiry, seen: ShownByWitness) -> Iterator[Named]:
        for link in seen.links:
            if not link.title:
                yield Named(link, ())
                continue
            item = self.identify(link)
            about = tuple(pair for pair in asked.about if _may_be(item, pair))
            if about:
                yield Named(link, about if item.concerns or item.township_code else ())

    def _search(self, words: str, pair: Awaited, *, is_narrow: bool = False) -> Iterator[Inquiry]:
        fetch = witnesses.search_form(self._form, words) if self._form is not None else None
        if fetch is not None and self._has_room("search", MOST_SEARCHES):
            yield Inquiry(fetch, "search", (pair,), is_narrow)

    def _inquiry(self, kind: WitnessKind, url: str, about: tuple[Awaited, ...]) -> Iterator[Inquiry]:
        most = {"sitemap": MOST_SITEMAPS, "feed": MOST_FEEDS}.get(kind, MOST_DOCUMENTS)
        if self._has_room(kind, most):
            yield Inquiry(Fetch(url, "portal"), kind, about)

    def _has_room(self, kind: WitnessKind, most: int) -> bool:
        self._asked[kind] = self._asked.get(kind, 0) + 1
        return self._asked[kind] <= most


def _may_be(item: IdentifiedLink, pair: Awaited) -> bool:
    """Whether a link may be this report by its title."""
    township, year = pair
    if item.year not in (None, year):
        return item.doubt == "impossible_year" and township in item.concerns
    if item.township_code is not None or item.concerns:
        return township == item.township_code or township in item.concerns
    return item.concerns_anybody or item.wanted


def _newest_first(link: Link) -> tuple[int, ...]:
    """A key that sorts by the day that a link states, the newest first, and those without one last."""
    return tuple(-ord(character) for character in link.date or "")


def _home(url: str) -> str:
    return urljoin(url, "/")


def folders(links: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address lies in the folder of one of these, or below."""
    known = tuple({url.rpartition("/")[0] + "/" for url in links if urlsplit(url).path.count("/") > 1})
    return lambda url: url.startswith(known)
