"""The leads of a search for columns: a queue, best first, within a budget. Makes no requests.

What belongs to a page about reports (a year's or a township's part of a column, a tab, the list behind a box) is
certain and has a separate budget. Once a column has been found, only links that name annual reports are still followed:
the rest of a portal is out of scope. Townships' own pages are followed last, and only where the lists found so far show
few townships: each is then searched for itself, as its column lies behind it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush

from spiders.walk.discovery import NAMED_SCORE, Lead, Way

PAGES = 40
ORGAN_PAGES = 6
"""The requests for one township's own pages, beside the first of them."""
BRANCHES = 1000
DEPTH = 5


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A lead to follow. `via` is the capture that showed it, `origin` the site's entry from which it was reached.

    `organ` is the address of the township's own page behind which the lead lies, None outside of such pages.
    """

    rank: tuple[int, int]
    lead: Lead = field(compare=False)
    depth: int = field(compare=False)
    via: str | None = field(compare=False)
    origin: str = field(compare=False)
    organ: str | None = field(compare=False, default=None)


@dataclass(slots=True)
class LeadQueue:
    """The leads still to follow. `pages` and `branches` are the requests that the budget still allows.

    `shows_most` says that the lists found so far show most of the townships. `skipped` counts the links naming annual
    reports that the budget left unfollowed.
    """

    pages: int = PAGES
    branches: int = BRANCHES
    shows_most: bool = False
    skipped: int = 0
    _found: set[str | None] = field(default_factory=set)
    _spent: Counter[str] = field(default_factory=Counter)
    _opened_organs: bool = False
    _steps: list[Step] = field(default_factory=list)
    _pushed: int = 0

    def push(self, lead: Lead, *, depth: int, via: str | None, origin: str, organ: str | None = None) -> None:
        """Add a lead, unless it is deeper than `DEPTH`."""
        if depth <= DEPTH:
            self._pushed += 1
            urgency = -lead.score - 100 * lead.belongs_to_reports + 1000 * (lead.way is Way.ORGAN)
            behind = lead.link.url if lead.way is Way.ORGAN and organ is None else organ
            heappush(self._steps, Step((urgency, self._pushed), lead, depth, via, origin, behind))

    def found(self, organ: str | None) -> None:
        """Note that a column has been found: behind a township's own page, or outside of such pages (None)."""
        self._found.add(organ)

    def pop(self) -> Step | None:
        """The best lead that the budget still allows; None where the search is over."""
        while self._steps:
            step = heappop(self._steps)
            if self._affords(step):
                return step
            self.skipped += step.lead.belongs_to_reports or step.lead.score >= NAMED_SCORE
        return None

    def _affords(self, step: Step) -> bool:
        """Whether a lead is worth a request that the budget still allows; the request then counts as spent."""
        if step.lead.way is Way.ORGAN:
            return self._opens_organs() and self._spend_branch()
        if step.lead.belongs_to_reports:
            return self._spend_branch()
        return self._is_worthwhile(step) and self._spend_page(step.organ)

    def _opens_organs(self) -> bool:
        """Whether townships' own pages are followed: all of them, or none."""
        self._opened_organs = self._opened_organs or None not in self._found or not self.shows_most
        return self._opened_organs

    def _is_worthwhile(self, step: Step) -> bool:
        return step.organ not in self._found or step.lead.score >= NAMED_SCORE or step.depth == 0

    def _spend_branch(self) -> bool:
        self.branches -= 1
        return self.branches >= 0

    def _spend_page(self, organ: str | None) -> bool:
        if organ is not None:
            self._spent[organ] += 1
            return self._spent[organ] <= ORGAN_PAGES
        self.pages -= 1
        return self.pages >= 0
