"""What the front page shows of a year: who is missing, the shares, the season, what changed, what is not seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from archive.storage.instants import china_day, instant
from archive.web import charts, queries, season
from archive.web.ask import Ask, Row
from archive.web.pages import outstanding, shares, site_states, this_week

_LATEST = "SELECT year FROM verdict_counts WHERE verdict <> 'pending' ORDER BY year DESC LIMIT 1"
_YEARS = (
    "WITH RECURSIVE y (year) AS (SELECT max(year) FROM verdict_counts UNION ALL"
    " SELECT (SELECT max(v.year) FROM verdict_counts AS v WHERE v.year < y.year) FROM y WHERE y.year IS NOT NULL)"
    " SELECT year FROM y WHERE year IS NOT NULL"
)
_COUNTS = (
    "SELECT v.county_code, c.name, c.prefecture, c.province, json_group_object(v.verdict, v.townships) AS verdicts"
    " FROM verdict_counts AS v JOIN counties AS c ON c.code = v.county_code WHERE v.year = ?"
    " GROUP BY v.county_code ORDER BY v.county_code"
)
_LAST_RUN = (
    "SELECT r.*, (SELECT json_group_object(outcome, n) FROM (SELECT coalesce(outcome, 'running') AS outcome,"
    " count(*) AS n FROM site_runs AS s WHERE s.run = r.run GROUP BY 1 ORDER BY outcome IS NOT 'ok', 1)) AS outcomes"
    " FROM runs AS r WHERE r.run = (SELECT run FROM runs ORDER BY started_at DESC LIMIT 1)"
)
_ALERTS = (
    "SELECT a.*, coalesce(t.name || ' ' || substr(a.subject, 20), c.name || ' ' || substr(a.subject, 15)) AS name"
    " FROM alerts AS a LEFT JOIN townships AS t ON a.subject LIKE 'township:%' AND t.code = substr(a.subject, 10, 9)"
    " LEFT JOIN counties AS c ON a.subject LIKE 'county:%' AND c.code = substr(a.subject, 8, 6)"
    " WHERE a.rowid IN (SELECT rowid FROM alerts WHERE closed_at IS NULL"
    " ORDER BY acknowledged_at IS NOT NULL, opened_at DESC LIMIT 12)"
    " ORDER BY a.acknowledged_at IS NOT NULL, a.opened_at DESC"
)


_DAYS = (
    "SELECT day, due_day, sum(reports * (verdict = 'on_time')) AS on_time, sum(reports * (verdict = 'late')) AS late,"
    " sum(reports * (verdict NOT IN ('on_time', 'late'))) AS date_not_proved FROM publication_days"
    " WHERE year = ? GROUP BY day, due_day ORDER BY day"
)
_OWED = "SELECT sum(townships) AS n FROM verdict_counts WHERE year = ? AND verdict <> 'exempt'"


async def shown_year(ask: Ask, year: int | None) -> tuple[int | None, list[int]]:
    """The year that is shown where this one is asked for (None: the latest that fell due), and all years."""
    years = [row["year"] for row in await ask.rows(_YEARS)]
    if year is not None:
        return year, years
    latest = await ask.one(_LATEST)
    return (latest["year"] if latest else next(iter(years), None)), years


async def counts(ask: Ask, year: int | None) -> list[Row]:
    """Counts of verdicts in a year by county (`verdicts`), with its names, in the order of codes."""
    return [{**row, "verdicts": json.loads(row["verdicts"])} for row in await ask.rows(_COUNTS, year)]


async def gather(ask: Ask, year: int | None, province: str | None) -> dict[str, object] | None:
    """The page's content for a year (None: the latest that fell due) and a province (None: all).

    None where the archive knows no such year or province.
    """
    shown, years = await shown_year(ask, year)
    counties = [county for county in shares.by_county(await counts(ask, shown)) if province in (None, county.group)]
    if (year is not None or province is not None) and not counties:
        return None
    rows = counties if province or len(counties) <= shares.MOST else shares.by_province(counties)
    totals = shares.totals(counties)
    owed = shares.owed(totals)
    run = await ask.one(_LAST_RUN)
    return {
        "year": shown,
        "years": years,
        "province": province,
        "outstanding": await outstanding.gather(ask, counties, shown) if shown else None,
        "groups": [(name, list(members)) for name, members in groupby(rows, lambda share: share.group)],
        "totals": totals,
        "owed": owed,
        "whole_bar": charts.stacked(totals),
        "run": run | {"outcomes": json.loads(run["outcomes"])} if run else None,
        "week": await this_week.gather(ask, run["started_at"]) if run else None,
        "queries": queries.load(),
        "alerts": await ask.rows(_ALERTS),
        **(await _seasons(ask, shown, owed, run) if shown and province is None else {}),
        **await site_states.unseen(ask, {str(share.county_code): share for share in counties}),
    }


async def _seasons(ask: Ask, year: int, owed: int, run: Row | None) -> dict[str, object]:
    """The year's days as a histogram, and its curve beside that of the year before."""
    this, last = [_days(await ask.rows(_DAYS, one)) for one in (year, year - 1)]
    before = await ask.one(_OWED, year - 1) if last else None
    until = season.seen_until(this, china_day(instant(run["started_at"])) if run else None)
    drawn = [season.Year(year, this, owed, until)]
    drawn += [season.Year(year - 1, last, before["n"])] if before else []
    return {"chart": charts.histogram(this), "season": season.draw(drawn)}


async def days(ask: Ask, **narrowed: str) -> list[charts.Day]:
    """Reports by day of publication, for the histogram."""
    return _days(await ask.named("days_of_publication", **narrowed))


def _days(rows: Iterable[Row]) -> list[charts.Day]:
    return [
        charts.Day(
            date.fromisoformat(row["day"]),
            date.fromisoformat(row["due_day"]),
            row["on_time"],
            row["late"],
            row["date_not_proved"],
        )
        for row in rows
        if row["day"]
    ]
