"""Sites as pages show them: how their runs went, and why the last one ended as it did, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from archive.captures.reasons import sentence_of_stored_list
from archive.web.ask import Ask, Row
from archive.web.language import current
from archive.web.pages.shares import Share

SEEN_FROM = (
    "(SELECT strftime('%Y-%m-%dT%H:%M:%fZ', min(v.seen_from, v.started) / 1000.0, 'unixepoch') FROM visits AS v"
    " WHERE v.site = h.site AND v.outcome = 'ok' ORDER BY v.started DESC LIMIT 1)"
)
"""Since when the oldest page stands that a site's last complete check took from an earlier night; NULL for none."""

_SITES = (
    f"SELECT h.*, c.name AS county, s.start, {SEEN_FROM} AS seen_from,"
    " (SELECT v.reasons FROM site_counts AS n JOIN visits AS v ON v.site_run = n.last WHERE n.site = h.site)"
    " AS last_reasons FROM sites_health AS h JOIN sites AS s USING (site)"
    " LEFT JOIN counties AS c ON c.code = h.county_code"
)
_COUNT = "SELECT count(*) AS n FROM sites WHERE county_code IN (SELECT value FROM json_each(?))"


async def of_county(ask: Ask, code: str) -> list[dict[str, Any]]:
    """The sites of a county."""
    return [_said(row) for row in await ask.rows(f"{_SITES} WHERE h.county_code = ? ORDER BY h.site", code)]


async def unseen(ask: Ask, counties: Mapping[str, Share]) -> dict[str, Any]:
    """The sites whose last run did not see them whole, of the counties given, and how many sites these have.

    `hides` is the number of the county's townships of which nothing can be told.
    """
    codes = json.dumps(list(counties))
    counted = await ask.one(_COUNT, codes)
    rows = await ask.rows(
        f"{_SITES} WHERE h.last_outcome IS NOT 'ok' ORDER BY h.last_ok IS NOT NULL, h.last_ok, h.site"
    )
    failing = [row for row in rows if row["county_code"] in counties]
    return {
        "sites": counted["n"] if counted else 0,
        "failing": [_said(row) | {"hides": _hides(row, counties)} for row in failing],
    }


def _hides(row: Row, counties: Mapping[str, Share]) -> int:
    share = counties.get(row["county_code"])
    return share.counts.get("cannot_tell", 0) if share else 0


def _said(row: Row) -> dict[str, Any]:
    """A site with why its last run ended so (`said`); `said_in` is a language where that is not the visitor's."""
    said = sentence_of_stored_list(row["last_reasons"], current(), row["last_detail"])
    stored = row["last_reasons"] is None and current() != "en"
    return row | {"start": json.loads(row["start"]), "said": said, "said_in": "en" if stored else None}
