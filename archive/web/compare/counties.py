"""Counties side by side in a year, of a province or of the whole country: verdicts, figures, and shares of both.

Figures are sums of what the versions in force print, of a large country as the last night kept them.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Final

from archive.reports import county_sums
from archive.web.ask import Ask, Row
from archive.web.compare import cartogram
from archive.web.compare.ratios import ENOUGH_APPLICATIONS, ENOUGH_TOWNSHIPS, is_few, share
from archive.web.compare.sorting import Sorting
from archive.web.pages import overview
from archive.web.pages.shares import owed

MEASURES: Final = (
    "owed",
    "on_time",
    "late",
    "not_published",
    "unproved",
    "on_time_share",
    "reports",
    "new",
    "decided",
    "share",
    "erring",
    "copied",
)
"""What counties are compared by. `unproved` are those of which no date or absence is proved, `on_time_share` is on time
of all with a proved verdict and `share` granted, wholly or in part, of all decided, both in percent; `erring` are
reports with errors in print, `copied` those that share much of their words with an older one."""

_PLACES: Final = (
    "SELECT code AS county_code, name AS county, prefecture, province FROM counties"
    " WHERE code >= ?1 AND code < ?1 || ':' ORDER BY code"
)
_VERDICTS: Final = (
    "SELECT county_code, json_group_object(verdict, townships) AS verdicts FROM verdict_counts"
    " WHERE year = ?2 AND county_code >= ?1 AND county_code < ?1 || ':' GROUP BY county_code"
)
_PROVED: Final = ("on_time", "late", "not_published")
_UNPROVED: Final = ("seen_after_gap", "cannot_tell")


async def province(ask: Ask, code: str, sorting: Sorting) -> dict[str, Any] | None:
    """The counties of a province, by its two digits; None for an unknown province or year."""
    content = await side_by_side(ask, code, sorting)
    if content is None or not content["all"]:
        return None
    return content | {
        "name": content["all"][0]["province"],
        "prefectures": cartogram.counties(content["all"]),
        "unwatched": len(content["all"]) - len(content["rows"]),
    }


async def side_by_side(ask: Ask, area: str, sorting: Sorting) -> dict[str, Any] | None:
    """The counties whose code begins with `area`, those of which something is known sorted; None for unknown years."""
    year, years = await overview.shown_year(ask, sorting.year)
    if sorting.year is not None and year not in years:
        return None
    rows = await measured(ask, area, year)
    return {
        "area": area,
        "year": year,
        "years": years,
        "sorting": sorting,
        "all": rows,
        "rows": sorting.sort([row for row in rows if row["verdicts"] or row["reports"]]),
        "measures": MEASURES,
        "enough": {"applications": ENOUGH_APPLICATIONS, "townships": ENOUGH_TOWNSHIPS},
    }


async def measured(ask: Ask, area: str, year: int | None) -> list[Row]:
    """Each county of an area with its measures in a year, by code; those of which nothing is known, too."""
    verdicts = {
        row["county_code"]: Counter(json.loads(row["verdicts"])) for row in await ask.rows(_VERDICTS, area, year)
    }
    places = await ask.rows(_PLACES, area)
    printed = {row["county_code"]: row for row in await ask.rows(county_sums.KEPT, year)} if not area else {}
    for province in sorted({place["county_code"][:2] for place in places} if not printed else ()):
        found = await ask.rows(county_sums.OF_AREA, max(area, province, key=len), year)  # no question may take long
        printed |= {row["county_code"]: row for row in found}
    return [
        place | _of_county(verdicts.get(place["county_code"], Counter()), printed.get(place["county_code"], {}))
        for place in places
    ]


def of_verdicts(verdicts: Counter[str]) -> Row:
    """The measures that follow from counts of verdicts; `few` names the shares of which there are too few."""
    proved = sum(verdicts[verdict] for verdict in _PROVED)
    return {
        "verdicts": {verdict: n for verdict, n in verdicts.items() if n},
        "owed": owed(verdicts),
        **{verdict: verdicts[verdict] for verdict in _PROVED},
        "unproved": sum(verdicts[verdict] for verdict in _UNPROVED),
        "on_time_share": share(verdicts["on_time"], proved, ENOUGH_TOWNSHIPS),
        "few": ["on_time_share"] if verdicts and is_few(proved, ENOUGH_TOWNSHIPS) else [],
    }


def _of_county(verdicts: Counter[str], printed: Row) -> Row:
    found, granted_of = of_verdicts(verdicts), printed.get("granted_of")
    unjudged = {} if verdicts else dict.fromkeys(("owed", *_PROVED, "unproved"))  # not 0: nobody has counted
    return (
        found
        | unjudged
        | {
            "reports": printed.get("reports", 0),
            "new": printed.get("new"),
            "decided": printed.get("decided"),
            "share": share(printed.get("granted"), granted_of, ENOUGH_APPLICATIONS),
            "erring": printed.get("erring", 0),
            "copied": printed.get("copied", 0),
            "few": found["few"] + (["share"] if is_few(granted_of, ENOUGH_APPLICATIONS) else []),
        }
    )
