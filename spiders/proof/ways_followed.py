"""The fact that all ways from a list's pages that may lead to further reports were followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from urllib.parse import urlsplit

from spiders.pages.facts import Fact, Finding, Observation
from spiders.pages.page_scripts import unknown_scripts
from spiders.proof import rows, signs
from spiders.proof.checked_pages import ReadPage, Surroundings, bare
from spiders.proof.rows import AddressedWay

_NO_COUNTY = frozenset(("www.gov.cn", "gov.cn"))
"""Hosts that are known to have no county's reports: that of the State Council."""


def ways_followed(read: Sequence[ReadPage], around: Surroundings) -> Finding:
    """Whether all that may lead to further reports was requested, by the first thing that was not."""
    here = {bare(page.page.url) for page in read} | {bare(url) for page in read for url in page.urls}
    ways = [(page, list(_open_ways(page, here, around))) for page in read if not page.is_data]
    for page, of_page in ways:
        if (found := _unfollowed(page, of_page, read, around)) is not None:
            return Finding(Fact.WAYS_FOLLOWED, found[0], dict(found[1]))
    foreign = [way for _, of_page in ways for way in of_page]
    if foreign:
        hosts = " ".join(sorted({_host(way.url) for way in foreign}))
        args = {"words": foreign[0].words, "url": foreign[0].url, "host": _host(foreign[0].url), "hosts": hosts}
        return Finding(Fact.WAYS_FOLLOWED, Observation.WAY_TO_OTHER_HOST, args)
    return Finding(Fact.WAYS_FOLLOWED, Observation.NO_OTHER_WAY)


def _open_ways(page: ReadPage, here: Set[str], around: Surroundings) -> Iterator[AddressedWay]:
    """The ways beyond a page's list to addresses that were not requested; `here` are the list's and its items'."""
    items = [around.identify(item) for item in page.items]
    onward = (*signs.ways(page.page, around.units.named_in), *signs.further_pages(page.page))
    for way in rows.ways_beyond(onward, items, around.units):
        if bare(way.url) not in here and not around.answered(way.url) and _host(way.url) not in _NO_COUNTY:
            yield way


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _unfollowed(
    page: ReadPage, ways: Iterable[AddressedWay], read: Sequence[ReadPage], around: Surroundings
) -> tuple[Observation, dict[str, str]] | None:
    for frame in signs.frames(page.page):
        if frame.url is None:
            return Observation.FRAME_UNREAD, {"words": frame.words}
    for way in ways:
        if around.admits(way.url):
            return Observation.WAY_NOT_FOLLOWED, {"words": way.words, "url": way.url}
    if _is_shell_of_data(page, read):
        return None
    items = [around.identify(item) for item in page.items]
    if (name := rows.named_only_in_scripts(page.page, items, around.units)) is not None:
        return Observation.WAY_NOT_FOLLOWED, {"words": name, "url": page.page.url}
    shown_since = any(other.rendering is not None and not other.rendering.failures for other in read)
    if unknown_scripts(page.page) and not shown_since:
        return next(
            ((Observation.CONTAINER_EMPTY, {"words": name}) for name in signs.empty_containers(page.page)), None
        )
    return None


def _is_shell_of_data(page: ReadPage, read: Sequence[ReadPage]) -> bool:
    return page.number == 0 and any(other.is_data for other in read)
