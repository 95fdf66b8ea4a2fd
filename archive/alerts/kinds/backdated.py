"""A report names a day of publication on which it was not there."""

from __future__ import annotations

from collections.abc import Iterator

from archive.alerts.kinds.kind import AlertKind, Condition, Situation
from archive.alerts.kinds.verdicts import recently_seen, seen_terms


def conditions(situation: Situation) -> Iterator[Condition]:
    """Townships whose report, first seen lately, claims a day that a complete check contradicts."""
    for row in recently_seen(situation, "backdated"):
        yield Condition("claimed_day_contradicted", row.subject, row.evidence, row.first_seen)


KIND = AlertKind(
    name="backdated",
    order=40,
    severity="warning",
    subject="township",
    reasons=("claimed_day_contradicted",),
    conditions=conditions,
    opens="the day of publication that it names lies a day or more before a complete check that did not show it",
    closes="after 30 days",
    terms=seen_terms,
)
