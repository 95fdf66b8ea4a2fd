"""What the front page shows: one reporting year over all counties, the last run, the sites, the open alerts."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby

from archive.web import charts, queries
from archive.web.ask import Ask
from archive.web.pages import shares

_LATEST = "SELECT max(year) AS year FROM status WHERE verdict <> 'pending'"
_COUNTS = (
    "SELECT s.county_code, c.name, c.prefecture, c.province, s.verdict, count(*) AS n FROM status AS s"
    " JOIN counties AS c ON c.code = s.county_code WHERE s.year = ? GROUP BY s.county_code, s.verdict"
    " ORDER BY s.county_code"
)
_LAST_RUN = (
    "SELECT r.*, (SELECT json_group_object(outcome, n) FROM (SELECT coalesce(outcome, 'running') AS outcome,"
    " count(*) AS n FROM site_runs AS s WHERE s.run = r.run GROUP BY 1 ORDER BY outcome IS NOT 'ok', 1)) AS outcomes"
    " FROM runs AS r ORDER BY started_at DESC LIMIT 1"
)
_ALERTS = (
    "SELECT a.*, coalesce(t.name || ' ' || substr(a.subject, 20), c.name || ' ' || substr(a.subject, 15)) AS name"
    " FROM alerts AS a LEFT JOIN townships AS t ON a.subject LIKE 'township:%' AND t.code = substr(a.subject, 10, 9)"
    " LEFT JOIN counties AS c ON a.subject LIKE 'county:%' AND c.code = substr(a.subject, 8, 6)"
    " WHERE a.closed_at IS NULL ORDER BY a.acknowledged_at IS NOT NULL, a.opened_at DESC LIMIT 12"
)


async def gather(ask: Ask, year: int | None, province: str | None) -> dict[str, object] | None:
    """The page's content for a year (None: the latest that fell due) and a province (None: all).

    None where the archive knows no such year or province.
    """
    years = [row["year"] for row in await ask.rows("SELECT DISTINCT year FROM status ORDER BY year DESC")]
    latest = await ask.one(_LATEST)
    shown = year or (latest["year"] if latest else None) or (years[0] if years else None)
    counties = [
        county for county in shares.by_county(await ask.rows(_COUNTS, shown)) if province in (None, county.group)
    ]
    if (year is not None or province is not None) and not counties:
        return None
    rows = counties if len(counties) <= shares.MOST else shares.by_province(counties)
    totals = shares.totals(counties)
    health = await ask.named("site_health")
    return {
        "year": shown,
        "years": years,
        "province": province,
        "groups": [(name, list(members)) for name, members in groupby(rows, lambda share: share.group)],
        "totals": totals,
        "owed": sum(totals.values()) - totals.get("exempt", 0),
        "whole_bar": charts.stacked(totals),
        "chart": charts.histogram(await days(ask, year=str(shown or ""))) if province is None else None,
        "run": run | {"outcomes": json.loads(run["outcomes"])} if (run := await ask.one(_LAST_RUN)) else None,
        "failing": [site for site in health if site["last_outcome"] != "ok"],
        "sites": len(health),
        "queries": queries.load(),
        "alerts": await ask.rows(_ALERTS),
    }


async def days(ask: Ask, **narrowed: str) -> list[charts.Day]:
    """Reports by day of publication, for the histogram."""
    return [
        charts.Day(
            date.fromisoformat(row["day"]),
            date.fromisoformat(row["due_day"]),
            row["on_time"],
            row["late"],
            row["date_not_proved"],
        )
        for row in await ask.named("days_of_publication", **narrowed)
        if row["day"]
    ]
