"""`make case` writes a case that holds at once, and never over one that is there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.archive.extract.test_form_cases import check_case
from tests.support.documents import case, case_files
from tests.support.paths import FILES, ROOT, SAMPLE_PAGE


@pytest.mark.parametrize("document", [SAMPLE_PAGE, FILES / "report.docx", FILES / "report.pdf"], ids=lambda p: p.name)
def test_a_document_becomes_a_case_that_holds(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert case.main([str(document), "new", "--into", str(tmp_path)]) == 0
    assert (tmp_path / "new" / f"input{document.suffix}").read_bytes() == document.read_bytes()
    check_case(tmp_path / "new")
    printed = capsys.readouterr().out
    assert f"{tmp_path}/new/expected.json" in printed
    assert "tables             disclosure" in printed


def test_a_document_that_is_nearly_a_base_is_stored_as_its_changes(tmp_path: Path) -> None:
    base = (case_files.BASES / "report.html").read_text(encoding="utf-8")
    document = tmp_path / "page.html"
    document.write_text(base.replace('"3">12<', '"3">/<').replace("</div>", "<p>完。</p>\n</div>"), encoding="utf-8")
    assert case.main([str(document), "new", "--into", str(tmp_path)]) == 0
    (stored,) = (tmp_path / "new").glob("input.*")
    assert (stored.name, case_files.suffix(stored)) == ("input.html.toml", ".html")
    assert case_files.content(stored) == document.read_bytes()
    assert len(stored.read_bytes()) < 400
    check_case(tmp_path / "new")


@pytest.mark.parametrize("wrong", ["<p>not in the base</p>", "<td>0</td>"], ids=["unknown", "several"])
def test_a_change_that_does_not_fit_its_base_is_refused(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "input.html.toml"
    path.write_text(f'base = "report.html"\n[[change]]\nreplace = "{wrong}"\nby = ""\n', encoding="utf-8")
    with pytest.raises(ValueError, match="must have once"):
        case_files.content(path)


def test_a_case_that_no_longer_holds_is_noticed(tmp_path: Path) -> None:
    assert case.main([str(SAMPLE_PAGE), "new", "--into", str(tmp_path)]) == 0
    path = tmp_path / "new" / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))
    expected["tables"]["applications"]["new"]["total"] += 1
    path.write_text(json.dumps(expected), encoding="utf-8")
    with pytest.raises(AssertionError):
        check_case(tmp_path / "new")


def test_no_case_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "new").mkdir()
    assert case.main([str(SAMPLE_PAGE), "new", "--into", str(tmp_path)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert list((tmp_path / "new").iterdir()) == []
    assert case.main(["/nowhere.html", "other", "--into", str(tmp_path)]) == 1


def test_make_starts_it() -> None:
    command = ["make", "-n", "case", f"FILE={SAMPLE_PAGE}", "NAME=new"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"-m tests.support.documents.case {SAMPLE_PAGE} new" in done.stdout
