"""Entries folded for readers: many of one county in a night, or all that an outage kept back, become one. Pure.

Folds what is said, never what is kept: every alert keeps its row and its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

MessageEdge = Literal["opened", "closed", "passed"]
"""`passed`: opened and closed before it could be told."""

MANY = 5
"""So many townships of one county in one message are told together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One edge of one alert, with the names of its subject; `place` is the county's name, "" for the archive."""

    alert: str
    edge: MessageEdge
    kind: str
    subject: str
    name: str
    county: str | None
    place: str
    at: str
    evidence: Mapping[str, Any] = field(hash=False)
    verdict: str | None = None

    @property
    def year(self) -> str:
        """The reporting year of the subject, "" where it has none."""
        return self.subject.partition("/")[2]

    @property
    def covers(self) -> tuple[Entry, ...]:
        """What is told when this is told."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of a digest that one sentence tells: of one kind, edge, year and rule."""

    kind: str
    edge: MessageEdge
    year: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """All of one county's townships in one. `outage` are the instants of the sound looks on either side of a gap."""

    county: str
    place: str
    covers: tuple[Entry, ...]
    outage: Mapping[str, str] | None = field(hash=False)

    @property
    def groups(self) -> list[Group]:
        """What is told of them, sentence by sentence."""

        def alike(entry: Entry) -> tuple[str, ...]:
            told = entry.evidence
            return entry.edge, entry.kind, entry.year, str(told.get("rule")), str(told.get("due_at"))

        rows = sorted(self.covers, key=lambda entry: (alike(entry), entry.subject))
        return [
            Group(entries[0].kind, entries[0].edge, entries[0].year, entries)
            for entries in (tuple(group) for _, group in groupby(rows, key=alike))
        ]


def folded(entries: Sequence[Entry]) -> list[Entry | Digest]:
    """Entries and digests, by county. A county's townships become one digest where there are `MANY` of them, where an
    outage kept them back, or where they ended before they could be told.
    """
    told: list[Entry | Digest] = []
    for county, group in groupby(sorted(entries, key=_place), key=lambda entry: entry.county or ""):
        of_county = list(group)
        units = [entry for entry in of_county if entry.subject.startswith("township:")]
        gap = next((entry.evidence["outage"] for entry in units if "outage" in entry.evidence), None)
        kept = units if len(units) >= MANY or (gap and len(units) > 1) else []
        kept = kept or [entry for entry in of_county if entry.edge == "passed" and entry in units]
        if kept:
            told.append(Digest(county, kept[0].place, tuple(kept), gap))
        told += [entry for entry in of_county if entry not in kept]
    return told


def _place(entry: Entry) -> tuple[str, str, str, str]:
    return entry.county or "", entry.kind, entry.edge, entry.subject
