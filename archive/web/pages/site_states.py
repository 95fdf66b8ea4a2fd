"""Sites as pages show them: how their runs went, and why the last one ended as it did, in words."""

from __future__ import annotations

import json
from typing import Any

from archive.captures.reasons import sentence_of_stored_list
from archive.web.ask import Ask, Row
from archive.web.language import current

_SITES = (
    "SELECT h.*, c.name AS county, s.start,"
    " (SELECT reasons FROM visits AS v WHERE v.site = h.site ORDER BY v.started DESC LIMIT 1) AS last_reasons"
    " FROM sites_health AS h JOIN sites AS s USING (site) LEFT JOIN counties AS c ON c.code = h.county_code"
)


async def of_county(ask: Ask, code: str) -> list[dict[str, Any]]:
    """The sites of a county."""
    return [_said(row) for row in await ask.rows(f"{_SITES} WHERE h.county_code = ? ORDER BY h.site", code)]


def _said(row: Row) -> dict[str, Any]:
    said = sentence_of_stored_list(row["last_reasons"], current(), row["last_detail"])
    return row | {"start": json.loads(row["start"]), "said": said}
