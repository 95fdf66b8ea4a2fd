"""An alert kind: the condition that opens it, and how its alerts are ranked, worded and closed.

The sentences are Fluent messages (`archive/messages/*/alerts.ftl`) whose ids follow from the names, with hyphens in
place of underscores:

- `alert-<kind>-name`: the kind in a word or two, in mail and on pages;
- `alert-<reason>`: one open alert; its arguments are `name`, `place`, `year` and what `terms` makes of the evidence;
- `alert-<reason>-remedy`: what an open alert asks of a person, first in a message and in the documentation;
- `alert-<kind>-several` and `alert-<kind>-item` (kinds about townships): many alerts of one county in one sentence; it
  is given `count`, `place`, `items` (an `alert-<kind>-item` for each alert) and the terms of all of them;
- `alert-<kind>-closed` (kinds with `announces_end`): that the condition no longer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from archive.captures.reasons import Reason
from archive.messages import moments
from archive.storage.database import Archive
from archive.storage.instants import instant

Severity = Literal["notice", "warning", "urgent"]
"""How much an alert matters, in rising order; a channel names the lowest that it wants."""

SubjectType = Literal["township", "county", "site", "archive"]
"""What an alert is about: the part of its subject before the colon."""

RECENT = timedelta(days=30)
"""How long an event (a revision, a broken sum) keeps its alert open before it counts as history."""

WATCHED_SITE = timedelta(days=45)
"""A site that has not been requested for longer than this, while others were, is no longer watched."""

Evidence = Mapping[str, Any]
Terms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A reason to have an alert open now, with the evidence for it.

    `event` names the one occurrence behind it (an instant, a version), None for a state that lasts as long as it holds.
    """

    reason: str
    subject: str
    evidence: dict[str, Any]
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition is checked against.

    `watched` is the instant (text) since which each county is watched, by county code: earlier events are ignored.
    `ailments` are problems of the archive that the caller found.
    """

    archive: Archive
    now: datetime
    watched: Mapping[str, str]
    ailments: tuple[Reason, ...] = ()

    def told(self, kind: str) -> frozenset[str]:
        """The captures that open alerts of a kind rest on."""
        rows = self.archive.rows(
            "SELECT evidence ->> 'capture' AS capture FROM alerts WHERE kind = ? AND closed_at IS NULL", kind
        )
        return frozenset(row["capture"] for row in rows)


def _no_terms(_evidence: Sequence[Evidence]) -> Terms:
    return {}


@dataclass(frozen=True, slots=True)
class AlertKind:
    """One kind of alert.

    name: its public key, as in `alerts.kind`
    order: its position in lists and in the documentation
    severity: which channels hear of it
    subject: what its alerts are about
    reasons: the codes under which it opens; each has a sentence
    conditions: finds the conditions that hold; reads the archive, writes nothing
    opens, closes: when it does, for the documentation
    terms: evidence of one alert (or of several in one sentence) -> arguments of its messages
    announces_end: whether its closing is sent; an event only expires
    """

    name: str
    order: int
    severity: Severity
    subject: SubjectType
    reasons: tuple[str, ...]
    conditions: Callable[[Situation], Iterator[Condition]]
    opens: str
    closes: str
    terms: Callable[[Sequence[Evidence]], Terms] = _no_terms
    announces_end: bool = False


def china(written: str | datetime | None) -> str:
    """An instant in China's time, `2026-02-02 02:31 CST`; a dash for None."""
    if written is None:
        return "—"
    return moments.shown(instant(written) if isinstance(written, str) else written)
