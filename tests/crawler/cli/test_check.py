"""`nianbao check`: exit statuses, JSON, pages and marked drafts, last year's report, and the empty form."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from crawler import cli
from crawler.cli.verbs.reports.check import language_of_locale
from tests.support.documents.drafts import BROKEN, docx, without_fault, year_before
from tests.support.season import nianbao


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drafts")
    (made / "sound.docx").write_bytes(docx(without_fault()))
    (made / "sums.docx").write_bytes(docx(BROKEN["sums"]()))
    (made / "before.docx").write_bytes(docx(year_before()))
    return made


def test_drafts_are_reviewed_one_after_the_other(folder: Path) -> None:
    done = nianbao(None, "check", str(folder / "sound.docx"), str(folder / "sums.docx"), "--lang", "zh")
    assert (done.returncode, done.stderr) == (1, "")
    assert "没有发现问题" in done.stdout
    assert "【请改正】" in done.stdout


def test_without_remarks_the_status_is_0_and_json_says_so(folder: Path) -> None:
    done = nianbao(None, "check", str(folder / "sound.docx"), "--json", "--lang", "en")
    assert done.returncode == 0
    (said,) = json.loads(done.stdout)
    assert list(said) == ["path", "title", "year", "issuer", "summary", "counts", "remarks"]
    assert said["counts"] == {"correct": 0, "confirm": 0, "improve": 0, "unread": 0}


def test_a_page_and_a_marked_draft_are_written(folder: Path, tmp_path: Path) -> None:
    page, marked = tmp_path / "page.html", tmp_path / "marked.docx"
    before = str(folder / "before.docx")
    options = ["--last-year", before, "--html", str(page), "--docx", str(marked), "--json"]
    done = nianbao(None, "check", str(folder / "sums.docx"), *options)
    assert done.returncode == 1, done.stderr
    (said,) = json.loads(done.stdout)
    keys = ["rule", "weight", "remedy", "reason", "where", "section", "cells", "quotes"]
    assert all(list(remark) == keys for remark in said["remarks"])
    assert {"table": "applications", "line": "carried_in", "column": "total"} in [
        cell for remark in said["remarks"] for cell in remark["cells"]
    ]
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "word/comments.xml" in ZipFile(marked).namelist()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        pytest.param([], "name a draft", id="no file"),
        pytest.param(["none.docx"], "there is no such file", id="a file that is not there"),
        pytest.param(["sound.docx", "sums.docx", "--html", "x.html"], "name one draft", id="one page for two"),
        pytest.param(["sound.docx", "--docx", "sound.docx"], "this is the draft itself", id="over the draft"),
        pytest.param(["--blank", "1999"], "for the reporting years", id="before the form"),
        pytest.param(["--blank", "2025", "sound.docx"], "such a file already", id="a form over a file"),
        pytest.param(["--blank", "2025", "--docx", "sound.docx"], "such a file already", id="a form over a draft"),
        pytest.param(["--blank", "2025", "a.docx", "--docx", "b.docx"], "at most one", id="a form under two names"),
        pytest.param(["--blank", "2025", "--html", "page.html"], "only --docx", id="a form and a page"),
    ],
)
def test_misuse_is_told_and_is_status_2(
    folder: Path, arguments: list[str], why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from crawler import cli

    monkeypatch.chdir(folder)
    assert cli.main(["check", *arguments]) == 2
    assert why in capsys.readouterr().err


def test_the_empty_form_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from crawler import cli

    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "--blank", "2025"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.name == "2025年政府信息公开工作年度报告（空表）.docx"
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("variable", "value", "language"),
    [
        ("LC_ALL", "en_GB.UTF-8", "en"),
        ("LANG", "zh_CN.UTF-8", "zh"),
        ("LANG", "C.UTF-8", "zh"),
        ("LC_MESSAGES", "en_US", "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    variable: str, value: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    assert language_of_locale() == language


@pytest.mark.parametrize(
    ("written", "megabytes"),
    [("", None), ("[web]\ncheck = false\n", None), ("[web]\ncheck = true\ncheck_megabytes = 3\n", 3)],
)
def test_drafts_are_checked_on_served_pages_where_the_configuration_says_so(
    written: str, megabytes: int | None, tmp_path: Path
) -> None:
    from crawler.cli.options import Program
    from crawler.cli.verbs.archives.serve import _drafts

    path = tmp_path / "nianbao.toml"
    assert _drafts(Program(str(path))) is None
    path.write_text(f"contact = 'ops@example.org'\n{written}", encoding="utf-8")
    found = _drafts(Program(str(path)))
    assert (found and found[1]) == megabytes


def test_what_a_draft_says_does_nothing_to_a_terminal_or_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    acts = "\x1b[31m\u202e\x9b2J\u2066\x07\u200f\u061c\x85\u2028\x7f"
    draft, page = tmp_path / f"草稿{acts[:6]}.html", tmp_path / "page.html"
    draft.write_text(
        f"<title>城关镇{acts}2024年政府信息公开工作年度报告</title><p>一、总体情况{acts}<p>公开12{acts}条。"
        f"<table><tr><td>规章{acts}<td>{acts}1</table>",
        encoding="utf-8",
    )
    assert cli.main(["check", str(draft), "--html", str(page)]) == 1
    for said in (capsys.readouterr().out, page.read_text(encoding="utf-8")):
        assert "城关镇" in said
        assert not set(said) & set(acts.replace("[31m", "").replace("2J", ""))
