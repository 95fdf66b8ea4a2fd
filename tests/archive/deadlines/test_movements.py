"""When the lists of a county are seen to move: by a new state, or by a report on a page that had none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.deadlines.case import Pair
from archive.deadlines.listing_checks import CountyCheck
from archive.deadlines.proof import _movements

NEW, OLD, OTHER = ("130126100", 2025), ("130126100", 2024), ("130126101", 2025)
COLUMN, STATE = 3, 1


def check(day: int, state: int = STATE, *held: tuple[int, Pair]) -> CountyCheck:
    """A check of one column that was read whole, and what it and others held on their own pages."""
    at = datetime(2026, 1, day, tzinfo=UTC)
    states = ((COLUMN, state),)
    return CountyCheck(
        at, str(day), complete=True, shown=frozenset(), pages=(), absent_at=at,
        whole_states=states, held_by_columns=frozenset(held),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("checks", "moved_on"),
    [
        ([check(20), check(21)], None),
        ([check(20), check(21, 2)], 21),
        ([check(20), check(21, STATE, (COLUMN, NEW)), check(22, STATE, (COLUMN, NEW))], 21),
        ([check(20, STATE, (COLUMN, NEW)), check(21, STATE, (COLUMN, NEW))], None),
        ([check(20), check(21, STATE, (COLUMN, OLD))], None),
        ([check(20), check(21, STATE, (4, OTHER))], None),
        ([check(20, STATE, (COLUMN, NEW)), check(21), check(22, STATE, (COLUMN, NEW))], None),
    ],
    ids=[
        "unchanged", "another state", "a report appears on the page", "it was there", "of a former year",
        "on a page not read before", "it comes back",
    ],
)  # fmt: skip
def test_lists_move_where_they_show_what_they_had_not_shown(checks: list[CountyCheck], moved_on: int | None) -> None:
    moved_at = _movements(checks)[checks[-1].run].moved_at
    assert (moved_at.day if moved_at else None) == moved_on
