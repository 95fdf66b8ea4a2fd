"""`nianbao parse`: the contract's keys, several files, and what it does with files that are none."""

import json
from pathlib import Path

from archive.extract.sandbox.policy import Policy
from crawler.site_run import documents_on_disk
from tests.support.paths import SAMPLE_PAGE
from tests.support.season import nianbao, night

SAMPLE = SAMPLE_PAGE
KEYS = [
    "path", "sha256", "media_type", "charset", "kind", "reason", "reason_code", "title", "year", "issuer", "form",
    "document_number", "signed_on", "published_on", "sections", "tables", "cells", "narrative", "findings", "parser",
]  # fmt: skip


def test_the_keys_of_the_contract() -> None:
    done = nianbao(None, "parse", str(SAMPLE))
    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert [key for key in said if key in KEYS] == KEYS
    assert said["path"] == str(SAMPLE)
    assert len(said["sections"]) == 6
    assert sum(len(line) for line in said["tables"]["applications"].values()) == 175


def test_a_folder_gives_a_line_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 10)
    done = nianbao(None, "parse", str(tmp_path), "--strict")
    kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
    assert kinds[0] == "report"
    assert set(kinds[1:]) <= {"unreadable", "other"}
    assert "unreadable" in kinds
    assert done.returncode == 1
    assert all(json.loads(line)["reason"] for line in done.stdout.splitlines()[1:])


def test_what_cannot_be_opened_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = nianbao(None, "parse", str(tmp_path / "none.html"), str(SAMPLE), str(tmp_path / "empty"))
    assert done.returncode == 3
    assert json.loads(done.stdout)["kind"] == "report"
    first, second = done.stderr.splitlines()
    assert "none.html: cannot be read (No such file or directory)" in first
    assert "empty: there is no file in this folder" in second


def test_a_document_may_hang_and_the_program_does_not() -> None:
    (parsed,) = documents_on_disk.parse([SAMPLE], night(2, 1), policy=Policy(seconds=0.0))
    assert isinstance(parsed, documents_on_disk.Parsed)
    assert (parsed.report.kind, parsed.report.reason) == ("unreadable", "reading was stopped after 0 seconds")


def test_the_configurations_limits_hold_for_documents_on_disk_too(tmp_path: Path) -> None:
    config = tmp_path / "nianbao.toml"
    config.write_text("contact = 'ops@example.org'\n[limits]\ndocument_seconds = 0.001\n", encoding="utf-8")
    report = json.loads(nianbao(config, "parse", str(SAMPLE)).stdout)
    assert (report["kind"], report["reason"]) == ("unreadable", "reading was stopped after 0.001 seconds")


def test_documents_are_read_without_a_configuration(tmp_path: Path) -> None:
    done = nianbao(tmp_path / "none.toml", "parse", str(SAMPLE))
    assert (done.returncode, json.loads(done.stdout)["kind"]) == (0, "report")
