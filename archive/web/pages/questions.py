"""What the page of open questions shows: each with its weight, what is missing, what an answer does, and the links."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.deadlines import questions
from archive.deadlines.questions import OpenQuestion
from archive.storage.database import Archive
from archive.web.language import current, full_stop

MOST = 100
"""So many questions are shown at once, the heaviest."""


async def gather(path: Path, county: str | None) -> dict[str, Any]:
    """The page's content: the heaviest questions of one county or of all, and how many there are."""
    found = await asyncio.to_thread(_read, path, county)
    return {"questions": [_shown(one) for one in found[:MOST]], "count": len(found), "county": county}


async def as_json(path: Path, county: str | None) -> dict[str, Any]:
    """The same questions for other programs, each as `nianbao review --json` has it."""
    found = await asyncio.to_thread(_read, path, county)
    return {"questions": [questions.as_json(one) for one in found[:MOST]], "count": len(found), "county_code": county}


def _read(path: Path, county: str | None) -> list[OpenQuestion]:
    with Archive.read(path) as archive:
        return questions.open_questions(archive, datetime.now(UTC), county)


def _shown(asked: OpenQuestion) -> dict[str, Any]:
    lang = current()
    yes, no = asked.consequences(lang)
    return {
        "question": asked.question,
        "county_code": asked.county_code,
        "county": asked.county,
        "weight": asked.weight,
        "year": asked.year,
        "url": asked.url,
        "units": asked.units,
        "links": asked.links,
        "asks": asked.asks(lang),
        "missing": full_stop(asked.missing(lang)),
        "yes": yes,
        "no": no,
    }
