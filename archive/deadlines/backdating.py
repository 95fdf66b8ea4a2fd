"""Days of publication that a page names or once named, though a complete check after them did not show it (倒签).

Takes every claim that was read; `judge` decides which checks contradict one, as for the verdict. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.deadlines.case import Claim, ListingCheck, Rule
from archive.deadlines.judge import contradicting


@dataclass(frozen=True, slots=True)
class Backdating:
    """A claim, a check that did not show the report though by that claim it had to, and when it was first seen."""

    claim: Claim
    check: ListingCheck
    first_seen: datetime


def backdated(
    rule: Rule, named: Sequence[Claim], checks: Sequence[ListingCheck], since: datetime
) -> Iterator[Backdating]:
    """Each claim with each check before the first sighting that contradicts it."""
    before = [check for check in checks if check.at < since]
    for claim in named:
        for check in contradicting(rule, claim.on, before):
            yield Backdating(claim, check, since)
