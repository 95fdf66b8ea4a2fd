"""Judging what is new gives, night by night, what judging everything anew gives."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from archive.captures import answers, record
from archive.captures.answers import Answer, Question, Subject
from archive.captures.record import Fetched
from archive.deadlines import rules, status, status_rows
from archive.deadlines.rules import Standard
from archive.reports import settling
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from tests.support.archives import every_check
from tests.support.archives.samples import COUNTY, NIGHT, TOWNSHIP, URL, Nights, said
from tests.support.archives.world import Dealt, Machine

OTHER = "350602"


def rows(archive: Archive) -> list[tuple[object, ...]]:
    return [tuple(row) for row in archive.rows("SELECT * FROM status ORDER BY township_code, year")]


def agree(archive: Archive, now: datetime) -> int:
    """Judge what is new, and compare with everything anew. Returns how many verdicts were made."""
    made = status.materialise(archive, now)
    anew = list(status.compute(archive, now))
    assert rows(archive) == sorted(map(_stored, anew), key=lambda row: row[:2])
    contradicted = sorted(map(tuple, archive.rows("SELECT * FROM backdating")))
    assert contradicted == sorted(status_rows.backdating_rows(anew))
    every_check.assert_the_same(archive, now)
    return made


def _stored(found: status_rows.DeadlineStatus) -> tuple[object, ...]:
    return tuple(int(value) if isinstance(value, bool) else value for value in status_rows.row(found))


@pytest.mark.parametrize("seed", range(6))
def test_over_random_nights(tmp_path: Path, seed: int) -> None:
    machine, dealt, chance = Machine(tmp_path), Dealt(Random(seed)), Random(seed)
    record.register_site(machine.archive, "far", OTHER, "trs", ["http://far.example.gov.cn/nb/"], {})
    for _ in range(7):
        machine.night(dealt)
        machine.now += timedelta(hours=1)
        if chance.random() < 0.3:
            machine.now += timedelta(days=chance.randrange(20))
        if chance.random() < 0.4:
            answers.store(machine.archive, [_answer(chance, machine.now)])
        agree(machine.archive, machine.now)


def _answer(chance: Random, now: datetime) -> Answer:
    until = chance.choice((None, now.date() + timedelta(days=2)))
    subject = chance.choice((Subject(Question.OF_TODAY, COUNTY), Subject(Question.OWES, COUNTY, TOWNSHIP)))
    return Answer(subject, chance.choice(("yes", "no", "withdrawn")), "tests", now, until)


def test_a_county_is_judged_when_something_is_new(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    archive = nights.archive
    record.register_site(archive, "far", OTHER, "trs", ["http://far.example.gov.cn/nb/"], {})
    nights.night(0, said())
    units = archive.one("SELECT count(*) FROM townships WHERE county_code = ?", COUNTY)[0]
    now = NIGHT + timedelta(hours=3)
    agree(archive, now)
    assert agree(archive, now + timedelta(hours=1)) == 0
    nights.begin(0.5)
    assert agree(archive, now + timedelta(hours=10)) >= units  # such a run does not say which sites are out of force
    record.finish_run(archive, archive.one("SELECT max(run) FROM runs")[0], now + timedelta(hours=11))
    agree(archive, now + timedelta(hours=12))
    assert agree(archive, now + timedelta(hours=13)) == 0
    answers.store(archive, [Answer(Subject(Question.OF_TODAY, COUNTY), "no", "tests", now + timedelta(hours=14))])
    assert agree(archive, now + timedelta(hours=15)) == units
    assert agree(archive, datetime(2026, 2, 1, tzinfo=CHINA)) > units  # the due day of all counties
    assert agree(archive, datetime(2026, 2, 2, tzinfo=CHINA)) == 0
    record.register_site(
        archive, "far", OTHER, "trs", ["http://far.example.gov.cn/nb/"], {"deadline": {"month_day": "01-20"}}
    )
    assert 0 < agree(archive, datetime(2026, 2, 3, tzinfo=CHINA)) != units
    rules.store(archive, rules.Rulebook([Standard("early", "01-15", "a notice", "custom"), *rules.load().standards]))
    assert agree(archive, datetime(2026, 2, 4, tzinfo=CHINA)) > units
    assert agree(archive, datetime(2026, 2, 3, tzinfo=CHINA)) > units  # the clock was set back
    assert agree(archive, datetime(2027, 1, 2, tzinfo=CHINA)) > units  # another year is owed


def test_a_county_is_judged_when_another_county_finds_its_report_gone(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    archive = nights.archive
    record.register_site(archive, "far", OTHER, "trs", ["http://far.example.gov.cn/nb/"], {})
    nights.night(0, said())
    for day in (1, 2):  # what only one night shows is told as nothing
        now = NIGHT + timedelta(days=day)
        run = record.begin_run(archive, now, "0", {"retired": []})
        agree(archive, now)
        site_run = record.begin_site(archive, run, "far", now + timedelta(hours=1))
        record.record(archive, site_run, Fetched("report", URL, now + timedelta(hours=1), "gone", 404))
        record.finish_site(archive, site_run, now + timedelta(hours=2), "ok", None)
        settling.settle(archive, now + timedelta(hours=2), site_run)
        record.finish_run(archive, run, now + timedelta(hours=2))
        assert agree(archive, now + timedelta(hours=3)) == len(rows(archive))
    found = archive.one("SELECT evidence FROM status WHERE township_code = ? AND year = 2025", TOWNSHIP)[0]
    assert "withdrawn_at" in found


def test_nothing_is_written_where_a_verdict_stays(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said())
    nights.archive.connection.execute("CREATE TEMP TABLE written (code TEXT)")
    nights.archive.connection.execute(
        "CREATE TEMP TRIGGER note AFTER UPDATE ON main.status BEGIN INSERT INTO written VALUES (NEW.township_code); END"
    )
    status.materialise(nights.archive, NIGHT + timedelta(hours=1), anew=True)
    assert nights.archive.rows("SELECT * FROM written") == []


def test_a_night_that_was_cut_short_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None)
    monkeypatch.setattr(status, "_write_county", _fail)
    with pytest.raises(KeyboardInterrupt):
        status.materialise(nights.archive, datetime(2026, 2, 5, tzinfo=CHINA))
    monkeypatch.undo()
    assert not status.is_of_this_judge(nights.archive)
    agree(nights.archive, datetime(2026, 2, 5, tzinfo=CHINA))


def _fail(*_: object) -> int:
    raise KeyboardInterrupt
