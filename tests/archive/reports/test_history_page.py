"""`docs/history.md` kept true: its commands and queries are run, and print what it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT
from tests.support.season import Season, night

PAGE = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")

VARYING = (r"\d{4}-\d\d-\d\dT[\d:.]+Z", r"\b1k[0-9a-z]{13}\b", r"(?<=127\.0\.0\.1:)\d+", r"\s+")
"""What differs from one season to the next: instants, keys, ports, and the width of columns."""

pytestmark = pytest.mark.slow


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    pytest.importorskip("numpy")
    played = Season.begin(tmp_path_factory.mktemp("history"), night(1, 20), ["nanjing"])
    for instant in (night(1, 20), night(2, 2), night(2, 3)):
        played.crawl(instant)
    played.crawl(night(2, 12), "--revisit")
    yield played
    played.end()


def test_commands_and_queries_print_what_is_shown(season: Season) -> None:
    printed = "".join(answer(season, command) for block in blocks("sh") for command in block.splitlines())
    with season.archive() as archive:
        for query in blocks("sql"):
            rows = archive.rows(query)
            printed += "".join(" | ".join(map(str, row)) + "\n" for row in rows) or f"nothing answers {query}"
    (season.config.path.parent / "printed.txt").write_text(printed, encoding="utf-8")
    assert "nothing answers" not in printed
    for line in (line for block in blocks("text") for line in block.splitlines()):
        assert plain(line) in plain(printed), line


def answer(season: Season, command: str) -> str:
    """What a command of the page prints."""
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "--config", str(season.config.path), *command.split()[1:]],
        cwd=season.config.path.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode in (0, 1), (command, done.stderr)
    return done.stdout


def plain(text: str) -> str:
    for pattern in VARYING:
        text = re.sub(pattern, " ", text)
    return text
