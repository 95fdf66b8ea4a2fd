"""The search for columns on a site: a queue of leads, best first, within a budget. Makes no requests.

A branch (a year's or a township's own part of a column) is certain and has a separate budget. Once a column has been
found, only links that name annual reports are still followed: the rest of a portal is out of scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush

from spiders.walk.discovery import Lead

PAGES = 40
BRANCHES = 1000
DEPTH = 5
NAMED_SCORE = 12
"""The score of a link that names the annual reports on open information."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A lead to follow. `via` is the capture that showed it, `origin` the site's entry from which it was reached."""

    rank: tuple[int, int]
    lead: Lead = field(compare=False)
    depth: int = field(compare=False)
    via: str | None = field(compare=False)
    origin: str = field(compare=False)


@dataclass(slots=True)
class Search:
    """The leads still to follow. `pages` and `branches` are the requests that the budget still allows.

    `skipped` counts the links naming annual reports that the budget left unfollowed.
    """

    pages: int = PAGES
    branches: int = BRANCHES
    found: bool = False
    skipped: int = 0
    _steps: list[Step] = field(default_factory=list)
    _pushed: int = 0

    def push(self, lead: Lead, *, depth: int, via: str | None, origin: str) -> None:
        """Add a lead, unless it is deeper than `DEPTH`."""
        if depth <= DEPTH:
            self._pushed += 1
            heappush(self._steps, Step((-lead.score - 100 * lead.branch, self._pushed), lead, depth, via, origin))

    def pop(self) -> Step | None:
        """The best lead that the budget still allows; None where the search is over."""
        while self._steps:
            step = heappop(self._steps)
            if step.lead.branch and self.branches > 0:
                self.branches -= 1
                return step
            if not step.lead.branch and self.pages > 0 and self._is_worthwhile(step):
                self.pages -= 1
                return step
            self.skipped += step.lead.branch or step.lead.score >= NAMED_SCORE
        return None

    def _is_worthwhile(self, step: Step) -> bool:
        return not self.found or step.lead.score >= NAMED_SCORE or step.depth == 0
