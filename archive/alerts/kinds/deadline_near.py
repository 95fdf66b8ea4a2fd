"""A deadline is near, and the reports of some townships of the county were not seen yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta

from archive.alerts.kinds.kind import AlertKind, Condition, Evidence, Situation, Terms
from archive.alerts.kinds.verdicts import rule_terms
from archive.storage.instants import text

BEFORE = timedelta(days=7)
"""How long before a deadline a county with reports outstanding is reminded."""

_PENDING = """
SELECT s.county_code, s.year, s.due_at, s.basis, json_group_array(t.name) AS names, max(s.evidence) AS evidence
FROM status AS s JOIN townships AS t ON t.code = s.township_code
WHERE s.verdict = 'pending' AND s.due_at > ? AND s.due_at <= ? AND coalesce(s.evidence ->> '$.look_before.shows', 0) = 0
GROUP BY s.county_code, s.year, s.due_at ORDER BY s.county_code, s.year, s.due_at DESC
"""


def conditions(situation: Situation) -> Iterator[Condition]:
    """Counties whose next deadline is near, with those that it binds: units of other kinds may have another one."""
    now = situation.now
    for row in situation.archive.rows(_PENDING, text(now), text(now + BEFORE)):
        if row["county_code"] in situation.watched:
            evidence = json.loads(row["evidence"])
            evidence |= {"due_at": row["due_at"], "basis": row["basis"], "not_seen_yet": json.loads(row["names"])}
            subject = f"county:{row['county_code']}/{row['year']}"
            yield Condition("deadline_within_a_week", subject, evidence, row["due_at"])


def terms(evidences: Sequence[Evidence]) -> Terms:
    """Who is outstanding, and by which rule."""
    outstanding = evidences[0]["not_seen_yet"]
    return {**rule_terms(evidences[0]), "count": str(len(outstanding)), "outstanding": "、".join(outstanding)}


KIND = AlertKind(
    name="deadline_near",
    order=10,
    severity="notice",
    subject="county",
    reasons=("deadline_within_a_week",),
    conditions=conditions,
    opens="seven days before a deadline, for the townships of a county whose report was not seen",
    closes="at the deadline",
    terms=terms,
)
