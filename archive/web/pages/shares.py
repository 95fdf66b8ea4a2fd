"""Counts of verdicts by county or, where there are too many counties for one page, by province. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import charts
from archive.web.words import VERDICTS

MOST = 120
"""Counties that the country's page shows; more are gathered by province. Each takes 0.3 ms and 850 bytes."""


@dataclass(frozen=True, slots=True)
class Share:
    """A county or province, its townships by verdict. `county_code` is None for a province; `group` is the province.

    `note` is a county's prefecture, `counties` how many of them a province has.
    """

    name: str
    note: str
    group: str
    county_code: str | None
    counts: Mapping[str, int]
    counties: int = 1

    @property
    def owed(self) -> int:
        """Townships that owed a report."""
        return owed(self.counts)

    @property
    def bar(self) -> tuple[charts.Segment, ...]:
        """The shares as a stacked bar."""
        return charts.stacked(self.counts)


def owed(counts: Mapping[str, int]) -> int:
    """How many of the townships that are counted by verdict owed a report."""
    return sum(counts.values()) - counts.get("exempt", 0)


def by_county(rows: Iterable[Mapping[str, Any]]) -> list[Share]:
    """Shares of the counties, out of rows with the number of townships of each verdict (`verdicts`)."""
    return [
        Share(row["name"], row["prefecture"], row["province"], row["county_code"], Counter(row["verdicts"]))
        for row in rows
    ]


def by_province(counties: Sequence[Share]) -> list[Share]:
    """The same, summed up by province in the order in which they come."""
    members: dict[str, list[Share]] = {}
    for county in counties:
        members.setdefault(county.group, []).append(county)
    return [Share(province, "", "", None, _summed(inside), len(inside)) for province, inside in members.items()]


def totals(shares: Iterable[Share]) -> dict[str, int]:
    """The sum over all shares: counts of the verdicts that occur, in their order."""
    counts = _summed(shares)
    return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}


def _summed(shares: Iterable[Share]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for share in shares:
        for verdict, townships in share.counts.items():
            counts[verdict] += townships
    return counts
