"""Every page of docs/how-to is followed word for word in a copy of the checkout, and its commands succeed there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.storage.database import Archive
from tests.support.paths import ROOT

FOLDER = ROOT / "docs" / "how-to"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
QUICK = ("add-a-deadline-rule",)
"""A page that `make test` follows; the others, whose commands run tests themselves, are followed with the slow ones."""
# such as: File: `spiders/sites.toml`, after the first `    asp,`, and a fenced block below it
STEP = re.compile(
    r"^(?:File: `(?P<path>[^`\n]+)`, (?P<how>new file|at the end|after the (?:first|last) `(?P<line>[^\n]+)`)\n)?"
    r"```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A block of a page: the file it goes into and how, or commands."""

    path: str | None
    how: str
    line: str
    language: str
    text: str


def steps(page: Path) -> list[Step]:
    """The blocks of a page, in order."""
    return [
        Step(one["path"], one["how"] or "", (one["line"] or "").replace("\\`", "`"), one["language"], one["text"])
        for one in STEP.finditer(page.read_text(encoding="utf-8"))
    ]


def apply(step: Step, checkout: Path) -> None:
    """Write a block into its file as the page says."""
    path = checkout / str(step.path)
    if step.how == "new file":
        assert not path.exists(), f"{step.path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if step.how == "at the end" and path.suffix == ".py":
        lines += ["\n", "\n"]
    at = len(lines) if step.how == "at the end" else _below(lines, step)
    path.write_text("".join([*lines[:at], step.text, *lines[at:]]), encoding="utf-8")


def _below(lines: list[str], step: Step) -> int:
    places = [number for number, line in enumerate(lines, 1) if line.rstrip("\n") == step.line]
    assert places, f"{step.path} has no line {step.line!r}"
    return places[0] if "first" in step.how else places[-1]


def run(commands: str, checkout: Path) -> None:
    """Run a block of commands in the copy, with its modules before those of the checkout."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "NIANBAO_"))}
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=checkout,
        env={**outside, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A copy of what git knows of this checkout, or would take in, with its environment and a configuration."""
    copy = tmp_path / "nianbao"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    known = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, known.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    settings = 'contact = "ops@example.org"\nsites = "spiders/sites.toml"\n'
    (copy / "nianbao.toml").write_text(settings, encoding="utf-8")
    Archive.open(copy / "nianbao.db").close()
    yield copy
    shutil.rmtree(copy)


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=[pytest.mark.slow] * (page.stem not in QUICK), id=page.stem) for page in PAGES]
)
def test_a_page_can_be_followed_word_for_word(page: Path, checkout: Path) -> None:
    found = steps(page)
    assert {"sh"} < {step.language for step in found}
    for step in found:
        if step.path:
            apply(step, checkout)
        else:
            run(step.text, checkout)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_names_its_file_or_is_run(page: Path) -> None:
    text, found = page.read_text(encoding="utf-8"), steps(page)
    assert len(found) * 2 == len(re.findall(r"^```", text, re.MULTILINE))
    assert [step.text for step in found if (step.path is None) != (step.language == "sh")] == []
    assert text.count("\nFile: ") == sum(step.path is not None for step in found)


def test_every_page_is_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"({page.name})" not in index] == []
