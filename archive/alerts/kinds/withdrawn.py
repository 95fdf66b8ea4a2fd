"""A report is gone from the lists and from its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.alerts.kinds.kind import AlertKind, Condition, Evidence, Situation, Terms, china

_WITHDRAWN = """
SELECT r.report, r.county_code, r.version, max(c.at) AS at, c.capture
FROM reports AS r JOIN changes AS c ON c.subject = 'township:' || r.report
WHERE r.state = 'withdrawn' AND c.kind = 'withdrawn' AND c.cause = 'publisher' GROUP BY r.report ORDER BY r.report
"""


def conditions(situation: Situation) -> Iterator[Condition]:
    """Reports that are withdrawn now and were withdrawn while their county was watched."""
    for row in situation.archive.rows(_WITHDRAWN):
        if row["at"] > situation.watched.get(row["county_code"], row["at"]):
            evidence = {"last_version": row["version"], "at": row["at"], "capture": row["capture"]}
            yield Condition("gone_from_lists_and_address", f"township:{row['report']}", evidence)


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
    opens="gone from the lists and from its address",
    closes="when it is back",
    terms=terms,
    announces_end=True,
)
