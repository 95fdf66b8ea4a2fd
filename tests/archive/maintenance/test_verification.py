"""A verification that is stopped goes on where it was, and one of what is new asks for nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from archive.maintenance import verification, verify
from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.storage.database import Archive
from tests.archive.maintenance.test_verify import spoil
from tests.support.archives.samples import Nights, said

BROKEN = "UPDATE header_sets SET fields = '{}' WHERE headers = 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    nights = Nights(tmp_path)
    for number in range(3):
        nights.night(number, said(12 + number))
    nights.archive.close()
    return nights.archive.path


def going(archive: Archive, **given: Any) -> Verification:
    return Verification(archive, "2026-03-01T00:00:00.000Z", path=verification.place_of(archive.path), **given)


def test_what_is_stopped_anywhere_goes_on_and_finds_the_same(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at every fifth row in turn, as by a kill just after its place was saved."""
    spoil(path, f"{BROKEN}; UPDATE reports SET state = 'withdrawn'", "archive")
    monkeypatch.setattr(verification, "SAVED_EVERY_SECONDS", -1.0)
    with Archive.read(path) as archive:
        whole = list(verify.verify(archive))
        assert {problem.check for problem in whole} >= {"headers", "report"}
        stops = 0
        while True:
            verification.place_of(path).unlink(missing_ok=True)
            passed = _stop_after(archive, stops)
            found = list(verify.verify(archive, None, going(archive)))
            assert found == whole, stops
            if not passed:
                break
            stops += 5
        assert stops > 10


def _stop_after(archive: Archive, rows: int) -> bool:
    """Stop a verification once so many rows have passed; whether it came so far."""

    class StoppedError(Exception):
        pass

    passed = iter(range(rows))

    def watch(_what: str, _done: int, _of: int) -> None:
        if next(passed, None) is None:
            raise StoppedError

    stopped = going(archive, watch=watch)
    try:
        list(verify.verify(archive, None, stopped))
    except StoppedError:
        return True
    return False


def test_what_is_new_alone_is_verified(path: Path) -> None:
    with Archive.open(path) as archive:
        assert list(verify.verify(archive, None, going(archive, only_new=True))) == []  # nothing before: everything
    nights = Nights(path.parent)
    nights.night(5, said(20))
    with Archive.read(path) as archive:
        asked = _rows_of(archive, only_new=True)
        assert asked["documents"] == 1
        assert asked["payloads"] >= 1
        assert asked["reports"] == 1
        again = going(archive, only_new=True)
        assert again.since
        assert _rows_of(archive, only_new=True)["documents"] == 0
        assert _rows_of(archive)["documents"] == 4


def _rows_of(archive: Archive, **given: Any) -> dict[str, int]:
    counted = dict.fromkeys(("documents", "payloads", "reports"), 0)

    def watch(what: str, done: int, _of: int) -> None:
        counted[what] = done

    assert list(verify.verify(archive, None, going(archive, watch=watch, **given))) == []
    return counted


def test_only_what_was_sound_is_built_on(path: Path) -> None:
    with Archive.open(path) as archive:
        assert list(verify.verify(archive, None, going(archive))) == []
    spoil(path, BROKEN, "archive")
    with Archive.read(path) as archive:
        assert list(verify.verify(archive, None, going(archive, only_new=True))) == []  # what is old is not asked
        assert [problem.check for problem in verify.verify(archive, None, going(archive))] == ["headers"]
        assert [problem.check for problem in verify.verify(archive, None, going(archive, only_new=True))] == ["headers"]


def test_another_archive_in_its_place_is_verified_whole(path: Path) -> None:
    with Archive.read(path) as archive:
        assert list(verify.verify(archive, None, going(archive))) == []
        assert going(archive, only_new=True).since
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)
    with Archive.read(path) as archive:
        assert going(archive, only_new=True).since is None


def test_it_needs_no_place_to_write(path: Path, tmp_path: Path) -> None:
    with Archive.read(path) as archive:
        nowhere = Verification(archive, path=tmp_path / "no" / "such.json")
        assert list(verify.verify(archive, None, nowhere)) == []


def test_what_was_found_is_worded_alike_after_a_stop() -> None:
    def found() -> Iterator[Problem]:
        yield from (Problem.load(problem.dump()) for problem in _SAMPLES)

    assert [problem.as_row("zh") for problem in islice(found(), 2)] == [problem.as_row("zh") for problem in _SAMPLES]


_SAMPLES = (
    Problem("headers", Sentence.of("verify-header-set", number=3), Sentence.of("verify-headers")),
    Problem("capture", "abc", Sentence.of("verify-capture-missing", table="news")),
)
