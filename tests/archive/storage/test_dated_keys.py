"""Keys of alerts, runs and answers: none is drawn twice, however many a day has."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.captures import record
from archive.storage import dated_keys
from archive.storage.capture_keys import ALPHABET
from archive.storage.database import Archive

NOW = datetime(2026, 2, 3, 2, 30, tzinfo=UTC)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 2), st.floats(0.5, 1.0))
def test_keys_differ_even_where_nearly_all_are_taken(width: int, share: float) -> None:
    taken = set[str]()
    for _ in range(int(len(ALPHABET) ** width * share)):
        key = dated_keys.draw("20260203", taken.__contains__, width)
        assert key not in taken
        taken.add(key)


def test_a_night_draws_fifty_thousand() -> None:
    drawn = {dated_keys.draw("20260203", lambda _: False) for _ in range(50_000)}
    assert len(drawn) == 50_000
    assert all(len(key) == len("20260203-") + dated_keys.RANDOM for key in drawn)


def test_runs_that_begin_at_one_instant_have_keys_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "choice", _few_choices())
    with Archive.open(tmp_path / "nianbao.db") as archive:
        runs = [record.begin_run(archive, NOW, "0", {}) for _ in range(3)]
        assert len(set(runs)) == 3
        assert archive.one("SELECT count(*) FROM runs")[0] == 3


def test_a_run_of_an_earlier_version_keeps_its_key(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        record.begin_run(archive, NOW, "0", {})
        with archive.transaction() as db:
            db.execute("UPDATE outings SET run = '20260203T023000-1a2b3c'")
        record.finish_run(archive, "20260203T023000-1a2b3c", NOW + timedelta(hours=1))
        assert archive.one("SELECT finished_at FROM runs WHERE run = '20260203T023000-1a2b3c'")[0]


def _few_choices() -> Callable[[object], str]:
    """Every key comes up twice before the next one does."""
    drawn = iter(character for n in range(9) for character in f"{n // 2:010}")
    return lambda _: next(drawn)
