"""Archives united: the same whatever the order or the number of times, nothing lost, nothing twice."""

from __future__ import annotations

import shutil
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.alerts import lifecycle
from archive.captures import answers, record
from archive.captures.answers import Answer, Answers, Question, Says, Subject
from archive.captures.record import CheckedList
from archive.maintenance import verify
from archive.maintenance.backup import backup
from archive.maintenance.merge import TABLES, merge
from archive.reports import figures, settling
from archive.storage.database import Archive, payload_path
from tests.support.archives.canonical import dump
from tests.support.archives.report_nights import ReportNights
from tests.support.archives.samples import COUNTY, LIST, NIGHT, Nights, said

NOW = NIGHT + timedelta(days=60)
SETTLED = ("reports", "versions", "changes", "manifestations", *figures.COLUMNS)
_numbers = count()

Night = tuple[float, int | None, bool, bool]
"""Days after the first, figure printed or no report, listed, gone."""

nights = st.lists(
    st.tuples(
        st.integers(0, 30).map(lambda day: day + 0.5), st.sampled_from([12, 13, 14, None]), st.booleans(), st.booleans()
    ),
    max_size=3,
)


def _played(folder: Path, start: Path, site: str, story: list[Night]) -> Path:
    """An archive that goes on from another one through these nights of a machine of its own."""
    for name in (start / "nianbao.db", payload_path(start / "nianbao.db")):
        shutil.copy(name, folder / name.name)
    machine = Nights(folder, site)
    for day, new, listed, gone in sorted(story, key=lambda night: night[0]):
        machine.night(day, None if new is None else said(new), listed=listed, gone=gone and new is None)
        lifecycle.update(machine.archive, NIGHT + timedelta(days=day))
    machine.archive.close()
    return machine.path


def _united(folder: Path, first: Path, *others: Path) -> Path:
    target = folder / f"united-{next(_numbers)}.db"
    shutil.copy(first, target)
    shutil.copy(payload_path(first), payload_path(target))
    with Archive.open(target) as archive:
        merge(archive, others, NOW)
    return target


def _content(path: Path) -> dict[str, list[str]]:
    with Archive.read(path) as archive:
        return {**dump(archive), "bytes": sorted(digest.hex() for digest in archive.payloads.digests())}


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=nights, stories=st.tuples(nights, nights, nights))
def test_union(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, before: list[Night], stories: tuple[list[Night], ...]
) -> None:
    folder = tmp_path_factory.mktemp("union")
    ancestor = folder / "ancestor"
    ancestor.mkdir()
    _played(ancestor, empty, "nanjing", before)
    machines = []
    for number, story in enumerate(stories):
        (folder / str(number)).mkdir()
        machines.append(_played(folder / str(number), ancestor, "nanjing" if number < 2 else "other", story))
    a, b, c = machines
    both = _united(folder, a, b)
    assert _content(_united(folder, b, a)) == _content(both), "commutative"
    assert _content(_united(folder, both, b)) == _content(both), "idempotent"
    assert _content(_united(folder, a, _united(folder, b, c))) == _content(_united(folder, both, c)), "associative"
    captures = {row for machine in machines for row in _content(machine)["news"]}
    assert set(_content(_united(folder, a, b, c))["news"]) == captures
    with Archive.read(both) as archive:
        assert list(verify.verify(archive)) == []


def test_what_is_not_news_is_not_settled_again(empty: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = _played(tmp_path / "one", empty, "nanjing", [(0, 12, True, False), (2, 13, True, False)])
    two = _played(tmp_path / "two", empty, "other", [(1, 12, True, False), (3, 14, True, False)])
    with Archive.open(one) as archive:
        assert [(m.captures, m.reports) for m in merge(archive, [two], NOW)] == [(4, 1)]
        assert [(m.captures, m.reports) for m in merge(archive, [two], NOW)] == [(0, 0)]
        machine = Nights(tmp_path / "two", "other")
        machine.night(5.5, None, gone=True)
        machine.archive.close()
        assert [(m.captures, m.reports) for m in merge(archive, [two], NOW)] == [(2, 1)]
        assert archive.one("SELECT name FROM sqlite_temp_master WHERE name LIKE 'n%'") is None


MACHINES = [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 60))]


