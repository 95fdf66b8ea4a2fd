"""What people say of findings stands beside them however they are read again, until the publisher changes it."""

from __future__ import annotations

import ast
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.extract import output
from archive.extract.parser import Order
from archive.extract.report.model import Report
from archive.maintenance.merge import merge
from archive.maintenance.reparse import rebuild, reparse
from archive.reports import judgements
from archive.reports.judgements import Says, Word
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from crawler import cli
from tests.support.archives.samples import COUNTY, NIGHT, TOWNSHIP, Nights, said

REPORT, RULE = f"{TOWNSHIP}/2025", "disclosure.licences.unreadable"
NOTICED = [{"rule": RULE, "severity": "warning", "blame": "reading", "detail": "1 cell holds no number."}]
DAY = timedelta(days=1)


def dismissed(person: str = "Li Hua", says: Says = Says.DISMISSED) -> Word:
    return Word(REPORT, RULE, says, person, "the scan shows it")


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    made = Nights(tmp_path)
    made.night(0, said(findings=NOTICED))
    return made


def words(archive: Archive) -> list[str | None]:
    return [found.says for found in judgements.findings(archive, county=COUNTY) if found.rule == RULE]


class Changed:
    """A parser that reads one application more than was read before, and words the finding otherwise."""

    name = "test-2"

    def read(self, order: Order) -> Report:
        reading: dict[str, Any] = ast.literal_eval(order.data.decode())
        line = reading["tables"]["applications"]["new"]
        more = {"applications": {"new": {**line, "total": line["total"] + 1}}}
        findings = [{**found, "detail": "reworded"} for found in reading["findings"]]
        changed = {**reading, "tables": {**reading["tables"], **more}, "findings": findings, "parser": self.name}
        return output.from_json(changed)


def test_the_last_word_on_a_finding_counts_until_it_is_withdrawn(nights: Nights) -> None:
    for hours, says, counts in ((1, "dismissed", "dismissed"), (2, "confirmed", "confirmed"), (3, "withdrawn", None)):
        judgements.judge(nights.archive, dismissed(says=Says(says)), NIGHT + timedelta(hours=hours))
        assert words(nights.archive) == [counts]
    assert nights.archive.one("SELECT count(*) FROM judgements")[0] == 3


def test_a_word_needs_a_finding_that_stands(nights: Nights) -> None:
    with pytest.raises(ArchiveError, match="no finding"):
        judgements.judge(nights.archive, Word(REPORT, "text.year", Says.DISMISSED, "Li Hua"), NIGHT)


@pytest.mark.parametrize("verb", ["UPDATE judgements SET person = ''", "DELETE FROM judgements"])
def test_words_are_never_changed(nights: Nights, verb: str) -> None:
    judgements.judge(nights.archive, dismissed(), NIGHT)
    with pytest.raises(sqlite3.DatabaseError, match="append-only"), nights.archive.transaction() as db:
        db.execute(verb)


def test_a_word_outlives_a_parser_that_reads_otherwise(nights: Nights) -> None:
    judgements.judge(nights.archive, dismissed(), NIGHT)
    reparse(nights.archive, Changed(), NIGHT + DAY)
    assert nights.archive.one("SELECT count(*) FROM versions")[0] == 2
    assert words(nights.archive) == ["dismissed"]


def test_a_word_outlives_a_rebuilt_archive(nights: Nights, tmp_path: Path) -> None:
    judgements.judge(nights.archive, dismissed(), NIGHT)
    with Archive.open(tmp_path / "new.db") as new:
        rebuild(nights.archive, new, Changed(), NIGHT + DAY)
        assert words(new) == ["dismissed"]


def test_a_word_ends_where_the_publisher_changes_the_report(nights: Nights) -> None:
    judgements.judge(nights.archive, dismissed(), NIGHT)
    nights.night(1, said(13, findings=NOTICED))
    assert words(nights.archive) == [None]


def test_words_of_two_machines_are_united_each_once(nights: Nights, tmp_path: Path) -> None:
    nights.archive.close()
    there = tmp_path / "there"
    there.mkdir()
    for path in tmp_path.glob("nianbao*.db"):
        shutil.copy(path, there)
    for folder, person, hours in ((tmp_path, "Li Hua", 1), (there, "Wang Fang", 2)):
        with Archive.open(folder / "nianbao.db") as archive:
            judgements.judge(archive, dismissed(person), NIGHT + timedelta(hours=hours))
    with Archive.open(tmp_path / "nianbao.db") as archive:
        for _ in range(2):
            merge(archive, [there / "nianbao.db"], NIGHT + DAY)
        found = [one.person for one in judgements.findings(archive) if one.rule == RULE]
        assert (found, archive.one("SELECT count(*) FROM judgements")[0]) == (["Wang Fang"], 2)


def test_findings_are_listed_and_judged_by_the_program(nights: Nights, capsys: pytest.CaptureFixture[str]) -> None:
    nights.archive.close()
    config = nights.path.with_name("nianbao.toml")
    config.write_text('contact = "ops@example.org"\n', encoding="utf-8")
    base = ("--config", str(config), "findings")
    given = ("dismiss", REPORT, RULE, "--person", "Li Hua", "--note", "the scan shows it")
    assert cli.main([*base, *given, "--now", NIGHT.isoformat()]) == 0
    assert cli.main([*base, "--county", COUNTY]) == 0
    printed = capsys.readouterr().out
    assert f"dismissed: {REPORT} {RULE}" in printed
    assert "Li Hua" in printed.splitlines()[-1] or "Li Hua" in printed
    assert cli.main([*base, "dismiss", REPORT, "--person", "Li Hua"]) == 2
    assert cli.main([*base, "dismiss", REPORT, "text.year", "--person", "Li Hua"]) == 3
