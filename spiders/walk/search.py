"""The search for columns on a site: leads in the order of their worth, within a budget. No requests here.

A branch (a year's or a township's own part of a column) is no guess and has a budget of its own. Once a column has been
found, only links that name annual reports are still worth a guess: the rest of a portal is not ours to walk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush

from spiders.walk.discovery import Lead

PAGES = 40
BRANCHES = 1000
DEPTH = 5
NAMED = 12
"""The score of a link that names the annual reports on open information."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A lead whose turn it is. `via` is the capture that showed it, `origin` the site's start it hangs on."""

    rank: tuple[int, int]
    lead: Lead = field(compare=False)
    depth: int = field(compare=False)
    via: str | None = field(compare=False)
    origin: str = field(compare=False)


@dataclass(slots=True)
class Search:
    """What is still to be looked at. `pages` and `branches` are what may still be asked for.

    `skipped` counts the links naming annual reports that the budget left unfollowed.
    """

    pages: int = PAGES
    branches: int = BRANCHES
    found: bool = False
    skipped: int = 0
    _steps: list[Step] = field(default_factory=list)
    _pushed: int = 0

    def push(self, lead: Lead, *, depth: int, via: str | None, origin: str) -> None:
        """Remember a lead, unless it lies too deep."""
        if depth <= DEPTH:
            self._pushed += 1
            heappush(self._steps, Step((-lead.score - 100 * lead.branch, self._pushed), lead, depth, via, origin))

    def pop(self) -> Step | None:
        """The best lead that may still be followed; None where the search is over."""
        while self._steps:
            step = heappop(self._steps)
            if step.lead.branch and self.branches > 0:
                self.branches -= 1
                return step
            if not step.lead.branch and self.pages > 0 and self._worth(step):
                self.pages -= 1
                return step
            self.skipped += step.lead.branch or step.lead.score >= NAMED
        return None

    def _worth(self, step: Step) -> bool:
        return not self.found or step.lead.score >= NAMED or step.depth == 0
