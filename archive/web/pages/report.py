"""What a report's page shows: the verdict with its evidence, the figures as the form prints them, text, versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from archive import patterns
from archive.reports.history import versions as history
from archive.web import citation
from archive.web.ask import Ask, Row
from archive.web.pages import finding_words, proof_words, statutory
from archive.web.when import due_day

_STATUS = (
    "SELECT s.*, t.name AS township, c.name AS county, c.prefecture, c.province FROM status AS s"
    " JOIN townships AS t ON t.code = s.township_code JOIN counties AS c ON c.code = s.county_code"
    " WHERE s.township_code = ? AND s.year = ?"
)
_REPORT = (
    "SELECT r.*, t.name AS township, c.name AS county, c.prefecture, c.province FROM reports AS r"
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code"
    " WHERE r.township_code = ? AND r.year = ?"
)
_VERSIONS = (
    "SELECT v.*, k.url, k.payload, k.size FROM versions AS v JOIN captures AS k ON k.capture = v.capture"
    " WHERE v.report = ? ORDER BY v.seq"
)
_CHANGES = "SELECT rowid, * FROM changes WHERE subject = ? ORDER BY at, rowid"
_CAPTURES = "SELECT capture, url, fetched_at, payload FROM captures WHERE capture IN (SELECT value FROM json_each(?))"
_BESIDE = (
    "SELECT (SELECT max(year) FROM reports WHERE township_code = ?1 AND year < ?2 AND version IS NOT NULL)"
    " AS year_before, EXISTS (SELECT 1 FROM reports AS r JOIN versions AS v ON v.report = r.report"
    " JOIN copied_from AS c ON c.version = v.version WHERE r.township_code = ?1 AND r.year = ?2) AS copied"
)
_SENTENCE = patterns.lazy(r"(?<=[。；！？\n])")


async def gather(ask: Ask, township: str, year: int, version: str | None) -> dict[str, object] | None:
    """The page's content, of one version or of the one in force; None where the archive knows nothing of it."""
    status = await ask.one(_STATUS, township, year)
    report = await ask.one(_REPORT, township, year)
    unit = status or report
    if unit is None:
        return None
    versions = await ask.rows(_VERSIONS, f"{township}/{year}")
    wanted = version or (report["version"] if report else None)
    shown = next((v for v in versions if v["version"] == wanted), None)
    if version and shown is None:
        return None
    neighbours = await ask.rows("SELECT year, verdict FROM status WHERE township_code = ? ORDER BY year DESC", township)
    return {
        "unit": unit,
        "citation": citation.line(unit, shown, await citation.as_of(ask)) if shown else None,
        "year": year,
        "status": status,
        "evidence": await _evidence(ask, status) if status else None,
        "report": report,
        "versions": versions,
        "shown": shown,
        "in_force": bool(shown and report and shown["version"] == report["version"]),
        "neighbours": neighbours,
        "beside": await ask.one(_BESIDE, township, year),
        "changes": await ask.rows(_CHANGES, f"township:{township}/{year}"),
        "differences": await _all_differences(ask, versions),
    } | (await _content(ask, shown["version"]) if shown else {})


async def _content(ask: Ask, version: str) -> dict[str, object]:
    """Tables, text and findings of a version."""
    printed = await _printed(ask, version)
    return {
        "disclosure": statutory.disclosure(printed) if printed.has("disclosure") else (),
        "applications": statutory.applications(printed) if printed.has("applications") else (),
        "application_columns": statutory.column_labels("applications"),
        "review": statutory.review(printed) if printed.has("review") else (),
        "review_columns": statutory.column_labels("review"),
        "sections": await ask.rows("SELECT * FROM sections WHERE version = ? ORDER BY number", version),
        "findings": await finding_words.of_version(ask, version),
        "told": await ask.rows("SELECT * FROM figures WHERE version = ? ORDER BY section, start, indicator", version),
    }


