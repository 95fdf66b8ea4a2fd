"""A report is gone from the lists and from its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.alerts.kinds.kind import AlertKind, Condition, Evidence, Situation, Terms, china
from archive.reports import lasting_changes


def conditions(situation: Situation) -> Iterator[Condition]:
    """Reports that are withdrawn, as two nights showed, and were withdrawn while their county was watched."""
    for change in lasting_changes.withdrawn(situation.archive, situation.now, situation.told(KIND.name)):
        if change.at > situation.watched.get(change.county_code, change.at):
            evidence = {"last_version": change.before, "at": change.at, "capture": change.capture}
            yield Condition("gone_from_lists_and_address", f"township:{change.report}", evidence)


def terms(evidences: Sequence[Evidence]) -> Terms:
    """When it was found gone, and in which capture."""
    return {"at": china(evidences[0]["at"]), "capture": evidences[0]["capture"]}


KIND = AlertKind(
    name="withdrawn",
    order=60,
    severity="urgent",
    subject="township",
    reasons=("gone_from_lists_and_address",),
    conditions=conditions,
    opens="gone from the lists and from its address, on two nights",
    closes="when it is back",
    terms=terms,
    announces_end=True,
)
