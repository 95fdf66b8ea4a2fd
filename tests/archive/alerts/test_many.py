"""A night in which every township of the country misses its deadline, for two years."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from archive.alerts import lifecycle, outbox
from archive.alerts.text.message import Message
from archive.captures import record
from archive.storage.database import Archive
from archive.storage.instants import CHINA

NOW = datetime(2026, 2, 3, 2, 30, tzinfo=CHINA)
BEFORE = datetime(2026, 1, 3, 2, 30, tzinfo=CHINA)
"""When every county was first seen whole; watching began with it."""

MANY = 50_000
PART_BYTES = 2048


class Everyone:
    name = "everyone"

    def wants(self, _kind: str, _county: str | None, /) -> bool:
        return True


@pytest.mark.slow
def test_fifty_thousand_alerts_open_are_told_and_settled(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        _miss(archive)
        edges = lifecycle.update(archive, NOW)
        assert len({edge.alert for edge in edges}) == len(edges) == MANY
        assert lifecycle.update(archive, NOW) == []
        assert outbox.enqueue(archive, [Everyone()], edges, NOW) == MANY
        message = Message(outbox.waiting(archive, Everyone.name, NOW, ()), NOW, "zh")
        parts = message.parts(PART_BYTES)
        assert {entry.alert for part in parts for entry in part.covers} == {edge.alert for edge in edges}
        for part in parts:
            outbox.begin(archive, Everyone.name, part, NOW)
            outbox.settle(archive, Everyone.name, part, NOW)
        assert outbox.waiting_count(archive) == 0


def _miss(archive: Archive) -> None:
    """Write verdicts as the judge writes them: nobody published, as a check of the night before shows."""
    record.begin_run(archive, BEFORE, "0", {})
    with archive.transaction() as db:
        db.execute("INSERT INTO sites SELECT code, code, 'trs', '[]', '{}' FROM counties")
        db.execute(
            "INSERT INTO visits (outing, site, started, finished, outcome) SELECT outing, site, started, started, 'ok'"
            " FROM sites, outings"
        )
        db.execute("INSERT INTO watching VALUES ('2020-01-01T00:00:00.000Z')")
        db.execute("INSERT INTO verdict_reasons VALUES ('absent_on_nights')")
        db.execute(
            "INSERT INTO status SELECT code, year, county_code, 'not_published', '2026-01-31T16:00:00.000Z', 'a rule',"
            " NULL, NULL, NULL, 0, NULL, json_object('rule', 'default', 'look_after', json_object('at',"
            " '2026-02-02T16:00:00.000Z', 'url', 'http://a.example.gov.cn/')), 'absent_on_nights' FROM townships"
            " CROSS JOIN (SELECT 2024 AS year UNION ALL SELECT 2025) ORDER BY year DESC, code LIMIT ?",
            (MANY,),
        )
