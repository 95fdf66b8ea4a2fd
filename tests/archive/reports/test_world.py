"""Random histories in real archives, held against the reference model of `world.py` night by night."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from archive.maintenance import verify
from archive.reports.history.report_history import history_of
from archive.reports.timeline import report_timeline
from archive.storage.database import Archive
from tests.support.archives.samples import NIGHT
from tests.support.archives.world import TOWNSHIPS, Dealt, Machine, Model

NIGHTS = 10
REPORTS = tuple(f"{township}/{year}" for township in TOWNSHIPS for year in (2024, 2025))
STORY = ("appeared", "figures", "text", "withdrawn", "restored")


def compare(archive: Archive, model: Model) -> None:
    report = model.report
    row = archive.one("SELECT * FROM reports WHERE report = ?", report)
    assert (row["state"] == "present" if row else False, row["first_seen"] if row else None) == (
        model.present,
        model.first_seen,
    )
    said = {
        version: (new, words)
        for version, new, words in archive.rows(
            "SELECT version, natural_person, s.text FROM versions JOIN applications USING (version)"
            " JOIN sections AS s USING (version) WHERE report = ? ORDER BY seq",
            report,
        )
    }
    assert list(said.values()) == model.versions
    marks = ",".join("?" * len(STORY))
    changes = archive.rows(
        f"SELECT kind, at FROM changes WHERE subject = 'township:' || ? AND kind IN ({marks}) ORDER BY at, rowid",
        report,
        *STORY,
    )
    assert [tuple(change) for change in changes] == model.story
    places = {one[0] for one in archive.rows("SELECT place FROM manifestations WHERE report = ? AND up", report)}
    assert places == (model.counts if model.present else set())
    assert (said[row["version"]] if row else None) == model.current()


def timeline(archive: Archive, report: str, day: int) -> object:
    """What the archive says of a report as of the noon after a night."""
    at = NIGHT + timedelta(days=day, hours=10)
    township, year = report.split("/")
    return report_timeline(archive, township, int(year), known_at=at), report_timeline(
        archive, township, int(year), published_by=at
    )


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 60))])
def test_the_archive_agrees_with_the_model(empty: Path, tmp_path: Path, seed: int) -> None:
    for file in empty.iterdir():
        shutil.copy(file, tmp_path / file.name)
    machine, dealt = Machine(tmp_path), Dealt(Random(seed))
    models = [Model(report) for report in REPORTS]
    then: dict[tuple[str, int], object] = {}
    for _ in range(NIGHTS):
        for visit in machine.night(dealt):
            for model in models:
                model.night(visit)
        for model in models:
            compare(machine.archive, model)
            then[model.report, dealt.number - 1] = timeline(machine.archive, model.report, dealt.number - 1)
    assert {key: timeline(machine.archive, *key) for key in then} == then, "later captures changed an earlier answer"
    township, year = REPORTS[0].split("/")
    now = history_of(machine.archive.connection, township, int(year), machine.now)
    assert now == history_of(machine.archive.connection, township, int(year))
    assert list(verify.verify(machine.archive)) == []
    machine.archive.close()
