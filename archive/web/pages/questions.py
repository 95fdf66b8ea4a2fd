"""What the page of open questions shows: each with its weight, what is missing, what an answer does, and the links."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.deadlines import questions
from archive.deadlines.questions import OpenQuestion
from archive.storage.database import Archive

MOST = 200
"""So many questions are shown at once, the heaviest."""


async def gather(path: Path, county: str | None) -> dict[str, Any]:
    """The page's content: the heaviest questions of one county or of all, and how many there are."""
    found = await asyncio.to_thread(_read, path, county)
    return {"questions": [_shown(one) for one in found[:MOST]], "count": len(found), "county": county}


def _read(path: Path, county: str | None) -> list[OpenQuestion]:
    with Archive.read(path) as archive:
        return questions.open_questions(archive, datetime.now(UTC), county)


def _shown(asked: OpenQuestion) -> dict[str, Any]:
    (yes, no), (yes_zh, no_zh) = asked.consequences(), asked.consequences("zh")
    return {
        "question": asked.question,
        "county_code": asked.county_code,
        "weight": asked.weight,
        "year": asked.year,
        "url": asked.url,
        "units": asked.units,
        "links": asked.links,
        "asks": asked.asks(),
        "asks_zh": asked.asks("zh"),
        "missing": asked.missing(),
        "missing_zh": asked.missing("zh"),
        "yes": yes,
        "yes_zh": yes_zh,
        "no": no,
        "no_zh": no_zh,
    }
