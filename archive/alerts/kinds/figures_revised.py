"""The publisher changed figures of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.alerts.kinds.kind import RECENT, AlertKind, Condition, Evidence, Situation, Terms, china
from archive.storage.instants import text

_REVISED = """
SELECT c.subject, max(c.at) AS at, c.before, c.after, c.capture, r.county_code
FROM changes AS c JOIN reports AS r ON c.subject = 'township:' || r.report
WHERE c.kind = 'figures' AND c.cause = 'publisher' AND c.at >= ? GROUP BY c.subject ORDER BY c.subject
"""


def conditions(situation: Situation) -> Iterator[Condition]:
    """Reports with a recent revision; each revision is an event of its own."""
    for row in situation.archive.rows(_REVISED, text(situation.now - RECENT)):
        if row["at"] > situation.watched.get(row["county_code"], row["at"]):
            evidence = {key: row[key] for key in ("at", "before", "after", "capture")}
            yield Condition("figures_differ", row["subject"], evidence, row["after"])


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
    opens="the publisher changed figures",
    closes="after 30 days",
    terms=terms,
)
