"""What changed in the seven days before the last night: reports that came, went, came back or print other figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from archive.storage.instants import instant, text
from archive.web.ask import Ask

WEEK = timedelta(days=7)
MOST = 8
"""Changes that are named of each kind; the rest is counted."""

_CAME = "SELECT count(*) AS n FROM reports WHERE first_seen >= ?"
_CHANGED = (
    "SELECT c.at, c.kind, c.subject, t.name, substr(c.subject, 20, 4) AS year FROM changes AS c"
    " JOIN townships AS t ON t.code = substr(c.subject, 10, 9)"
    " WHERE c.kind IN ('figures', 'restored') AND c.at >= ? AND c.cause = 'publisher' ORDER BY c.at DESC"
)
_WITHDRAWN = (
    "SELECT c.at, c.kind, c.subject, t.name, r.year FROM reports AS r"
    " JOIN changes AS c ON c.subject = 'township:' || r.report"
    " JOIN townships AS t ON t.code = r.township_code"
    " WHERE r.state = 'withdrawn' AND c.kind = 'withdrawn' AND c.at >= ? ORDER BY c.at DESC"
)


async def gather(ask: Ask, last_run: str) -> dict[str, Any]:
    """How many reports came, and the other changes, the newest first. `last_run` is when the last night began."""
    since = text(instant(last_run) - WEEK)
    came = await ask.one(_CAME, since)
    found = [*await ask.rows(_WITHDRAWN, since), *await ask.rows(_CHANGED, since)]
    return {"since": since, "came": came["n"] if came else 0, "changes": found[:MOST], "more": len(found[MOST:])}
