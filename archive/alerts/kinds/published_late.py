"""A report came after its deadline: the verdict `late`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.alerts.kinds.kind import AlertKind, Condition, Situation
from archive.alerts.kinds.verdicts import recently_seen, seen_terms


def conditions(situation: Situation) -> Iterator[Condition]:
    """Townships that are judged `late` and whose report was first seen lately."""
    for row in recently_seen(situation, "verdict = 'late'"):
        yield Condition("first_seen_after_deadline", row.subject, row.evidence, row.first_seen)


KIND = AlertKind(
    name="published_late",
    order=30,
    severity="warning",
    subject="township",
    reasons=("first_seen_after_deadline",),
    conditions=conditions,
    opens="a complete check after the deadline did not show it, a later one did",
    closes="after 30 days",
    terms=seen_terms,
)
