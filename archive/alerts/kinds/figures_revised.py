"""The publisher changed figures of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.alerts.kinds.kind import RECENT, AlertKind, Condition, Evidence, Situation, Terms, china
from archive.reports import lasting_changes


def conditions(situation: Situation) -> Iterator[Condition]:
    """Reports with a recent revision that lasted and was not taken back; each revision is an event of its own."""
    told, since = situation.told(KIND.name), situation.now - RECENT
    for change in lasting_changes.revised(situation.archive, since, situation.now, told):
        if change.at > situation.watched.get(change.county_code, change.at):
            evidence = {key: getattr(change, key) for key in ("at", "before", "after", "capture")}
            yield Condition("figures_differ", f"township:{change.report}", evidence, change.after)


def terms(evidences: Sequence[Evidence]) -> Terms:
    """When the other figures were seen, and in which capture."""
    return {"at": china(evidences[0]["at"]), "capture": evidences[0]["capture"]}


KIND = AlertKind(
    name="figures_revised",
    order=50,
    severity="warning",
    subject="township",
    reasons=("figures_differ",),
    conditions=conditions,
    opens="the publisher changed figures, seen on two nights",
    closes="when they are taken back, or after 30 days",
    terms=terms,
)
