"""Which pages are requested tonight. Pure: from the known pages of a site to the night's plan.

New pages are always requested. A known page that is not due is taken from the archive as it was last seen. The run then
holds as of the oldest list so taken (`seen_from`): absence is concluded as of that instant, not of tonight.

There are two kinds of nights. While a report of the county is owed and its due day is near, every list is requested
(`whole`), as absence has to be reported at once and correctly. Any other night costs at most `REQUESTS` requests at a
site with up to about fifteen townships and three years: this season's reports in rotation, so that each comes on every
fifth night; lists, or these in rotation where they are many; then older documents in rotation, recent before old.
Larger sites get as many more as the bounds below need. A document that showed other figures when it last answered is
requested again on the next night: only what lasts is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Literal

from archive.storage.instants import china_day

REQUESTS = 6
"""The most requests of a night without changes at a site of fifteen townships and three years, with robots.txt."""

DOCUMENTS = 45
"""The documents of such a site. Where there are more, a list's first page comes before this season's reports."""

SEASON_WITHIN = 5
"""Nights in which the rotation covers this season's reports: nights that worked, as the others count for nothing."""

DOCUMENTS_WITHIN = 50
"""Nights in which the rotation covers older documents; with ten more for nights that fail, sixty days in all."""

LISTS_WITHIN = 12
"""Nights in which the rotation covers all lists and the pages that lead to them."""

WINDOW = 5
"""Nights over which older documents get their share where they have no request of their own each night."""

FULL_AFTER = timedelta(days=7)
"""How long "not modified" is trusted; then a page is requested in full again."""

RECENT = timedelta(days=10)
"""A report dated this recently is requested before older reports: most corrections come soon after publication."""

BEFORE_DUE, AFTER_DUE = timedelta(days=31), timedelta(days=14)
"""The days around a due day on which all lists of a site that owes a report are requested every night."""

Role = Literal["list", "way", "further", "document"]
"""A list's first page; a page that only leads to lists; a list's further pages; a report."""


