"""The country as a map of provinces and as a table of them, by the verdicts of a year."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from archive.web.ask import Ask, Row
from archive.web.compare import cartogram
from archive.web.compare.counties import of_verdicts
from archive.web.compare.ratios import ENOUGH_TOWNSHIPS
from archive.web.compare.sorting import Sorting
from archive.web.pages import overview

MEASURES: Final = ("counties", "owed", "on_time", "late", "not_published", "unproved", "on_time_share")
"""What provinces are compared by; as in `archive.web.compare.counties`."""


async def gather(ask: Ask, sorting: Sorting) -> dict[str, Any] | None:
    """The page's content; None for a year of which nothing is known."""
    year, years = await overview.shown_year(ask, sorting.year)
    if sorting.year is not None and year not in years:
        return None
    rows = _provinces(await overview.counts(ask, year))
    return {
        "year": year,
        "years": years,
        "sorting": sorting,
        "rows": sorting.sort(rows),
        "measures": MEASURES,
        "enough": {"townships": ENOUGH_TOWNSHIPS},
        "drawing": cartogram.provinces({row["code"]: (row["province"], row["verdicts"]) for row in rows}),
    }


def _provinces(counts: list[Row]) -> list[Row]:
    """Each province with its verdicts, out of rows of counties."""
    names: dict[str, str] = {}
    verdicts: dict[str, Counter[str]] = {}
    counties: dict[str, set[str]] = {}
    for row in counts:
        code = row["county_code"][:2]
        names[code] = row["province"]
        verdicts.setdefault(code, Counter()).update(row["verdicts"])
        counties.setdefault(code, set()).add(row["county_code"])
    return [
        {"code": code, "province": names[code], "counties": len(counties[code])} | of_verdicts(verdicts[code])
        for code in sorted(names)
    ]
