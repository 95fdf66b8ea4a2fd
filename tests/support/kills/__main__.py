"""Kill everything at random instants and say what was lost: `python -m tests.support.kills --kills 1000`.

Each trial is a line in the journal, so that the command may itself be killed and goes on where it was. What a trial
that lost something left is kept in the folder beside the journal.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import click

from crawler.browser.installed import executable
from tests.support.kills.crawls import Crawls
from tests.support.kills.nights import Mailings, WholeNights
from tests.support.kills.trial import Trial
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "kills.md"
BEGINS, ENDS = "<!-- kills -->", "<!-- /kills -->"
HEAD = "| killed | trials | kills | lost | twice | unsound | same tables |"
SITES = ("guzhang", "langao")


class Part(Protocol):
    """What is played, and killed."""

    part: str
    kills: int

    def begin(self, folder: Path) -> None:
        """Prepare, and play undisturbed."""

    def play(self, folder: Path, seed: int) -> Trial:
        """One trial in an empty folder."""

    def end(self) -> None:
        """Clean up."""


def parts() -> list[tuple[float, Part]]:
    """Each part with its share of the kills."""
    listed: list[tuple[float, Part]] = [
        (0.44, WholeNights()),
        (0.44, Mailings()),
        (0.05, Crawls("crawl", SITES)),
        (0.01, Crawls("warm", SITES, "crawler.site_run.forks")),
        (0.03, Crawls("worker", SITES, "crawler.site_run.forks", forked=True)),
        (0.02, Crawls("reader", SITES, "multiprocessing.forkserver", forked=True)),
    ]
    found = executable(None)
    if found is not None and found.exists():
        listed.append((0.01, Crawls("browser", ("qinghe",), "--remote-debugging-pipe", kills=4)))
    return listed


def table(trials: Sequence[Trial]) -> str:
    """What came of all trials, by part, with the sums on top."""
    names = dict.fromkeys(one.part for one in trials)
    rows = [_row(name, [one for one in trials if one.part == name]) for name in names]
    total = _sums(trials)
    lost = f"**{total[1]} kills: {total[2]} lost, {total[3]} twice, {total[4]} unsound,"
    return "\n".join([f"{lost} tables the same {total[5]} times of {total[0]}.**", "", HEAD, "|---" * 7 + "|", *rows])


def _row(name: str, trials: Sequence[Trial]) -> str:
    return f"| {name} | {' | '.join(map(str, _sums(trials)))} |"


def _sums(trials: Sequence[Trial]) -> tuple[int, ...]:
    fields = ("kills", "lost", "twice", "unsound", "same")
    return (len(trials), *(sum(getattr(one, field) for one in trials) for field in fields))


def run(kills: int, journal: Path, wanted: Iterable[str]) -> list[Trial]:
    """Play until so many kills are in the journal; parts in turn, so that it can be stopped at any time."""
    trials = _read(journal)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nianbao-kills-")))
        shares = [(share, part) for share, part in parts() if not wanted or part.part in wanted]
        for _, part in shares:
            stack.callback(part.end)
            part.begin(scratch / part.part)
        while sum(one.kills for one in trials) < kills:
            done = {part.part: sum(one.kills for one in trials if one.part == part.part) for _, part in shares}
            _, part = min(shares, key=lambda pair: done[pair[1].part] / pair[0])
            seed = sum(one.part == part.part for one in trials)
            with tempfile.TemporaryDirectory(dir=scratch) as folder:
                trials.append(part.play(Path(folder), seed))
                if not _harmless(trials[-1]):
                    shutil.copytree(folder, journal.with_suffix("") / f"{part.part}-{seed}", dirs_exist_ok=True)
            with journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(trials[-1])) + "\n")
            click.echo(json.dumps(asdict(trials[-1])), err=True)
    return trials


def _read(journal: Path) -> list[Trial]:
    if not journal.exists():
        return []
    return [Trial(**json.loads(line)) for line in journal.read_text("utf-8").splitlines() if line.endswith("}")]


def main() -> int:
    """The command. The exit status is 1 where anything was lost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=1000)
    asked.add_argument("--journal", type=Path, default=ROOT / ".kills.jsonl")
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    given = asked.parse_args()
    trials = run(given.kills, given.journal, given.only)
    click.echo(table(trials))
    if given.write:
        before, rest = PAGE.read_text("utf-8").split(BEGINS)
        PAGE.write_text(f"{before}{BEGINS}\n{table(trials)}\n{ENDS}{rest.split(ENDS)[1]}", "utf-8")
    return int(not all(map(_harmless, trials)))


def _harmless(one: Trial) -> bool:
    """Nothing was lost; two requests of each site may be in flight at a kill."""
    return not one.lost and one.twice <= one.kills * 2 * len(SITES) and not one.unsound and one.same


if __name__ == "__main__":
    sys.exit(main())
