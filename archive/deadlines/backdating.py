"""Days of publication that a page names or once named, though a complete check after them did not show it (倒签).

Knows every claim that was read; `judge` decides which checks contradict one, as for the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from archive.captures.last_readings import is_last
from archive.deadlines.case import ListingCheck, Rule
from archive.deadlines.judge import contradicting
from archive.deadlines.listing_checks import Pair
from archive.extract.identity.dates import names_publication
from archive.storage.database import Archive
from archive.storage.instants import known_until, milliseconds

_CLAIMS = f"""
SELECT d.township_code, d.year, d.claimed_on, d.claimed_label, min(d.capture) FROM documents AS d
JOIN news AS f USING (capture) JOIN townships AS t ON t.code = d.township_code
WHERE t.county_code = ?1 AND d.kind = 'report' AND d.year IS NOT NULL AND d.claimed_on IS NOT NULL
AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A day of publication, the label beside it, and the first capture of the page that names it."""

    on: date
    label: str
    capture: str


@dataclass(frozen=True, slots=True)
class Backdating:
    """A claim, a check that did not show the report though by that claim it had to, and when it was first seen."""

    claim: Claim
    check: ListingCheck
    first_seen: datetime


def claims(
    archive: Archive, county: str, now: datetime, known_at: datetime | None = None
) -> dict[Pair, dict[date, Claim]]:
    """The days of publication that the reports of a county name, by report and day, as fetched until `now`."""
    found: dict[Pair, dict[date, Claim]] = defaultdict(dict)
    for township, year, on, label, capture in archive.rows(_CLAIMS, county, milliseconds(now), known_until(known_at)):
        if names_publication(label):
            day = date.fromisoformat(on)
            found[township, year].setdefault(day, Claim(day, label, capture))
    return found


def backdated(
    rule: Rule, named: Sequence[Claim], checks: Sequence[ListingCheck], since: datetime
) -> Iterator[Backdating]:
    """Each claim with each check before the first sighting that contradicts it."""
    before = [check for check in checks if check.at < since]
    for claim in named:
        for check in contradicting(rule, claim.on, before):
            yield Backdating(claim, check, since)
