"""The printed figures of a new report do not add up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from sqlite3 import Row

from archive.alerts.kinds.kind import RECENT, AlertKind, Condition, Evidence, Situation, Terms
from archive.drafts.finding_sentences import of_version
from archive.extract.report.model import Finding
from archive.storage.instants import text

_BROKEN = """
SELECT r.report, r.county_code, r.first_seen, v.version, v.capture,
json_group_array(json_array(f.rule, f.severity, f.blame, f.detail)) AS findings,
(SELECT count(*) FROM judged_findings AS d CROSS JOIN findings AS g ON g.version = d.version AND g.rule = d.rule
    WHERE d.version = v.version AND d.says = 'dismissed' AND g.severity = 'error' AND g.blame = 'source') AS dismissed
FROM reports AS r CROSS JOIN versions AS v ON v.version = r.version
CROSS JOIN findings AS f ON f.version = v.version
WHERE f.severity = 'error' AND f.blame = 'source' AND v.cause = 'publisher' AND r.state = 'present'
AND NOT EXISTS (SELECT 1 FROM afterthoughts AS a WHERE a.version = v.version AND a.rule = f.rule)
AND NOT EXISTS (SELECT 1 FROM judged_findings AS j WHERE j.version = v.version AND j.rule = f.rule
    AND j.says = 'dismissed')
AND v.fetched_at >= ?1 AND r.first_seen >= ?1 GROUP BY +r.report ORDER BY +r.report
"""

_OPEN = "SELECT evidence ->> 'event' AS event FROM alerts WHERE kind = 'arithmetic' AND closed_at IS NULL"


def conditions(situation: Situation) -> Iterator[Condition]:
    """Reports first seen lately with printed errors; not what we may have misread, or what a person dismissed."""
    open_now = {row["event"] for row in situation.archive.rows(_OPEN)}
    for row in situation.archive.rows(_BROKEN, text(situation.now - RECENT)):
        if row["first_seen"] > situation.watched.get(row["county_code"], row["first_seen"]):
            event, findings = _event(row), [Finding(*each) for each in json.loads(row["findings"])]
            evidence = {
                "version": row["version"],
                "capture": row["capture"],
                "findings": [finding.detail for finding in findings],
            }
            if event not in open_now:  # the evidence of an open alert stays, and a report takes time to load
                evidence["findings_zh"] = of_version(situation.archive.connection, row["version"], findings)
            yield Condition("printed_sums_wrong", f"township:{row['report']}", evidence, event)


def _event(row: Row) -> str:
    """The version; once some of its findings are dismissed another event, so that no open alert still names them."""
    return f"{row['version']} without {row['dismissed']}" if row["dismissed"] else str(row["version"])


def terms(evidences: Sequence[Evidence]) -> Terms:
    """In how many places, and the first of them in English and in Chinese, which alerts of earlier versions lack."""
    findings = evidences[0]["findings"]
    return {
        "places": str(len(findings)),
        "first": findings[0],
        "first_zh": evidences[0].get("findings_zh", findings)[0],
    }


KIND = AlertKind(
    name="arithmetic",
    order=70,
    severity="notice",
    subject="township",
    reasons=("printed_sums_wrong",),
    conditions=conditions,
    opens="the printed figures of a new report do not add up",
    closes="when corrected or dismissed, or after 30 days",
    terms=terms,
)
