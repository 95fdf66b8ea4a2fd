"""Combines entries: many of one county in a night, or all that an outage delayed, become one digest. Pure.

Where a whole province is concerned, as when a program that could not run for long sees everything at once, the
province is one digest, so that a message stays readable and of bounded length.

Combines only the sentences: each alert retains its row and evidence in the archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

MessageEdge = Literal["opened", "closed", "passed"]
"""`passed`: opened and closed again before it could be sent."""

MANY = 5
"""From this many townships of one county in one message on, they share a digest."""

MASS = 300
"""From this many alerts in one message on, those of a province share a digest where they are `MANY_OF_A_PROVINCE`."""

MANY_OF_A_PROVINCE = 30

_PROVINCE = 2
"""Digits of a code that name the province."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One edge of one alert, with the names of its subject; `place` is the county's name, "" for the archive."""

    alert: str
    edge: MessageEdge
    kind: str
    reason: str
    subject: str
    name: str
    county: str | None
    place: str
    at: str
    evidence: Mapping[str, Any] = field(hash=False)
    verdict: str | None = None
    province: str = ""

    @property
    def year(self) -> str:
        """The reporting year of the subject, "" where it has none."""
        return self.subject.partition("/")[2]

    @property
    def covers(self) -> tuple[Entry, ...]:
        """The alerts that are settled once this is sent."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of a digest that share one sentence: of one kind, edge, year and rule."""

    kind: str
    edge: MessageEdge
    year: str
    entries: tuple[Entry, ...]
    of_a_province: bool = False

    @property
    def counties(self) -> list[tuple[str, int]]:
        """The names of the counties with their numbers of entries, the largest first."""
        return Counter(entry.place for entry in self.entries).most_common()


@dataclass(frozen=True, slots=True)
class Digest:
    """All of a county's townships in one item, or all that concerns a province: `county` has its two digits then.

    `outage` are the instants of the complete checks around a gap.
    """

    county: str
    place: str
    covers: tuple[Entry, ...]
    outage: Mapping[str, str] | None = field(hash=False)

    @property
    def of_a_province(self) -> bool:
        """Whether it names counties with their numbers in place of townships."""
        return len(self.county) == _PROVINCE

    @property
    def groups(self) -> list[Group]:
        """The entries, sentence by sentence."""

        def group_key(entry: Entry) -> tuple[str, ...]:
            if self.of_a_province:
                return entry.edge, entry.kind, entry.year
            rule, due_at = entry.evidence.get("rule"), entry.evidence.get("due_at")
            return entry.edge, entry.kind, entry.year, str(rule), str(due_at)

        rows = sorted(self.covers, key=lambda entry: (group_key(entry), entry.subject))
        return [
            Group(entries[0].kind, entries[0].edge, entries[0].year, entries, self.of_a_province)
            for entries in (tuple(group) for _, group in groupby(rows, key=group_key))
        ]


def folded(entries: Sequence[Entry]) -> list[Entry | Digest]:
    """Entries and digests, by county. A county's townships become one digest where there are `MANY` of them, where an
    outage delayed them, or where they ended before they could be sent.
    """
    items: list[Entry | Digest] = []
    whole = _provinces(entries)
    items += whole.values()
    others = [entry for entry in entries if (entry.county or "")[:_PROVINCE] not in whole]
    for county, group in groupby(sorted(others, key=_place), key=lambda entry: entry.county or ""):
        of_county = list(group)
        units = [entry for entry in of_county if entry.subject.startswith("township:")]
        gap = next((entry.evidence["outage"] for entry in units if "outage" in entry.evidence), None)
        together = units if len(units) >= MANY or (gap and len(units) > 1) else []
        together = together or [entry for entry in of_county if entry.edge == "passed" and entry in units]
        if together:
            items.append(Digest(county, together[0].place, tuple(together), gap))
        items += [entry for entry in of_county if entry not in together]
    return items


def _provinces(entries: Sequence[Entry]) -> dict[str, Digest]:
    """The provinces that are one digest, by the two digits of their codes; none in a message of usual length."""
    if len(entries) < MASS:
        return {}
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=_place):
        found.setdefault((entry.county or "")[:_PROVINCE], []).append(entry)
    return {
        code: Digest(code, of_it[0].province, tuple(of_it), None)
        for code, of_it in found.items()
        if code and len(of_it) >= MANY_OF_A_PROVINCE
    }


def _place(entry: Entry) -> tuple[str, str, str, str]:
    return entry.county or "", entry.kind, entry.edge, entry.subject
