"""`nianbao reparse` on an archive that holds real pages: both readers with --double, changed rules with --rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item
from archive.deadlines import status
from archive.extract import parser, parser_name
from archive.extract.checks import rules
from archive.extract.parser import Order
from archive.extract.report.model import Context, Finding
from archive.reports import documents, settling
from archive.storage.database import Archive
from crawler import cli
from tests.support.archives import proofs
from tests.support.archives.canonical import DERIVED, dump
from tests.support.archives.samples import COUNTY, LIST, NIGHT, TOWNSHIP, URL
from tests.support.paths import SAMPLE_PAGE

SAMPLE = (SAMPLE_PAGE).read_bytes()
_END = "做到当月任务当月清。</span></span><o:p></o:p></p>"
SPLIT = SAMPLE.replace(_END.encode(), f"{_END}<table><tr><td>未<caption>完成</caption></td></tr></table>".encode(), 1)
"""A caption inside of a cell, which ends the cell for one reader and belongs to it for the other."""
LATER = (NIGHT + timedelta(days=3)).isoformat()


class Kept:
    """An archive in a folder with one report, read once, and the command line on it."""

    def __init__(self, folder: Path, page: bytes, capsys: pytest.CaptureFixture[str]) -> None:
        self._config = folder / "nianbao.toml"
        self._config.write_text('archive = "nianbao.db"\nsites = "sites.toml"\ncontact = "ops@example.org"\n')
        self._capsys = capsys
        self.archive = Archive.open(folder / "nianbao.db")
        record.register_site(self.archive, "nanjing", COUNTY, "trs", [LIST], {"deadline": {"rule": "default"}})
        run = record.begin_run(self.archive, NIGHT, "0", {})
        site_run = record.begin_site(self.archive, run, "nanjing", NIGHT)
        item = Item(URL, "年报", "2026-01-19", "report", 2025, "township", "山城镇", TOWNSHIP)
        record.store_listing_check(self.archive, site_run, CheckedList(LIST, (item,), complete=True))
        proofs.prove(self.archive, site_run, LIST)
        capture = record.record(self.archive, site_run, Fetched("report", URL, NIGHT, "ok", 200, body=page))
        order = documents.order(self.archive, capture)
        documents.store(self.archive, capture, parser.parse(order), NIGHT)
        record.finish_site(self.archive, site_run, NIGHT, "ok", None)
        settling.settle(self.archive, NIGHT, site_run)
        record.finish_run(self.archive, run, NIGHT)
        status.materialise(self.archive, NIGHT)

    def reparse(self, *options: str) -> str:
        """What the verb prints."""
        arguments = ["--config", str(self._config), "reparse", "--now", LATER, "--workers", "1", *options]
        if "--rules" in options:
            arguments = [a for a in arguments if a not in ("--workers", "1")]
        assert cli.main(arguments) == 0
        return self._capsys.readouterr().out

    def limit(self, limits: str) -> None:
        """Have the configuration limit what one document may take."""
        self._config.write_text(f"{self._config.read_text()}[limits]\n{limits}\n")

    def reparse_in_vain(self, *options: str) -> str:
        """What the verb prints where a document could not be read."""
        assert cli.main(["--config", str(self._config), "reparse", "--now", LATER, "--workers", "1", *options]) == 1
        return self._capsys.readouterr().out

    def findings(self, pattern: str) -> list[tuple[str, str, str]]:
        """Rule, blame and detail of the report's findings under these rules."""
        rows = self.archive.rows("SELECT rule, blame, detail FROM findings WHERE rule LIKE ? ORDER BY rule", pattern)
        return [tuple(row) for row in rows]


@pytest.fixture
def kept(tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Iterator[Kept]:
    kept = Kept(tmp_path, request.param, capsys)
    yield kept
    kept.archive.close()


@pytest.mark.parametrize("kept", [SAMPLE], indirect=True)
def test_reading_twice_adds_nothing_where_the_readers_agree(kept: Kept) -> None:
    before = dump(kept.archive, DERIVED)
    assert kept.reparse("--double") == "1 documents read, 0 read otherwise than before, 0 not readable\n"
    assert kept.archive.one("SELECT parser FROM documents")[0] == f"{parser_name.today()}+double"
    assert kept.findings("readers.%") == []
    after = dump(kept.archive, DERIVED)
    assert {table: [row.replace("+double", "") for row in rows] for table, rows in after.items()} == before
    assert kept.reparse("--double").startswith("0 documents read")
    assert kept.reparse().startswith("0 documents read")


@pytest.mark.parametrize("kept", [SAMPLE], indirect=True)
def test_the_configurations_limits_hold_for_reparse_too(kept: Kept) -> None:
    before = dump(kept.archive, DERIVED)
    kept.limit("document_seconds = 0.001")
    done = kept.reparse_in_vain("--double")
    assert done.startswith("1 documents read, 0 read otherwise than before, 1 not readable\n")
    assert "reading was stopped after 0.001 seconds" in done
    assert dump(kept.archive, DERIVED) == before


@pytest.mark.parametrize("kept", [SPLIT], indirect=True)
def test_where_the_readers_differ_the_archive_says_which_was_taken_and_why(kept: Kept) -> None:
    assert kept.findings("readers.%") == []
    assert kept.reparse("--double").startswith("1 documents read")
    ((rule, blame, detail),) = kept.findings("readers.%")
    assert (rule, blame) == ("readers.section1", "reading")
    assert "The fast reader's was taken: the fast one found 3 tables and 0 broken sums" in detail


@pytest.mark.parametrize("kept", [SAMPLE], indirect=True)
def test_changed_rules_are_applied_without_reading(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parser.parse(Order(SAMPLE, Context())).findings == ()
    kept.reparse("--rules")
    assert kept.reparse("--rules") == "the rules are as they were\n"
    rule = next(rule for rule in rules.RULES if rule.id == "text.year")
    monkeypatch.setattr("archive.reports.evaluation.rules_version", lambda: "changed")
    monkeypatch.setattr(
        "archive.extract.checks.rules.evaluate",
        lambda _: (Finding(rule.id, rule.severity, "source", "as the new rule says"),),
    )
    monkeypatch.setattr(parser, "parse", lambda *_, **__: pytest.fail("was read"))
    assert kept.reparse("--rules") == "1 versions have other findings than before\n"
    assert kept.findings("text.year") == [("text.year", "source", "as the new rule says")]
    assert kept.reparse("--rules") == "the rules are as they were\n"
