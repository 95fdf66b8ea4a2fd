"""A joint report is that of each township that issued it: all were on time, and none is missing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from archive.deadlines import listing_checks
from archive.maintenance import merge
from archive.storage.database import Archive
from tests.support.archives.samples import COUNTY, NIGHT, TOWNSHIP, Nights, said

OTHER = "350627101"
JOINT = said()
JOINT["issuer"] = {
    **JOINT["issuer"],
    "name": "山城镇、丰田镇",
    "joint_with": [{"township_code": OTHER, "name": "丰田镇", "county": "福建省漳州市南靖县"}],
}


def verdicts(archive: Archive) -> dict[str, tuple[str, str | None]]:
    rows = archive.rows("SELECT township_code, verdict, report FROM status WHERE year = 2025")
    return {row["township_code"]: (row["verdict"], row["report"]) for row in rows}


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    found = Nights(tmp_path)
    found.night(0, JOINT)
    for day in (13, 14):
        found.night(day, None)
    return found


def test_each_township_of_a_joint_report_was_on_time(nights: Nights) -> None:
    said_of = verdicts(nights.archive)
    assert said_of[TOWNSHIP] == said_of[OTHER] == ("on_time", f"{TOWNSHIP}/2025")
    assert said_of["350627102"] == ("not_published", None)


def test_the_lists_show_a_joint_report_to_each_township(nights: Nights) -> None:
    checks = listing_checks.checks(nights.archive, COUNTY, NIGHT + timedelta(days=15))
    assert all({(TOWNSHIP, 2025), (OTHER, 2025)} <= check.shown for check in checks)
    assert not any(("350627102", 2025) in check.shown for check in checks)


def test_a_merged_archive_keeps_the_other_townships(nights: Nights, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    empty = Archive.open(tmp_path / "other" / "nianbao.db")
    nights.archive.close()
    merge.merge(empty, [nights.path], NIGHT + timedelta(days=15))
    kept = empty.one("SELECT joint_with FROM documents")
    assert kept is not None
    assert json.loads(kept["joint_with"]) == [OTHER]
    empty.close()
