"""A verdict as a row of the table `status`, with the evidence on which it rests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.deadlines.backdating import Backdating
from archive.deadlines.borrowed_days import DayPlace
from archive.deadlines.case import Judgement, ListingCheck, Sighting, WitnessStatement
from archive.deadlines.reasons import remedy, sentence
from archive.storage.instants import text


@dataclass(frozen=True, slots=True)
class DeadlineStatus:
    """One row of `status`."""

    township_code: str
    township: str
    county_code: str
    county: str
    year: int
    judgement: Judgement
    report: str | None
    site: str | None
    remarks: dict[str, Any] = field(default_factory=dict)
    backdatings: tuple[Backdating, ...] = ()


def as_json(status: DeadlineStatus) -> dict[str, Any]:
    """One verdict with its evidence, for `status --json`."""
    judged = status.judgement
    return {
        "township_code": status.township_code,
        "township": status.township,
        "county_code": status.county_code,
        "county": status.county,
        "year": status.year,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "due_at": text(judged.rule.due_at),
        "basis": judged.rule.basis,
        "first_seen": text(judged.first_seen) if judged.first_seen else None,
        "claimed_on": judged.claimed_on.isoformat() if judged.claimed_on else None,
        "days_late": judged.days_late,
        "backdated": judged.backdated,
        "report": status.report,
        "evidence": {**evidence(judged), **status.remarks},
    }


def evidence(judged: Judgement) -> dict[str, Any]:
    """What a verdict rests on: the reason in words and as a code, the rule, and the checks and captures behind it.

    Checks that are evidence against a township name every page that did not show its report.
    """
    against = judged.verdict in ("not_published", "late") or judged.backdated

    def shown(check: ListingCheck | None, *, whole: bool = False) -> dict[str, Any] | None:
        if check is None:
            return None
        found = {
            "at": text(check.at),
            "run": check.site_run,
            "shows": check.shows,
            "sound": check.complete,
            "capture": check.capture,
            "url": check.url,
        }
        pages = [{"capture": capture, "url": url} for capture, url in check.pages]
        found |= {"proof": [finding.as_json() for finding in check.findings]} if whole and check.findings else {}
        return {**found, "pages": pages} if whole and against else found

    sighting = judged.sighting
    return {
        "why": sentence(judged.reason, judged.arguments),
        **({"remedy": advice} if (advice := remedy(judged.reason)) else {}),
        "reason": judged.reason,
        "reason_args": dict(judged.arguments),
        "rule": judged.rule.name,
        "rule_url": judged.rule.url,
        "rule_binding": judged.rule.binding,
        "look_before": shown(judged.before),
        "look_after": shown(judged.after),
        "looks": [shown(check, whole=True) for check in judged.checks],
        **({"witness": _statement(judged.statement)} if judged.statement else {}),
        "report": _report(sighting) if sighting else None,
    }


def _statement(found: WitnessStatement) -> dict[str, Any]:
    """A second witness as `evidence` shows it."""
    return {"witness": found.witness, "args": dict(found.args), "why": sentence(found.witness, found.args)}


def _report(sighting: Sighting) -> dict[str, Any]:
    """A sighting in the evidence; `claimed_in` where the day that it claims stands elsewhere than in the document."""
    found = {"at": text(sighting.at), "capture": sighting.capture, "url": sighting.url}
    return found if sighting.claimed_in is DayPlace.DOCUMENT else {**found, "claimed_in": sighting.claimed_in}


def row(status: DeadlineStatus) -> tuple[object, ...]:
    """A verdict as a row of the table `status`."""
    shown = as_json(status)
    return (
        status.township_code,
        status.year,
        status.county_code,
        shown["verdict"],
        shown["due_at"],
        shown["basis"],
        shown["first_seen"],
        shown["claimed_on"],
        shown["days_late"],
        shown["backdated"],
        shown["report"],
        json.dumps(shown["evidence"], ensure_ascii=False),
        shown["reason"],
    )


def row_without_reason(status: DeadlineStatus) -> tuple[object, ...]:
    """The same as it was written before reasons had codes: an archive that was not judged since holds such rows."""
    *columns, evidence, _ = row(status)
    without_codes = {
        key: value for key, value in json.loads(str(evidence)).items() if key not in ("reason", "reason_args")
    }
    return (*columns, json.dumps(without_codes, ensure_ascii=False), None)


def backdating_rows(statuses: Iterable[DeadlineStatus]) -> list[tuple[object, ...]]:
    """The checks that contradict what reports claim, as rows of the table `backdating`."""
    return [
        (
            status.township_code,
            status.year,
            found.claim.on.isoformat(),
            found.claim.label,
            found.claim.capture,
            text(found.first_seen),
            found.check.site_run,
            text(found.check.at),
            found.check.capture,
            found.check.url,
        )
        for status in statuses
        for found in status.backdatings
    ]
