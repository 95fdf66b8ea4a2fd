"""Two years of a township's report side by side: every figure of both, and the text with what only one of them says.

A number that a report does not print is absent and never zero; between different forms a line may count something else.
"""

from __future__ import annotations

from typing import Any, Final

from archive.web.ask import Ask
from archive.web.compare import passages, township
from archive.web.compare.versions import text_of, values_of
from archive.web.pages import statutory

_VERSIONS: Final = (
    "SELECT r.year, v.version, v.seq, v.title, v.form, v.capture, v.fetched_at, k.url, k.payload FROM reports AS r"
    " JOIN versions AS v ON v.version = r.version JOIN captures AS k ON k.capture = v.capture"
    " WHERE r.township_code = ? AND r.year IN (?, ?) ORDER BY r.year"
)
_YEARS: Final = "SELECT year FROM reports WHERE township_code = ? AND version IS NOT NULL ORDER BY year"


async def gather(ask: Ask, code: str, first: int, second: int) -> dict[str, Any] | None:
    """The page's content, the earlier year first; None where one of them has no report."""
    unit = await ask.one(township.UNIT, code)
    versions = await ask.rows(_VERSIONS, code, first, second)
    if unit is None or len(versions) != 2:
        return None
    before, after = [await values_of(ask, version["version"]) for version in versions]
    places = statutory.ordered({*before, *after})
    return {
        "unit": unit,
        "versions": versions,
        "years": [row["year"] for row in await ask.rows(_YEARS, code)],
        "breaks": versions[0]["form"] != versions[1]["form"],
        "figures": [
            {"name": statutory.label(*place), "place": place, "before": before.get(place), "after": after.get(place)}
            for place in places
            if {before.get(place), after.get(place)} - {None, "0"}
        ],
        "sections": passages.sections(*[await text_of(ask, version["version"]) for version in versions]),
    }
