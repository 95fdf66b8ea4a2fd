"""Each kind of thing spoiled in turn: `verify` names it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive.deadlines import status
from archive.maintenance import verify
from archive.storage import capture_keys
from archive.storage.database import Archive, payload_path
from tests.support.archives.samples import LIST, NIGHT, TOWNSHIP, Nights, said

REPORT = f"{TOWNSHIP}/2025"
OWN = "the words of a township that nobody else has, " * 6

SPOILED = {
    "a figure": ("UPDATE applications SET total = 99", "figures"),
    "a figure of table one": ("UPDATE disclosures SET decisions = 99 WHERE line = 'licences'", "figures"),
    "a text": ("UPDATE sections SET text = 'another'", "sections"),
    "an odd cell": ("DELETE FROM cells", "figures"),
    "the version in force": ("UPDATE reports SET version = (SELECT min(version) FROM versions)", "report"),
    "a state": ("UPDATE reports SET state = 'withdrawn'", "report"),
    "the first sight": ("UPDATE reports SET first_seen = '2020-01-01T00:00:00.000Z'", "report"),
    "a report": ("DELETE FROM reports", "report"),
    "a version's number": ("UPDATE versions SET seq = seq + 5", "version"),
    "a version's cause": ("UPDATE versions SET cause = 'parser'", "versions"),
    "a version": ("DELETE FROM versions WHERE seq = 2", "versions"),
    "a change": ("DELETE FROM changes WHERE kind = 'figures'", "changes"),
    "a change's instant": ("UPDATE changes SET at = '2020-01-01T00:00:00.000Z'", "changes"),
    "a move that never was": (
        "INSERT INTO changes VALUES ('2026-01-20', 'column', 'site:nanjing', 'a', 'b', 'publisher', NULL)",
        "changes",
    ),
    "a place": ("UPDATE manifestations SET up = 0", "manifestations"),
    "a verdict": ("UPDATE status SET verdict = 'late'", "status"),
    "a first sight in the verdict": ("UPDATE status SET first_seen = NULL", "status"),
    "a look against a claim": (
        "INSERT INTO backdating SELECT township_code, year, '2026', '', '', '', run, '', NULL, NULL FROM status, runs",
        "status",
    ),
    "a reason": ("UPDATE status SET reason = 'county_not_watched'", "status"),
    "the evidence": ("UPDATE status SET evidence = '{}'", "status"),
    "a verdict too many": (
        "UPDATE status SET year = year - 30",
        "status",
    ),
    "a copy that is none": (
        "INSERT INTO copied_from SELECT max(version), min(version), 0.9, 9, 10 FROM versions",
        "copied_from",
    ),
    "a reading": ("UPDATE documents SET version = NULL", "version"),
    "a capture": ("DELETE FROM news WHERE kind = 'report'", "foreign key"),
    "an instant": ("UPDATE news SET fetched_at = fetched_at + 60000", "capture"),
    "a list's items": ("DELETE FROM state_items", "listing state"),
    "a header": ("UPDATE header_sets SET fields = '{}' WHERE headers = 1", "headers"),
    "an item's title": ("UPDATE items SET title = 'another'", "listing state"),
    "a list's capture": ("DELETE FROM repeats", "capture"),
    "a digest": ("UPDATE payloads SET sha256 = zeroblob(32) WHERE payload = 1", "payload"),
    "a size": ("UPDATE payloads SET size = size + 1", "payload"),
    "a view": ("DROP VIEW provenance", "schema"),
    "an index": ("DROP INDEX news_by_address", "schema"),
    "a guard made idle": (
        "CREATE TRIGGER versions_keep_update BEFORE UPDATE ON versions WHEN 0 BEGIN SELECT 1; END",
        "schema",
    ),
}
"""What is done to the archive, and the check that must name it."""

BYTES = {
    "bytes": ("DELETE FROM payloads WHERE base IS NULL", "payload"),
    "other bytes": ("UPDATE payloads SET bytes = (SELECT bytes FROM payloads WHERE base IS NULL LIMIT 1)", "payload"),
    "garbage": ("UPDATE payloads SET bytes = zeroblob(9)", "payload"),
    "no guard": ("SELECT 1", "integrity"),
}


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    nights = Nights(folder)
    nights.night(0, None, listed=False)
    nights.night(1, said(12, text=OWN))
    nights.night(2, said(13, text=OWN))
    nights.night(3, said(13, text=OWN))
    assert list(verify.verify(nights.archive)) == []
    nights.archive.close()
    return folder


@pytest.fixture
def path(season: Path, tmp_path: Path) -> Path:
    for file in season.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "nianbao.db"


def spoil(path: Path, script: str, table: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        guards = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'"
        ).fetchall()
        views = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        for name, sql in guards:
            if sql.split(" ON ")[1].split()[0].strip('"') not in views:
                db.execute(f"DROP TRIGGER {name}")
        db.executescript(script)
        left = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        for name, sql in guards if table == "archive" else ():
            if name not in left:
                db.execute(sql)


@pytest.mark.parametrize("what", SPOILED)
def test_what_was_spoiled_is_named(path: Path, what: str) -> None:
    script, check = SPOILED[what]
    spoil(path, script, "archive")
    with Archive.read(path) as archive:
        assert check in {problem.check for problem in verify.verify(archive)}


def as_before_reasons(path: Path) -> None:
    """Make the verdicts what a program that knew no codes wrote, as migration 016 finds and leaves them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for township, year, evidence in db.execute("SELECT township_code, year, evidence FROM status").fetchall():
            former = {key: value for key, value in json.loads(evidence).items() if not key.startswith("reason")}
            db.execute(
                "UPDATE status SET reason = NULL, evidence = ? WHERE township_code = ? AND year = ?",
                (json.dumps(former, ensure_ascii=False), township, year),
            )


