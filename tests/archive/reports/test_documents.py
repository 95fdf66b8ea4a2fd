"""From nights to versions, changes and verdicts, in a real archive."""

from pathlib import Path

import pytest

from archive.captures import record
from archive.maintenance import verify
from archive.reports import settling
from archive.reports.timeline import report_timeline
from archive.storage.instants import text
from tests.support.archives.samples import NIGHT, TOWNSHIP, Nights, said


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def counts(nights: Nights) -> list[int]:
    tables = ("payloads", "versions", "documents", "changes")
    return [nights.archive.one(f"SELECT count(*) FROM {table}")[0] for table in tables]


def test_a_report_and_where_it_came_from(nights: Nights) -> None:
    nights.night(0, said(12))
    row = nights.archive.one(
        "SELECT a.natural_person, c.url, l.url AS listing, c.payload, v.change, v.cause, r.state FROM applications AS a"
        " JOIN versions AS v USING (version) JOIN reports AS r USING (report)"
        " JOIN captures AS c ON c.capture = v.capture"
        " JOIN captures AS l ON l.capture = c.via WHERE a.line = 'new'"
    )
    assert row["natural_person"] == 12
    assert row["listing"].endswith("/nb/index.html")
    assert len(row["payload"]) == 64
    assert (row["change"], row["cause"], row["state"]) == ("appeared", "publisher", "present")


def test_an_unchanged_night_adds_neither_bytes_nor_versions(nights: Nights) -> None:
    nights.night(0, said())
    before = counts(nights)
    nights.night(1, said())
    assert counts(nights) == before


def test_revised_figures_say_from_what_to_what(nights: Nights) -> None:
    nights.night(0, said(12))
    nights.night(1, said(13))
    timeline = report_timeline(nights.archive, TOWNSHIP, 2025)
    assert timeline is not None
    changed = {c["cell"]: (c["before"], c["after"]) for c in timeline["versions"][1]["figures_changed"]}
    assert changed == {"applications.new.natural_person": (12, 13), "applications.new.total": (12, 13)}


def test_white_space_alone_is_no_version(nights: Nights) -> None:
    nights.night(0, said(text="主动公开 信息"))
    nights.night(1, said(text="主动公开\n信息"))
    assert nights.archive.one("SELECT count(*) FROM versions")[0] == 1


def test_back_to_the_old_content_is_restored(nights: Nights) -> None:
    nights.night(0, said(12))
    nights.night(1, said(13))
    nights.night(2, said(12))
    assert [kind for kind, _ in nights.changes()] == ["appeared", "figures", "restored"]
    assert (
        nights.archive.one("SELECT version FROM reports")[0]
        == nights.archive.one("SELECT version FROM versions WHERE seq = 1")[0]
    )


def test_withdrawn_needs_a_complete_check_and_a_dead_address(nights: Nights) -> None:
    nights.night(0, said())
    nights.night(1, None, listed=False, gone=True, outcome="partial")
    assert nights.archive.one("SELECT state FROM reports")[0] == "present"
    nights.night(2, None, listed=True, gone=True)
    assert nights.archive.one("SELECT state FROM reports")[0] == "present"
    nights.night(3, None, listed=False, gone=True)
    assert nights.archive.one("SELECT state FROM reports")[0] == "withdrawn"
    nights.night(4, said())
    assert nights.archive.one("SELECT state FROM reports")[0] == "present"
    assert [kind for kind, _ in nights.changes()] == ["appeared", "withdrawn", "restored"]


def test_a_report_missed_twice_after_the_deadline_is_not_published(nights: Nights) -> None:
    nights.night(0, None, listed=False)
    assert nights.verdict() == "pending"
    nights.night(12, None, listed=False)
    assert nights.verdict() == "cannot_tell"
    nights.night(13, None, listed=False, outcome="blocked")
    assert nights.verdict() == "cannot_tell"
    nights.night(14, None, listed=False)
    assert nights.verdict() == "not_published"
    nights.night(20, said())
    assert nights.verdict() == "seen_after_gap", "it claims a day in time, and only a list contradicts that"


def test_a_list_that_shows_it_is_no_absence(nights: Nights) -> None:
    nights.night(12, None, listed=True)
    nights.night(13, None, listed=True)
    assert nights.verdict() == "cannot_tell"


