"""Every command and query of the README runs as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT, SAMPLE_PAGE
from tests.support.season import Season, night

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAY_EXIT = {0, 1}


CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    played = Season.begin(tmp_path_factory.mktemp("readme"), night(2, 2), ["langao"])
    for instant in (night(2, 1), night(2, 2)):
        played.crawl(instant)
    played.crawl(night(2, 23), "--revisit")
    shutil.copy(SAMPLE_PAGE, played.config.path.parent / "report.html")
    yield played
    played.end()


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(season: Season, command: str) -> None:
    program = f"{sys.executable} -m crawler.cli --config {season.config.path}"
    # the sites' servers tell the season's date, and a machine that disagrees with them ends its night
    clock = f" --now {night(2, 24).isoformat()}" if command == "nianbao nightly" else ""
    start = season.sites.site("langao").base_url + "/xxgk.htm"
    done = subprocess.run(
        command.replace("nianbao", program, 1) + clock,
        shell=True,
        cwd=season.config.path.parent,
        env={**os.environ, "START": start, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode in MAY_EXIT, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("query", blocks("sql"))
def test_queries(season: Season, query: str) -> None:
    with season.archive() as archive:
        assert archive.rows(query)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\$ make ([\w-]+)", README))))
def test_the_commands_are_targets(command: str) -> None:
    assert f"\n{command}:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_both_languages_have_the_same_commands_queries_and_outputs() -> None:
    """What a comment says is in the page's language."""
    commented = re.compile(r"(?m)(?<=  )# .*$")
    english, chinese = (
        [commented.sub("", block) for block in re.findall(r"```.*?```", page, re.DOTALL)] for page in (README, CHINESE)
    )
    printed = next(number for number, block in enumerate(english) if block.startswith("```text\nnight of"))
    keys = [re.findall(r"\b\d{9}\b|\b\d{8}-\w{10}\b|http\S+", block[printed]) for block in (english, chinese)]
    assert keys[0] == keys[1]
    assert english[:printed] + english[printed + 1 :] == chinese[:printed] + chinese[printed + 1 :]


def test_the_order_is_fixed_and_no_tests_stand_in_an_operators_path() -> None:
    heads = re.findall(r"^## (.*)$", README, re.MULTILINE)
    wanted = ["Two commands", "What it looks like", "Add a county", "Run it every night", "Query it", "More"]
    assert heads == wanted
    assert len(re.findall(r"^## ", CHINESE, re.MULTILINE)) == len(heads)
    path = re.sub(r"(?s)<details>.*?</details>", "", README.partition("## More")[0])
    assert not re.search("pytest|make test", path)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README + CHINESE))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
