"""What is asked for tonight. Pure: what is known of a site's pages in, the night's plan out.

New pages are never held back. A known page whose turn has not come is taken from the archive as it was last seen. The
run then holds as of the oldest list so taken (`seen_from`): absence is concluded as of that instant, not of tonight.

Two kinds of night. While a report of the county is owed and its due day is near, every list is looked at (`whole`), as
absence has to be told at once and truly. On all others a night costs at most `REQUESTS` requests where a site has no
more than about fifteen townships and three years: lists first, or in turn where they are many; then documents in turn,
recent ones before old ones. Larger sites get as many more as the bounds below need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

REQUESTS = 6
"""What an unchanged night costs at most at a site of fifteen townships and three years, robots.txt included."""

DOCUMENTS_WITHIN = 50
"""Nights in which the turn goes through all documents; ten more are left for nights that fail: sixty days in all."""

LISTS_WITHIN = 12
"""Nights in which the turn goes through all lists and the pages that lead to them."""

FULL_AFTER = timedelta(days=7)
"""So long "not modified" is believed; then a page is asked for in full once more."""

RECENT = timedelta(days=10)
"""A report dated this recently is looked at before older ones: most corrections come soon after publication."""

BEFORE_DUE, AFTER_DUE = timedelta(days=31), timedelta(days=14)
"""The days around a due day on which a site that owes something is looked at as a whole, every night."""

Role = Literal["list", "way", "further", "document"]
"""A list's first page; a page that only leads to lists; a list's further pages; a report."""


@dataclass(frozen=True, slots=True)
class Known:
    """A page of a site as the archive knows it.

    `answered_at` is when it last answered, `requests` what it costs with the files that hang on it. Of a document,
    `recent` says that it is dated lately or was missing, `current` that its township has no newer one.
    """

    url: str
    role: Role
    answered_at: datetime
    requests: int = 1
    recent: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Tonight's plan for the pages that are `known`; all others are asked for.

    `turns` are those whose turn it is, `past` documents that no newer report can replace.
    """

    whole: bool = False
    everything: bool = False
    known: frozenset[str] = frozenset()
    turns: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()

    def document(self, url: str) -> bool:
        """Whether a document is asked for."""
        return self.everything or url in self.turns or url not in self.known

    def page(self, url: str) -> bool:
        """Whether a list is asked for, or a page that may turn out to be one."""
        return self.document(url) or (self.whole and url not in self.past)


def tonight(known: Sequence[Known], *, whole: bool = False, everything: bool = False) -> Plan:
    """The plan over all known pages."""
    documents = sorted((page for page in known if page.role == "document"), key=_longest_ago)
    lists = sorted((page for page in known if page.role == "list"), key=_longest_ago)
    others = sorted((page for page in known if page.role in ("way", "further")), key=_longest_ago)
    share = ceil(sum(page.requests for page in documents) / DOCUMENTS_WITHIN)
    room = max(0, REQUESTS - 1 - share)
    looked = _lists(lists, others, room)
    spare = max(0, room - len(looked))
    rolled = _taken(documents, share)
    first = sorted(documents, key=lambda page: (not page.recent, not page.current, _longest_ago(page)))
    more = _fitting([page for page in first if page not in rolled], spare)
    return Plan(
        whole,
        everything,
        frozenset(page.url for page in known),
        frozenset(page.url for page in (*looked, *rolled, *more)),
        frozenset(page.url for page in documents if not page.current),
    )


def in_full(full_at: datetime | None, now: datetime, *, by_word: bool) -> bool:
    """Whether a page is asked for without conditions; `by_word` tells that its last answer was only "not modified"."""
    return by_word and (full_at is None or now - full_at >= FULL_AFTER)


def _lists(lists: Sequence[Known], others: Sequence[Known], room: int) -> list[Known]:
    """Lists every night and the rest in turn, where there is room; else all of them in turn."""
    slots = room - len(lists)
    if slots >= ceil(len(others) / LISTS_WITHIN):
        return [*lists, *others[:slots]]
    pages = sorted((*lists, *others), key=_longest_ago)
    return pages[: max(room, ceil(len(pages) / LISTS_WITHIN))]


def _taken(documents: Iterable[Known], requests: int) -> list[Known]:
    """Documents from the first on, until they cost that many requests."""
    taken: list[Known] = []
    for page in documents:
        if requests <= 0:
            break
        taken.append(page)
        requests -= page.requests
    return taken


def _fitting(documents: Iterable[Known], requests: int) -> list[Known]:
    """Those documents that fit into that many requests, the first first."""
    fitting: list[Known] = []
    for page in documents:
        if page.requests <= requests:
            fitting.append(page)
            requests -= page.requests
    return fitting


def _longest_ago(page: Known) -> tuple[datetime, str]:
    return page.answered_at, page.url
