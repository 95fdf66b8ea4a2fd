"""Every payload read again: nothing where it reads the same, a change of our own where not."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.alerts import lifecycle
from archive.captures import answers
from archive.captures.answers import Answer, Question, Subject
from archive.extract import output
from archive.extract.layout.document import Unreadable
from archive.extract.parser import Order
from archive.extract.report.model import Report
from archive.maintenance import verify
from archive.maintenance.reparse import rebuild, reparse
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from tests.support.archives.canonical import DERIVED, dump
from tests.support.archives.samples import NIGHT, TOWNSHIP, Nights, said

LATER = NIGHT + timedelta(days=30)


@dataclass
class Fake:
    """A parser whose documents are readings written out, changed as it pleases."""

    name: str
    change: Callable[[dict[str, Any]], dict[str, Any]] = lambda reading: reading
    stop_after: int = 1000
    asked: int = 0

    def read(self, order: Order) -> Report | Unreadable:
        self.asked += 1
        if self.asked > self.stop_after:
            raise KeyboardInterrupt
        reading: dict[str, Any] = ast.literal_eval(order.data.decode())
        return output.from_json({**self.change(reading), "parser": self.name})


def more(reading: dict[str, Any]) -> dict[str, Any]:
    """A parser that reads one application more."""
    line = reading["tables"]["applications"]["new"]
    return {**reading, "tables": {**reading["tables"], "applications": {"new": {**line, "total": line["total"] + 1}}}}


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(tmp_path)
    for day, new in enumerate((12, 13, 12, 14)):
        nights.night(day, said(new))
    return nights


def test_reading_the_same_adds_nothing(nights: Nights) -> None:
    before = dump(nights.archive)
    done = reparse(nights.archive, Fake("test-1"), LATER)
    assert (done.read, done.otherwise) == (0, 0)
    done = reparse(nights.archive, Fake("test-2"), LATER)
    assert (done.read, done.otherwise) == (4, 0)
    after = dump(nights.archive)
    after["documents"] = [row.replace("test-2", "test-1") for row in after["documents"]]
    assert after == before


def test_reading_otherwise_is_a_change_of_our_own_and_never_an_alert(nights: Nights) -> None:
    lifecycle.update(nights.archive, LATER)
    standing = dump(nights.archive, ("alerts",))
    done = reparse(nights.archive, Fake("test-2", more), LATER, workers=3)
    assert done.otherwise == 4
    assert [cause for _, cause in nights.changes()] == ["publisher"] * 4 + ["parser"] * 4
    assert lifecycle.update(nights.archive, LATER) == []
    assert dump(nights.archive, ("alerts",)) == standing
    current = nights.archive.one("SELECT a.total FROM reports JOIN applications AS a USING (version)")[0]
    assert current == 15
    assert list(verify.verify(nights.archive)) == []


BROKEN_SUM = {"rule": "applications.new.row_sum", "severity": "error", "blame": "source", "detail": "12 is not 13"}


@pytest.mark.parametrize("found_later", [False, True])
def test_what_only_a_later_parser_finds_is_shown_and_never_an_alert(tmp_path: Path, found_later: bool) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    nights.night(1, said(12, findings=[] if found_later else [BROKEN_SUM]))
    parser = Fake("test-2", lambda reading: {**reading, "findings": [BROKEN_SUM]})
    reparse(nights.archive, parser, NIGHT + timedelta(days=2))
    assert nights.archive.one("SELECT count(*) FROM findings WHERE severity = 'error'")[0] == 1
    opened = {edge.kind for edge in lifecycle.update(nights.archive, NIGHT + timedelta(days=3))}
    assert ("arithmetic" in opened) == (not found_later)


def test_a_changed_parser_leaves_the_publishers_history_as_it_was(nights: Nights) -> None:
    told = "SELECT kind, before, after FROM changes WHERE cause = 'publisher' ORDER BY at"
    before = [tuple(row) for row in nights.archive.rows(told)]
    reparse(nights.archive, Fake("test-2", more), LATER)
    assert [tuple(row) for row in nights.archive.rows(told)] == before
    nights.night(40, said(14))
    assert [tuple(row) for row in nights.archive.rows(told)][: len(before)] == before


def test_what_is_no_report_any_more_is_withdrawn_by_the_parser(nights: Nights) -> None:
    reparse(
        nights.archive,
        Fake("test-2", lambda reading: {**reading, "kind": "lookalike", "reason": "notice", "reason_code": "notice"}),
        LATER,
    )
    last = nights.archive.one("SELECT kind, cause FROM changes ORDER BY at DESC, rowid DESC LIMIT 1")
    assert tuple(last) == ("withdrawn", "parser")


def test_stopped_half_way_it_goes_on_where_it_was(nights: Nights) -> None:
    with pytest.raises(KeyboardInterrupt):
        reparse(nights.archive, Fake("test-2", more, stop_after=2), LATER)
    rest = Fake("test-2", more)
    reparse(nights.archive, rest, LATER + timedelta(minutes=1))
    assert 0 < rest.asked < 4 + 1
    again = Fake("test-2", more)
    reparse(nights.archive, again, LATER + timedelta(minutes=2))
    assert again.asked == 0


def test_the_clock_must_stand_after_the_readings(nights: Nights) -> None:
    with pytest.raises(ArchiveError, match="set the clock right"):
        reparse(nights.archive, Fake("test-2"), NIGHT - timedelta(days=1))


@pytest.mark.parametrize("parsers", [("test-1",), ("test-2",), ("test-2", "test-1"), ("test-2", "test-3")])
def test_an_empty_archive_is_filled_with_the_same_tables(
    nights: Nights, tmp_path: Path, parsers: tuple[str, ...]
) -> None:
    nights.night(5, None, listed=False, gone=True)
    nights.night(6, said(14))
    for number, name in enumerate(parsers):
        reparse(nights.archive, Fake(name, more if name == "test-2" else lambda r: r), LATER + timedelta(days=number))
    with Archive.open(tmp_path / "new.db") as new:
        last = parsers[-1]
        rebuild(nights.archive, new, Fake(last, more if last == "test-2" else lambda r: r), LATER + timedelta(days=60))
        assert dump(new, DERIVED) == dump(nights.archive, DERIVED)
        assert list(verify.verify(new)) == []


def test_rebuilding_by_another_parser_says_who_changed_it(nights: Nights, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "new.db") as new:
        rebuild(nights.archive, new, Fake("test-2", more), LATER)
        reparse(nights.archive, Fake("test-2", more), LATER)
        assert dump(new, DERIVED) == dump(nights.archive, DERIVED)


def test_nothing_is_rebuilt_into_a_used_archive(nights: Nights) -> None:
    with pytest.raises(ArchiveError, match="not empty"):
        rebuild(nights.archive, nights.archive, Fake("test-1"), datetime.now(NIGHT.tzinfo))


def test_what_no_capture_gives_again_is_copied_into_a_rebuilt_archive(nights: Nights, tmp_path: Path) -> None:
    lifecycle.update(nights.archive, NIGHT + timedelta(days=4))
    nights.archive.connection.execute(
        "INSERT INTO mutes (subject, muted_at, note) VALUES ('county:350627', '2026-02-01T00:00:00.000Z', 'holidays')"
    )
    with Archive.open(tmp_path / "rebuilt.db") as new:
        rebuild(nights.archive, new, Fake("test-1"), LATER)
        assert dump(new) == dump(nights.archive)
        assert list(verify.verify(new)) == []


def test_answers_go_along_into_an_empty_archive(nights: Nights, tmp_path: Path) -> None:
    subject = Subject(Question.OF_TODAY, TOWNSHIP[:6])
    answers.store(nights.archive, [Answer(subject, "no", "Li Hua", NIGHT, note="asked")])
    with Archive.open(tmp_path / "new.db") as new:
        rebuild(nights.archive, new, Fake("test-1"), LATER)
        assert answers.every(new) == answers.every(nights.archive)
        assert len(answers.every(new)) > 1
