"""The pages for operators show what comes out, and say the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.cli import language as terminal
from tests.support import transcript, wrong_inputs
from tests.support.paths import ROOT

ENGLISH, CHINESE = ROOT / "docs" / "operating", ROOT / "docs" / "zh"
PAGES = sorted(path.name for path in ENGLISH.glob("*.md"))
LANGUAGES = ("en", "zh")


def blocks(page: Path) -> list[str]:
    """Commands and configurations; outputs and comments in them may be in the page's language."""
    found = re.findall(r"```(?:console|sh|toml|nginx|text)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in found for line in block.splitlines() if line.startswith(("$ ", "[", "channels", "{ url"))]


def test_all_pages_are_in_both_languages() -> None:
    assert {path.name for path in CHINESE.glob("*.md")} >= set(PAGES)
    assert len(PAGES) > 6


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_show_the_same_commands(page: str) -> None:
    commands = [[line for line in blocks(folder / page) if line.startswith("$ ")] for folder in (ENGLISH, CHINESE)]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts(page: str) -> None:
    heads = [
        len(re.findall(r"^##? ", (folder / page).read_text("utf-8"), re.MULTILINE)) for folder in (ENGLISH, CHINESE)
    ]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_wrong_inputs_is_what_the_page_shows(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "")  # what the page's language sets is undone
    page = wrong_inputs.PAGES[language].read_text(encoding="utf-8")
    assert wrong_inputs.written(page, language) == page, "python -m tests.support.wrong_inputs writes it anew"
    monkeypatch.undo()
    terminal.choose([])
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    said = "\n".join(line.split(" | ", 2)[2] for line in rows)
    for harmful in ("Traceback", "unforeseen", "SECRET", "Error:"):
        assert harmful not in said
    assert all(line.split(" | ")[1] in ("2", "3") for line in rows)


@pytest.mark.matrix
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_ten_minutes_come_out_as_the_page_shows_them(language: str) -> None:
    page = transcript.PAGES[language].read_text(encoding="utf-8")
    assert transcript.written(page, language) == page, "python -m tests.support.transcript writes it anew"
