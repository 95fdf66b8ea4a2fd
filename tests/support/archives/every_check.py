"""Verdicts by every check that was ever made, and by the few that decide: which have to be the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest.mock import patch

from archive.deadlines import status, status_rows
from archive.deadlines.case import ListingCheck, Pair, Rule
from archive.deadlines.caveats import Caveats
from archive.storage.database import Archive


def assert_the_same(archive: Archive, now: datetime, known_at: datetime | None = None) -> None:
    """Judge the archive both ways as of an instant."""
    few = _judged(archive, now, known_at)
    with patch.object(Caveats, "deciding", _every_one), patch.object(Caveats, "_bearing", _anew):
        assert _judged(archive, now, known_at) == few


def _judged(archive: Archive, now: datetime, known_at: datetime | None) -> list[object]:
    return [
        (status_rows.row(one), *status_rows.backdating_rows([one]))
        for one in status.compute(archive, now, None, None, known_at)
    ]


_BEARING = Caveats._bearing


def _anew(caveats: Caveats, *asked: Any) -> Any:
    """How a check bears on a report, as if no other one of its kind did."""
    caveats._bearings.clear()
    return _BEARING(caveats, *asked)


def _every_one(
    caveats: Caveats, pair: Pair, rule: Rule, _seen_at: datetime | None, after: datetime | None = None
) -> list[ListingCheck]:
    return [check for check in caveats.about(pair, rule.due_on) if after is None or check.at > after]
