"""A site has no complete check for some nights, or its lists lack most reports of the year, or all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from archive.alerts.kinds.kind import WATCHED_SITE, AlertKind, Condition, Evidence, Situation, Terms, china
from archive.captures.facts import Observation
from archive.deadlines.judge import NIGHTS_TO_ACCUSE
from archive.deadlines.reasons import Caveat, CheckCaveat
from archive.messages import text as message
from archive.storage.instants import china_day, from_milliseconds, instant, milliseconds, text

FAILING_NIGHTS = 3
"""Nights in a row without a complete check before a site counts as failing."""

SILENT_FOR = timedelta(days=NIGHTS_TO_ACCUSE)
"""How long after a deadline a list that lacks most reports of the year counts as moved or abandoned."""

_LAST_OK = """
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(finished) / 1000.0, 'unixepoch') FROM visits WHERE site = ? AND outcome = 'ok'
"""

_LACKING = """
WITH silent AS MATERIALIZED (
    SELECT s.county_code, s.year, max(s.due_at) AS due_at, max(s.evidence ->> 'reason_args') AS args FROM status AS s
    WHERE s.verdict = 'cannot_tell' AND s.reason = ?1 AND s.due_at <= ?2 GROUP BY s.county_code, s.year
)
SELECT s.county_code, s.year, s.due_at, s.args, t.site, r.run, r.outcome, r.detail, r.finished_at AS at
FROM silent AS s CROSS JOIN sites AS t ON t.county_code = s.county_code CROSS JOIN site_runs AS r ON r.site_run = (
    SELECT v.site_run FROM visits AS v WHERE v.site = t.site AND v.outcome = 'ok' AND v.finished >= ?3
    ORDER BY v.finished DESC LIMIT 1)
WHERE s.year = (SELECT max(o.year) FROM status AS o WHERE o.county_code = s.county_code AND o.due_at <= ?2)
ORDER BY t.site
"""


def conditions(situation: Situation) -> Iterator[Condition]:
    """Sites whose lists lack reports, then sites without complete checks: of one site the last one counts."""
    yield from _lists_lacking_reports(situation, "many_missing", Observation.MANY_MISSING)
    yield from _lists_lacking_reports(situation, "lists_show_no_report", Caveat.NO_REPORT_IN_COUNTY)
    yield from _incomplete_sites(situation)


def _lists_lacking_reports(situation: Situation, code: str, reason: CheckCaveat) -> Iterator[Condition]:
    """Sites that are checked completely while for this reason nothing is concluded of the year that fell due."""
    since = text(situation.now - SILENT_FOR), milliseconds(situation.now - WATCHED_SITE)
    for row in situation.archive.rows(_LACKING, reason, *since):
        if row["due_at"] > situation.watched.get(row["county_code"], row["due_at"]):
            run = {key: row[key] for key in ("run", "outcome", "detail")}
            args = json.loads(row["args"] or "{}")
            silent = {"year": row["year"], "reason": reason, "why": message(reason, **args), "args": args}
            evidence = {"last_ok": row["at"], "runs": [run], "silent": silent}
            yield Condition(code, f"site:{row['site']}", evidence)


def _incomplete_sites(situation: Situation) -> Iterator[Condition]:
    """Sites without a complete check for some nights; one that never had any fails from its first night."""
    archive = situation.archive
    newest = archive.one("SELECT max(finished) FROM visits")[0]
    for site, settings in archive.rows("SELECT site, settings FROM sites ORDER BY site"):
        until = json.loads(settings).get("valid_until")
        rows = archive.rows(
            "SELECT r.run, r.outcome, r.detail, r.finished_at FROM (SELECT site_run, finished FROM visits"
            " WHERE site = ? AND outcome IS NOT NULL ORDER BY finished DESC LIMIT 12) AS v"
            " CROSS JOIN site_runs AS r ON r.site_run = v.site_run ORDER BY v.finished DESC",
            site,
        )
        retired = until not in (None, "None") and until <= china_day(situation.now).isoformat()
        if not rows or retired or from_milliseconds(newest) - instant(rows[0]["finished_at"]) > WATCHED_SITE:
            continue
        nights = [list(runs) for _, runs in groupby(rows, key=lambda row: china_day(instant(row["finished_at"])))][
            :FAILING_NIGHTS
        ]
        ever = archive.one(_LAST_OK, site)[0]
        incomplete = all(run["outcome"] != "ok" for runs in nights for run in runs)
        if incomplete and (len(nights) == FAILING_NIGHTS or ever is None):
            runs = [{key: run[key] for key in ("run", "outcome", "detail")} for night in nights for run in night]
            reason = "never_seen_whole" if ever is None else "not_seen_whole_for_nights"
            yield Condition(reason, f"site:{site}", {"last_ok": ever, "runs": runs})


def terms(evidences: Sequence[Evidence]) -> Terms:
    """The last complete check, the result of the last run, and the year that lacks reports: how many of how many."""
    evidence = evidences[0]
    silent = evidence.get("silent", {})
    counts = {name: str(silent.get("args", {}).get(name, "")) for name in ("missing", "owing")}
    return {
        **counts,
        "last_ok": china(evidence["last_ok"]),
        "outcome": evidence["runs"][0]["outcome"],
        "detail": evidence["runs"][0]["detail"] or "",
        "silent_year": str(silent.get("year", "")),
    }


KIND = AlertKind(
    name="site_failing",
    order=80,
    severity="urgent",
    subject="site",
    reasons=("lists_show_no_report", "many_missing", "not_seen_whole_for_nights", "never_seen_whole"),
    conditions=conditions,
    opens="not seen whole for three nights, or never; or seen whole while nobody of the county shows a report"
    " two days after the deadline, or implausibly many are missing at once",
    closes="at the first complete check; when enough reports are shown, or a person says that they are missing",
    terms=terms,
    announces_end=True,
)
