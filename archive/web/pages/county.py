"""What a county's page shows: townships by years, each year's shares, the sites and their health."""

from __future__ import annotations

from collections import Counter
from typing import Any

from archive.web import charts
from archive.web.ask import Ask
from archive.web.pages import site_states
from archive.web.pages.overview import days

_STATUS = (
    "SELECT s.township_code, t.name, t.valid_to, s.year, s.verdict, s.days_late, s.backdated, s.claimed_on,"
    " s.first_seen, s.evidence ->> 'withdrawn_at' AS withdrawn_at FROM status AS s"
    " JOIN townships AS t ON t.code = s.township_code"
    " WHERE s.county_code = ? ORDER BY s.township_code, s.year"
)


async def gather(ask: Ask, code: str) -> dict[str, Any] | None:
    """The page's content; None for a county that the archive does not know."""
    county = await ask.one("SELECT * FROM counties WHERE code = ?", code)
    if county is None:
        return None
    rows = await ask.rows(_STATUS, code)
    years = sorted({row["year"] for row in rows}, reverse=True)
    towns: dict[str, dict[str, Any]] = {}
    for row in rows:
        town = towns.setdefault(row["township_code"], {"code": row["township_code"], "name": row["name"], "years": {}})
        town["years"][row["year"]] = row
    counts = {year: Counter(row["verdict"] for row in rows if row["year"] == year) for year in years}
    latest = max((row["year"] for row in rows if row["verdict"] != "pending"), default=None)
    return {
        "county": county,
        "years": years,
        "towns": list(towns.values()),
        "bars": {year: charts.stacked(counts[year]) for year in years},
        "chart": charts.histogram(await days(ask, county=code, year=str(latest))) if latest else None,
        "latest": latest,
        "sites": await site_states.of_county(ask, code),
    }
