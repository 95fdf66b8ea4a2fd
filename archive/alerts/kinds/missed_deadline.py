"""A report was not there after its deadline: the verdict `not_published`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.alerts.kinds.kind import AlertKind, Condition, Evidence, Situation, Terms, china
from archive.alerts.kinds.verdicts import rule_terms, status_rows


def conditions(situation: Situation) -> Iterator[Condition]:
    """Townships that are judged `not_published`."""
    for row in status_rows(situation, "verdict = 'not_published'"):
        yield Condition("not_found_after_deadline", row.subject, row.evidence)


def terms(evidences: Sequence[Evidence]) -> Terms:
    """Where it was not found, as of when (the oldest check where there are several), and by which rule it was due."""
    last_check = evidences[0].get("look_after") or {}
    return {
        **rule_terms(evidences[0]),
        "url": last_check.get("url") or "none",
        "as_of": china(min(evidence["look_after"]["at"] for evidence in evidences)),
    }


KIND = AlertKind(
    name="missed_deadline",
    order=20,
    severity="urgent",
    subject="township",
    reasons=("not_found_after_deadline",),
    conditions=conditions,
    opens="complete checks on two nights after the deadline did not show it",
    closes="when it is seen",
    terms=terms,
    announces_end=True,
)