@dataclass(frozen=True, slots=True)
class Known:
    """A page of a site as the archive knows it.

    `answered_at` is when it last answered, `requests` the cost with its attached files. For a document, `recent` says
    that it has a recent date or was missing, `current` that its township has no newer report, `season` that it is for
    the last reporting year that is over, `altered` that it showed other figures when it last answered.
    """

    url: str
    role: Role
    answered_at: datetime
    requests: int = 1
    recent: bool = False
    current: bool = False
    season: bool = False
    altered: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Tonight's plan for the pages that are `known`; unknown pages are always requested.

    `due` are the known pages to request, `past` documents of townships that have a newer report. `awaited` are the
    reports (township and year) that tonight's lists may be the last to prove absent before somebody is accused.
    """

    whole: bool = False
    everything: bool = False
    known: frozenset[str] = frozenset()
    due: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    awaited: frozenset[tuple[str, int]] = frozenset()

    def document(self, url: str) -> bool:
        """Whether a document is requested."""
        return self.everything or url in self.due or url not in self.known

    def page(self, url: str) -> bool:
        """Whether a list, or a page that may turn out to be a list, is requested."""
        return self.document(url) or (self.whole and url not in self.past)


def tonight(known: Sequence[Known], *, whole: bool = False, everything: bool = False) -> Plan:
    """The plan for all known pages."""
    documents = sorted((page for page in known if page.role == "document"), key=_by_age)
    lists = sorted((page for page in known if page.role == "list"), key=_by_age)
    further_pages = sorted((page for page in known if page.role in ("way", "further")), key=_by_age)
    altered = [page for page in documents if page.altered]
    others = [page for page in documents if not page.altered]
    in_rotation = [*altered, *_rotation(lists, further_pages, others, within_budget=not whole)]
    spare = max(0, REQUESTS - 1 - _cost(in_rotation))
    by_weight = sorted(documents, key=_by_weight)
    more = _fitting([page for page in by_weight if page not in in_rotation], spare)
    return Plan(
        whole,
        everything,
        frozenset(page.url for page in known),
        frozenset(page.url for page in (*in_rotation, *more)),
        frozenset(page.url for page in documents if not page.current),
    )


def in_full(full_at: datetime | None, now: datetime, *, was_not_modified: bool) -> bool:
    """Whether to request a page without conditions; `was_not_modified` says that its last answer was a 304."""
    return was_not_modified and (full_at is None or now - full_at >= FULL_AFTER)


def _rotation(
    lists: Sequence[Known], further_pages: Sequence[Known], documents: Sequence[Known], *, within_budget: bool
) -> list[Known]:
    """Whose turn it is. This season's reports have a share of their own, as large as the budget allows.

    Where documents are many, the lists' first pages, on which new reports appear, come first on nights that decide
    nothing. Where reports come with several files, the budget may allow nothing: they then have their turn with the
    others.
    """
    season = [page for page in documents if page.season]
    older = [page for page in documents if not page.season]
    share = ceil(_cost(season) / SEASON_WITHIN)
    if within_budget and len(documents) > DOCUMENTS:
        others = len(lists) + ceil(_per_window(older) / WINDOW + len(further_pages) / LISTS_WITHIN)
        share = min(share, max(1, REQUESTS - 1 - others))
    chosen = [*_within_budget(season, share), *_lists_and_older(lists, further_pages, older, share)]
    if within_budget and season and 1 + _cost(chosen) > REQUESTS:
        return _lists_and_older(lists, further_pages, documents, 0)
    return chosen


def _lists_and_older(
    lists: Sequence[Known], further_pages: Sequence[Known], older: Sequence[Known], season_share: int
) -> list[Known]:
    """Lists, their further pages and older documents; where slots are few, they take turns in them."""
    share = ceil(_cost(older) / DOCUMENTS_WITHIN)
    slots = REQUESTS - 1 - season_share
    if season_share and slots < len(lists) + share + ceil(len(further_pages) / LISTS_WITHIN):
        for always in (lists, ()):
            in_turn = sorted((page for page in (*lists, *further_pages) if page not in always), key=_by_age)
            needed = _per_window(older) / WINDOW + len(in_turn) / LISTS_WITHIN
            if needed <= slots - len(always):
                documents = _within_budget(older, share) if _are_behind(older, (*always, *in_turn)) else []
                return [*always, *documents, *in_turn[: max(0, slots - len(always) - _cost(documents))]]
    return [*_lists(lists, further_pages, max(0, slots - share)), *_within_budget(older, share)]


def _per_window(older: Sequence[Known]) -> int:
    """The requests for older documents in so many nights, by which each comes within its bound."""
    return ceil(_cost(older) * WINDOW / DOCUMENTS_WITHIN)


def _are_behind(older: Sequence[Known], others: Iterable[Known]) -> bool:
    """Whether older documents had fewer requests than their share in the nights before this one."""
    last_night = max((page.answered_at for page in (*older, *others)), default=None)
    if last_night is None:
        return False
    since = last_night - timedelta(days=WINDOW - 1.5)
    return _cost([page for page in older if page.answered_at > since]) < _per_window(older)


def _lists(lists: Sequence[Known], further_pages: Sequence[Known], room: int) -> list[Known]:
    """All lists and some further pages in rotation, where there is room; else all of these in rotation."""
    slots = room - len(lists)
    if slots >= ceil(len(further_pages) / LISTS_WITHIN):
        return [*lists, *further_pages[:slots]]
    pages = sorted((*lists, *further_pages), key=_by_age)
    return pages[: max(room, ceil(len(pages) / LISTS_WITHIN))]


def _within_budget(documents: Iterable[Known], requests: int) -> list[Known]:
    """The first documents, until they cost that many requests."""
    chosen: list[Known] = []
    for page in documents:
        if requests <= 0:
            break
        chosen.append(page)
        requests -= page.requests
    return chosen


def _fitting(documents: Iterable[Known], requests: int) -> list[Known]:
    """The documents that fit into that many requests, tried in order."""
    fitting: list[Known] = []
    for page in documents:
        if page.requests <= requests:
            fitting.append(page)
            requests -= page.requests
    return fitting


def _by_weight(page: Known) -> tuple[bool, bool, bool, tuple[date, str]]:
    """A key by which this season's come first, each in its turn; then recent ones, then the newest of each township."""
    return not page.season, not (page.season or page.recent), not (page.season or page.current), _by_age(page)


def _cost(pages: Iterable[Known]) -> int:
    return sum(page.requests for page in pages)


def _by_age(page: Known) -> tuple[date, str]:
    """By the night of the last answer. In which order a night's pages answered differs from machine to machine: by
    their addresses, the same nights ask for the same pages wherever they are played.
    """
    return china_day(page.answered_at), page.url