def test_the_archive_still_verifies(nights: Nights) -> None:
    nights.night(0, said(12))
    nights.night(1, said(13))
    assert list(verify.verify(nights.archive)) == []


def test_verify_names_what_was_tampered_with(nights: Nights) -> None:
    nights.night(0, said())
    db = nights.archive.connection
    db.execute("UPDATE status SET verdict = 'late' WHERE township_code = ?", (TOWNSHIP,))
    db.execute("DROP TRIGGER fetches_keep_update")
    payloads = nights.archive.payloads._connection
    payloads.execute("DROP TRIGGER payloads_keep_delete")
    payloads.execute("PRAGMA foreign_keys = OFF")
    payloads.execute("DELETE FROM payloads")
    found = {(problem.check, problem.subject) for problem in verify.verify(nights.archive)}
    assert ("status", f"{TOWNSHIP}/2025") in found
    assert ("guard", "fetches_keep_update") in found
    assert "payload" in {check for check, _ in found}


def test_a_page_that_only_carries_the_file_is_no_version_of_its_own(nights: Nights) -> None:
    hollow = {**said(), "sections": [], "tables": {}, "cells": []}
    run = nights.begin(0)
    nights.document(run, "http://www.nanjing.example.gov.cn/page.html", hollow)
    nights.document(run, "http://www.nanjing.example.gov.cn/report.docx", said())
    nights.finish(run)
    assert [row["change"] for row in nights.archive.rows("SELECT change FROM versions")] == ["appeared"]
    assert nights.archive.one("SELECT total FROM applications")[0] == 12


def test_an_empty_page_that_was_settled_stays_in_the_history(nights: Nights) -> None:
    nights.night(0, {**said(), "sections": [], "tables": {}, "cells": []})
    nights.night(1, said())
    assert [row["seq"] for row in nights.archive.rows("SELECT seq FROM versions ORDER BY seq")] == [1, 2]
    assert nights.archive.one("SELECT v.seq FROM reports JOIN versions AS v USING (version)")[0] == 2


def _killed_with_a_page_alone(nights: Nights) -> None:
    hollow = {**said(), "sections": [], "tables": {}, "cells": []}
    killed = nights.begin(0)
    nights.document(killed, "http://www.nanjing.example.gov.cn/page.html", hollow)
    record.finish_site(nights.archive, killed, NIGHT, "killed", None)
    settling.settle(nights.archive, NIGHT)
    assert not nights.archive.rows("SELECT 1 FROM versions")
    assert not [problem for problem in verify.verify(nights.archive) if problem.check == "report"]


def test_a_page_whose_site_was_killed_before_its_file_came_waits_for_it(nights: Nights) -> None:
    _killed_with_a_page_alone(nights)
    run = nights.begin(1)
    nights.document(run, "http://www.nanjing.example.gov.cn/report.docx", said())
    nights.finish(run)
    settling.settle(nights.archive, NIGHT)
    assert [row["change"] for row in nights.archive.rows("SELECT change FROM versions")] == ["appeared"]
    assert nights.archive.one("SELECT first_seen FROM reports")[0] == text(NIGHT)
    assert not nights.archive.rows("SELECT 1 FROM documents WHERE said IS NOT NULL")


def test_it_waits_for_one_run_only(nights: Nights) -> None:
    _killed_with_a_page_alone(nights)
    nights.finish(nights.begin(1))
    settling.settle(nights.archive, NIGHT)
    assert nights.archive.one("SELECT count(*) FROM versions")[0] == 1


def test_what_another_process_reads_is_left_to_it(nights: Nights) -> None:
    mine, other = nights.begin(0), nights.begin(0, "nanjing2")
    nights.document(other, "http://www.nanjing.example.gov.cn/page.html", said())
    nights.finish(mine)
    assert nights.archive.one("SELECT count(*) FROM versions")[0] == 0
    nights.finish(other)
    assert nights.archive.one("SELECT count(*) FROM versions")[0] == 1


def test_a_site_that_left_the_registry_is_missed_no_more(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.begin(0, "former")
    for days in (12, 14):
        nights.night(days, None, listed=False)
    assert nights.verdict() == "cannot_tell"
    for days in (16, 18):
        nights.night(days, None, listed=False, settings={"whole": True, "sites": ["nanjing"]})
    assert nights.verdict() == "not_published"