@pytest.mark.parametrize("seed", MACHINES)
def test_what_is_settled_is_as_if_everything_were(empty: Path, tmp_path: Path, seed: int) -> None:
    chance, paths = Random(seed), []
    start = empty
    held: dict[str, int | None] = {}
    for name, first, last in (("before", 0, 5), ("one", 5, 6), ("two", 6, 8)):
        (tmp_path / name).mkdir()
        for file in (start / "nianbao.db", payload_path(start / "nianbao.db")):
            shutil.copy(file, tmp_path / name / file.name)
        with Archive.open(tmp_path / name / "nianbao.db") as archive:
            nights = ReportNights(archive, chance)
            nights.holds, nights.changing = dict(held), 0.25 if name == "before" else 0.02
            for number in range(first, last):
                nights.night(number)
            held = held or nights.holds
        start = tmp_path / "before"
        paths.append(tmp_path / name / "nianbao.db")
    with Archive.open(_united(tmp_path, *paths)) as archive:
        united = dump(archive, SETTLED)
        settling.settle_all(archive, NOW)
        assert united == dump(archive, SETTLED)


def test_every_table_has_a_rule(empty: Path) -> None:
    with Archive.read(empty / "nianbao.db") as archive:
        there = {
            name
            for (name,) in archive.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "_sqlite"))
        }
    assert there == {name for group in TABLES.values() for name in group}


def test_a_report_seen_on_two_machines_is_one(empty: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = _played(tmp_path / "one", empty, "nanjing", [(0, 12, True, False), (2, 13, True, False)])
    two = _played(tmp_path / "two", empty, "nanjing", [(1, 12, True, False), (3, 14, True, False)])
    with Archive.read(_united(tmp_path, one, two)) as archive:
        versions = [tuple(row) for row in archive.rows("SELECT seq, change FROM versions ORDER BY seq")]
        assert versions == [(1, "appeared"), (2, "figures"), (3, "figures")]
        assert archive.one("SELECT total FROM reports JOIN applications USING (version)")[0] == 14


def test_column_moves_are_recomputed_from_the_union(empty: Path, tmp_path: Path) -> None:
    for name, url, day in (("one", LIST, 0), ("two", LIST.replace("/nb/", "/nianbao/"), 1)):
        (tmp_path / name).mkdir()
        for file in empty.iterdir():
            shutil.copy(file, tmp_path / name / file.name)
        machine = Nights(tmp_path / name)
        run = machine.begin(day)
        record.store_listing_check(machine.archive, run, CheckedList(url, (), complete=True))
        record.finish_site(machine.archive, run, NIGHT + timedelta(days=day), "ok", None)
        machine.archive.close()
    with Archive.read(_united(tmp_path, tmp_path / "one" / "nianbao.db", tmp_path / "two" / "nianbao.db")) as archive:
        (row,) = archive.rows("SELECT before, after FROM changes WHERE kind = 'column'")
        assert tuple(row) == (LIST, LIST.replace("/nb/", "/nianbao/"))
        assert list(verify.verify(archive)) == []


def test_folders_of_any_name_can_be_united_and_backed_up(empty: Path, tmp_path: Path) -> None:
    odd = tmp_path / "年报 50%?#1"
    odd.mkdir()
    path = _played(odd, empty, "nanjing", [(0, 12, True, False)])
    backup(path, odd / "copy.db")
    with Archive.read(_united(tmp_path, empty / "nianbao.db", odd / "copy.db")) as archive:
        assert archive.one("SELECT count(*) FROM versions")[0] == 1


def test_answers_are_united_each_once(empty: Path, tmp_path: Path) -> None:
    paths = []
    given: tuple[Says, ...] = ("yes", "no")
    for number, says in enumerate(given):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = _played(folder, empty, "nanjing", [])
        with Archive.open(path) as archive:
            subject = Subject(Question.OF_TODAY, COUNTY)
            answers.store(archive, [Answer(subject, says, f"person {number}", NIGHT + timedelta(days=number))])
        paths.append(path)
    united = _united(tmp_path, *paths, paths[1])
    with Archive.read(united) as archive:
        assert [(one.person, one.says) for one in answers.every(archive, COUNTY)] == [
            ("person 0", "yes"),
            ("person 1", "no"),
        ]
        said = Answers(answers.every(archive, COUNTY), NOW).to(Question.OF_TODAY, COUNTY)
        assert said
        assert said.says == "no"
