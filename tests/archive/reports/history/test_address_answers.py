"""A report's history out of the nights that bear on it, held against its history out of every night."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from archive.reports.history import address_answers
from archive.reports.history.report_history import history_of
from archive.storage.database import Archive
from archive.storage.instants import text
from tests.support.archives.report_nights import ReportNights
from tests.support.archives.samples import NIGHT, TOWNSHIP

NIGHTS = 14
SEEDS = [*range(3), 218, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 120))]
"""Of 218 two runs overlap: which address leads depends on when the earlier one was done with all of them."""
_EVERY = """
SELECT f.capture, f.fetched_at, f.address, f.site_run, f.verdict, s.outcome = 'ok' AS is_sound,
    EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture AND d.version IS NOT NULL AND d.parsed_at <= ?1
        AND NOT EXISTS (SELECT 1 FROM documents AS l WHERE l.capture = d.capture AND l.parsed_at > d.parsed_at
            AND l.parsed_at <= ?1)) AS is_a_report
FROM fetches AS f JOIN visits AS s USING (site_run)
WHERE f.verdict IN ('ok', 'same', 'gone', 'soft_404') AND f.address IN
"""


def from_every_night(monkeypatch: pytest.MonkeyPatch, archive: Archive, year: int, known_at: object) -> object:
    """The history by the plain way: every capture of every address, from the view that shows both kinds."""

    def answers(db, readings, addresses, of_report, at):  # type: ignore[no-untyped-def]
        marks = ",".join("?" * len(addresses))
        rows = db.execute(f"{_EVERY} ({marks})", (text(at) if at else "9", *addresses))
        captures = {reading.capture for reading in readings}
        return [address_answers._answer(row, captures) for row in rows]

    with monkeypatch.context() as patched:
        patched.setattr(address_answers, "_answers", answers)
        return history_of(archive.connection, TOWNSHIP, year, known_at)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_nights_that_change_nothing_need_not_be_read(
    empty: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in empty.iterdir():
        shutil.copy(file, tmp_path / file.name)
    with Archive.open(tmp_path / "nianbao.db") as archive:
        chance = Random(seed)
        nights = ReportNights(archive, chance)
        for number in range(NIGHTS):
            nights.night(number)
            if chance.random() < 0.15:
                nights.read_again()
        for year in (2024, 2025):
            for known_at in (None, NIGHT + timedelta(days=NIGHTS // 2)):
                expected = from_every_night(monkeypatch, archive, year, known_at)
                assert history_of(archive.connection, TOWNSHIP, year, known_at) == expected
