"""The pages of a listing check as a proof sees them: as they arrived, and what they turned out to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from spiders.families import land
from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Link, Listing, Page
from spiders.proof.rows import Units


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a page was shown in a browser: whether all that may load more was used up, what was used, what failed.

    `states` are the page before each control was used, `stated` the totals that answers to its requests state,
    `in_vain` the controls whose use changed nothing, the last time.
    """

    exhausted: bool
    failures: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    states: tuple[Page, ...] = ()
    stated: tuple[int, ...] = ()
    in_vain: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """One page of a check. `number` counts from 1; 0 is a shell that only says where the items come from.

    `fetched_at` is an aware instant. `rendering` is None for a page as the server sent it. `page` is None where the
    archive has no bytes of it. `replayed` says that it was not due and was taken from the archive as it was at
    `fetched_at`, of which instant the check then tells.
    """

    page: Page | None
    number: int
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    rendering: Rendering | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a proof needs beside the pages: the county's units, how titles are identified, and what was requested.

    `admits` tells of an address whether it lies on a host of the site: a way to another is never followed, and stays
    open. `answered` tells of an address whether it was requested in this run, or known from an earlier one, and read.
    `host_closes` is False where the host's pages never end with closing tags. `served_at` is the newest `Date` of all
    answers in the run: by it, and not by our clock, a page's own `Date` is judged.
    """

    units: Units
    identify: Callable[[Link], IdentifiedLink]
    answered: Callable[[str], bool]
    family: str = "auto"
    admits: Callable[[str], bool] = lambda _: True
    complete: bool = True
    host_closes: bool = True
    served_at: datetime | None = None


class ReadPage:
    """A page of the check with what it turned out to be."""

    def __init__(self, checked: CheckedPage, page: Page, around: Surroundings) -> None:
        self.checked, self.page, self.number, self.rendering = checked, page, checked.number, checked.rendering
        self.is_data = page.is_data
        states = self.rendering.states if self.rendering else ()
        landed = [land(state, around.family).listing for state in (*states, self.page)]
        self.listing: Listing | None = landed[-1]
        self.items = tuple(dict.fromkeys(item for listing in landed if listing for item in listing.items))

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of its items."""
        return tuple(item.url for item in self.items)


def bare(url: str) -> str:
    """An address without scheme, fragment and the file name of an index, its parameters in order."""
    path, _, query = url.partition("#")[0].partition(":")[2].partition("?")
    folder = re.sub(r"/(?:index|default)\.\w+$", "/", path)
    return f"{folder}?{'&'.join(sorted(query.split('&')))}"