def test_verdicts_without_a_code_are_those_of_a_former_program(path: Path) -> None:
    as_before_reasons(path)
    with Archive.read(path) as archive:
        assert archive.one("SELECT count(reason), count(*) > 1 FROM status")[:] == (0, True)
        assert list(verify.verify(archive)) == []
    with Archive.open(path) as archive:
        status.materialise(archive, NIGHT + timedelta(days=3))
        assert archive.one("SELECT count(*) FROM status WHERE reason IS NULL")[0] == 0


def test_a_spoiled_verdict_without_a_code_is_named(path: Path) -> None:
    as_before_reasons(path)
    spoil(path, "UPDATE status SET evidence = replace(evidence, 'deadline', 'Deadline')", "archive")
    with Archive.read(path) as archive:
        assert {problem.check for problem in verify.verify(archive)} == {"status"}


@pytest.mark.parametrize("what", BYTES)
def test_spoiled_bytes_are_named(path: Path, what: str) -> None:
    script, check = BYTES[what]
    spoil(payload_path(path), script, "payloads")
    with Archive.read(path) as archive:
        assert check in {problem.check for problem in verify.verify(archive)}


@pytest.mark.parametrize("guard", ["repeats_keep_delete", "answers_keep_update", "answers_keep_delete"])
def test_a_missing_guard_is_named(path: Path, guard: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"DROP TRIGGER {guard}")
    with Archive.read(path) as archive:
        (problem,) = verify.verify(archive)
    assert (problem.check, problem.subject) == ("guard", guard)


@pytest.mark.parametrize("change", ["UPDATE answers SET says = 'no'", "DELETE FROM answers"])
def test_no_answer_is_changed(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(change)


def test_a_key_encodes_its_instant(path: Path) -> None:
    with Archive.read(path) as archive:
        row = archive.one("SELECT capture, fetched_at FROM fetches JOIN addresses USING (address) WHERE url = ?", LIST)
    assert capture_keys.milliseconds(row["capture"]) == row["fetched_at"]