async def _evidence(ask: Ask, status: Row) -> dict[str, object]:
    """The verdict's evidence as steps in order of time, each with its kind and capture."""
    evidence = json.loads(status["evidence"])
    before, after, reading = evidence["look_before"], evidence["look_after"], evidence["report"]
    names = json.dumps([step["capture"] for step in (before, after, reading) if step and step["capture"]])
    captures = {row["capture"]: row for row in await ask.rows(_CAPTURES, names)}
    steps = [("due", status["due_at"], None)]
    steps += [("listed" if check["shows"] else "absent", check["at"], check) for check in (before, after) if check]
    steps += [("read", reading["at"], reading)] if reading else []
    return {
        "why": proof_words.why(evidence),
        "nights": _further_nights(evidence),
        "remedy": proof_words.remedy(evidence),
        "withdrawn_at": evidence.get("withdrawn_at"),
        "facts": proof_words.of_verdict(evidence),
        "witnesses": [proof_words.of_witness(asked) for asked in evidence.get("witnesses", ())],
        "rule": evidence["rule"],
        "rule_url": evidence["rule_url"],
        "due_day": due_day(status["due_at"]),
        "steps": [
            {"kind": kind, "at": at, "capture": captures.get(step["capture"]) if step else None}
            for kind, at, step in sorted(steps, key=lambda step: step[1])
        ],
    }


def _further_nights(evidence: Row) -> int | None:
    """On how many nights the verdict rests, where those are more than the checks that are shown."""
    nights = evidence.get("reason_args", {}).get("nights")
    shown = sum(bool(evidence[check]) for check in ("look_before", "look_after"))
    return int(nights) if nights and int(nights) > shown else None


async def _printed(ask: Ask, version: str) -> statutory.Printed:
    numbers = await ask.rows("SELECT * FROM numbers WHERE version = ?", version)
    cells = await ask.rows("SELECT * FROM cells WHERE version = ?", version)
    return statutory.Printed(
        {(n["table"], n["line"], n["column"]): n["value"] for n in numbers},
        {(c["table"], c["line"], c["column"]): (c["state"], c["raw"]) for c in cells},
    )


async def _all_differences(ask: Ask, versions: Sequence[Row]) -> dict[str, object]:
    """For each version but the first, what differs from the one before it."""
    return {
        after["version"]: {
            "figures": await _figures_differ(ask, before["version"], after["version"]),
            "text": await _text_differs(ask, before["version"], after["version"]),
        }
        for before, after in pairwise(versions)
    }


async def _figures_differ(ask: Ask, before: str, after: str) -> list[tuple[str, object, object]]:
    sql = (
        'SELECT "table", line, "column", value FROM numbers WHERE version = ?1'
        ' UNION ALL SELECT "table", line, "column", raw FROM cells WHERE version = ?1 AND state <> \'annotated\''
    )
    old, new = [
        [(statutory.label(r["table"], r["line"], r["column"]), r["value"]) for r in await ask.rows(sql, version)]
        for version in (before, after)
    ]
    return history.differences(old, new)


async def _text_differs(ask: Ask, before: str, after: str) -> list[dict[str, object]]:
    """Sections whose text differs: runs of `equal`, `delete` and `insert`."""
    sql = "SELECT number, heading, text FROM sections WHERE version = ? ORDER BY number"
    old, new = [{r["number"]: r for r in await ask.rows(sql, version)} for version in (before, after)]
    found = []
    for number in sorted(old.keys() | new.keys()):
        a, b = (side[number]["text"] if number in side else "" for side in (old, new))
        if "".join(a.split()) != "".join(b.split()):
            found.append({"heading": (new.get(number) or old[number])["heading"], "runs": _runs(a, b)})
    return found


def _runs(before: str, after: str) -> list[tuple[str, str]]:
    """Sentences that went and came; a long run that stayed is cut to its ends."""
    old, new = _SENTENCE.split(before), _SENTENCE.split(after)
    runs = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("equal", _cut("".join(old[a:b]))))
        else:
            runs += [("delete", "".join(old[a:b])), ("insert", "".join(new[c:d]))]
    return [(kind, text) for kind, text in runs if text]


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:50]} … {text[-50:]}"
