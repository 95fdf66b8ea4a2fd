"""Shared by the kinds based on a deadline verdict: the rows of `status` as evidence, and message arguments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.alerts.kinds.kind import RECENT, Evidence, Situation, Terms, china
from archive.storage.instants import text


class StatusRow(NamedTuple):
    """A township and reporting year of `status`: `first_seen` is the instant at which its report was first seen."""

    subject: str
    evidence: dict[str, object]
    first_seen: str | None


def status_rows(situation: Situation, where: str, *values: object) -> Iterator[StatusRow]:
    """The rows of `status` that `where` (SQL) selects and whose deadline fell while the county was watched."""
    for row in situation.archive.each(
        f"SELECT * FROM status WHERE {where} ORDER BY township_code, year",
        *values,
    ):
        if row["due_at"] <= situation.watched.get(row["county_code"], row["due_at"]):
            continue
        columns = ("due_at", "basis", "days_late", "first_seen", "claimed_on", "reason")
        evidence = {**json.loads(row["evidence"]), **{column: row[column] for column in columns}}
        yield StatusRow(f"township:{row['township_code']}/{row['year']}", evidence, row["first_seen"])


def recently_seen(situation: Situation, where: str, *values: object) -> Iterator[StatusRow]:
    """The same rows, restricted to reports first seen within `RECENT`."""
    return status_rows(situation, f"{where} AND first_seen >= ?", *values, text(situation.now - RECENT))


def rule_terms(evidence: Evidence) -> Terms:
    """The deadline and the rule that sets it."""
    return {"due": china(evidence["due_at"]), "rule": evidence["rule"], "basis": evidence["basis"]}


def seen_terms(evidences: Sequence[Evidence]) -> Terms:
    """The deadline, the rule, when the report was first seen and the complete check before that."""
    evidence = evidences[0]
    return {
        **rule_terms(evidence),
        "first_seen": china(evidence["first_seen"]),
        "days_late": str(evidence["days_late"]),
        "claimed_on": str(evidence["claimed_on"]),
        "checked_before": china(evidence["look_before"]["at"]),
    }
