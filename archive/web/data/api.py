"""The project's pages as JSON: the shapes that `schema/*.json` describe. Codes stay codes, instants stay in UTC."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from archive.web import citation
from archive.web.ask import Ask, Row
from archive.web.pages import county as county_page
from archive.web.pages import overview as overview_page
from archive.web.pages import report as report_page
from archive.web.pages import search as search_page

Json = dict[str, Any]

_STATUS = (
    "verdict",
    "due_at",
    "basis",
    "first_seen",
    "claimed_on",
    "days_late",
    "backdated",
    "reason",
)
_VERSION = (
    "version",
    "seq",
    "change",
    "cause",
    "title",
    "document_number",
    "form",
    "signed_on",
    "claimed_on",
    "claimed_label",
    "fetched_at",
    "parsed_at",
    "parser",
    "capture",
    "url",
    "payload",
    "size",
)
_FIGURES = (
    'SELECT n."table", n.line, n."column", n.value, NULL AS state, NULL AS raw FROM numbers AS n WHERE n.version = ?1'
    ' UNION ALL SELECT c."table", c.line, c."column", NULL, c.state, c.raw FROM cells AS c WHERE c.version = ?1'
)


async def overview(ask: Ask, year: int | None) -> Json | None:
    """Every county's townships by verdict in a year (None: the latest that fell due)."""
    shown, years = await overview_page.shown_year(ask, year)
    if year is not None and year not in years:
        return None
    counties = [
        {"county_code": row["county_code"], "county": row["name"], **_only(row, ("prefecture", "province", "verdicts"))}
        for row in await overview_page.counts(ask, shown)
    ]
    return {"year": shown, "years": years, "as_of": await citation.as_of(ask), "counties": counties}


async def county(ask: Ask, code: str) -> Json | None:
    """A county's townships with their verdicts by year, and its sites."""
    content = await county_page.gather(ask, code)
    if content is None:
        return None
    place = content["county"]
    return {
        "county_code": code,
        "county": place["name"],
        "prefecture": place["prefecture"],
        "province": place["province"],
        "as_of": await citation.as_of(ask),
        "townships": [
            {
                "township_code": town["code"],
                "township": town["name"],
                "years": [_year(year, row) for year, row in sorted(town["years"].items())],
            }
            for town in content["towns"]
        ],
        "sites": [
            _only(site, ("site", "start", "last_outcome", "last_reason", "last_ok", "ok", "site_runs"))
            for site in content["sites"]
        ],
    }


async def report(ask: Ask, township: str, year: int, version: str | None) -> Json | None:
    """A report: verdict with evidence, the version in force or the one asked for, its figures, text and history."""
    content: Any = await report_page.gather(ask, township, year, version)
    if content is None:
        return None
    unit, shown, status = content["unit"], content["shown"], content["status"]
    at = await citation.as_of(ask)
    return {
        **_only(unit, ("township_code", "township", "county_code", "county", "prefecture", "province", "year")),
        "as_of": at,
        "status": _only(status, _STATUS) | {"evidence": json.loads(status["evidence"])} if status else None,
        "shown": _only(shown, _VERSION) if shown else None,
        "in_force": content["in_force"],
        "figures": await ask.rows(_FIGURES, shown["version"]) if shown else [],
        "sections": _each(content.get("sections", ()), ("number", "heading", "text")),
        "stated": _each(content.get("told", ()), ("indicator", "value", "unit", "quote", "section", "start", "end")),
        "findings": _each(content.get("findings", ()), ("rule", "severity", "blame", "detail", "says")),
        "versions": _each(content["versions"], _VERSION),
        "changes": _each(content["changes"], ("at", "kind", "before", "after", "cause", "capture")),
        "citation": content["citation"],
    }


async def search(ask: Ask, question: search_page.Question) -> Json:
    """What a search finds. A passage is a list of runs, each `[whether it was asked for, text]`."""
    content: Any = await search_page.gather(ask, question)
    return {
        "q": question.text,
        "counties": content["counties"],
        "townships": content["townships"],
        "reports": [
            hit.head
            | {
                "parts": [
                    {"kind": part.kind, "name": part.name, "times": part.passage.times, "passage": part.passage.runs}
                    for part in hit.parts
                ]
            }
            for hit in content["hits"]
        ],
        "next": content["next"],
        "incomplete": content["incomplete"],
    }


def _year(year: int, row: Row) -> Json:
    return {"year": year} | _only(
        row, ("verdict", "days_late", "backdated", "claimed_on", "first_seen", "withdrawn_at")
    )


def _only(row: Mapping[str, Any], names: Iterable[str]) -> Json:
    return {name: row[name] for name in names}


def _each(rows: Iterable[Mapping[str, Any]], names: tuple[str, ...]) -> list[Json]:
    return [_only(row, names) for row in rows]
