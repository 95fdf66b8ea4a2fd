"""Rows for people: no value is cut, however narrow the terminal; instants are China's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from crawler.cli import output
from tests.support.paths import ROOT

ROWS = [
    {
        "alert": "20260203-1a2b3c",
        "kind": "missed_deadline",
        "subject": "township:410425101/2025",
        "opened_at": "2026-02-02T18:30:00.000Z",
        "note": None,
        "says": "郏县冢头镇2025年度报告应于1月31日前公开，两次完整检查均未见。" * 3,
    }
]
COLUMNS = ("alert", "kind", "subject", "opened_at", "note")


def printed(width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    output.show(ROWS, COLUMNS, sentence="says", as_json=False)
    return [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_keys_are_whole_on_a_narrow_terminal(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n".join(printed(width, capsys, monkeypatch))
    for key in ("20260203-1a2b3c", "missed_deadline", "township:410425101/2025"):
        assert key in text
    assert "".join(text.split()).count("两次完整检查均未见。") == 3


def test_columns_that_do_not_fit_are_below_with_their_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(60, capsys, monkeypatch)
    assert lines[0].split() == ["alert", "kind", "subject"]
    assert lines[1].split() == ["20260203-1a2b3c", "missed_deadline", "township:410425101/2025"]
    assert any(line.strip() == "opened at: 2026-02-03 02:30 CST" for line in lines)


def test_piped_output_is_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(ROWS, COLUMNS, as_json=False)
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["alert", "20260203-1a2b3c"]


def test_json_keeps_instants_as_they_are_stored(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(ROWS, COLUMNS, as_json=True)
    assert json.loads(capsys.readouterr().out) == ROWS


def test_a_terminal_without_chinese_gets_escapes() -> None:
    code = (
        "from crawler.cli.streams import escape_what_cannot_be_shown as escape; escape();"
        "import json; print(json.dumps('湖口县\U0002a6a5', ensure_ascii=False))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.isascii()
    assert json.loads(done.stdout) == "湖口县\U0002a6a5"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_verb_whose_streams_are_closed_does_its_work(closed: str) -> None:
    command = [sys.executable, "-m", "crawler.cli", "identify", "冢头镇2023年政府信息公开工作年度报告"]
    assert subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", *command], cwd=ROOT, check=False).returncode == 0


def test_an_array_is_written_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    """All rows of the country at once would take gigabytes."""
    written = []

    def rows() -> Iterator[dict[str, int]]:
        for number in range(3):
            yield {"number": number}
            written.append(capsys.readouterr().out)

    output.show(rows(), (), as_json=True)
    assert [*written, capsys.readouterr().out] == ['[{"number": 0}', ', {"number": 1}', ', {"number": 2}', "]\n"]
    output.show([], (), as_json=True)
    assert capsys.readouterr().out == "[]\n"
