"""The live table of sites while a crawl runs on a terminal. Reads the archive; knows nothing of the processes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich import progress
from rich.console import Console
from rich.live import Live
from rich.table import Table

from archive.captures import site_runs
from archive.captures.site_runs import Progress
from archive.messages.coded import Sentence, reason
from archive.storage.database import Archive
from crawler.cli.language import say
from crawler.cli.output import in_words

log = logging.getLogger("nianbao")

LOGGED = 500
"""Steps between two log lines of long work."""

SHOWN = 30
"""Rows of the table: active sites first."""


def watcher(stream: TextIO) -> Callable[[Path, str, list[str]], None] | None:
    """A function that starts the table, or None where the stream is no terminal and log lines serve better."""
    if not stream.isatty():
        return None

    def watch(path: Path, run: str, sites: list[str]) -> None:
        threading.Thread(target=_show, args=(Console(file=stream), path, run, sites), daemon=True).start()

    return watch


@contextmanager
def counter(stream: TextIO, what: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with (done, of how many): a bar on a terminal, a log line now and then elsewhere.

    `what` is counted: the rest of a code that begins with `counted-`.
    """
    if not stream.isatty():
        yield lambda done, of: _log(done, of, what) if done == of or done % LOGGED == 0 else None
        return
    with progress.Progress(
        *progress.Progress.get_default_columns(), progress.MofNCompleteColumn(), console=Console(file=stream)
    ) as bar:
        task = bar.add_task(say(f"counted-{what}"))
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def stages(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """The same for work in stages: a function to call with (what, done, of how many), and a bar for each `what`."""
    if not stream.isatty():
        yield lambda what, done, of: _log(done, of, what) if done % LOGGED == 0 else None
        return
    with progress.Progress(
        *progress.Progress.get_default_columns(), progress.MofNCompleteColumn(), console=Console(file=stream)
    ) as bars:
        tasks: dict[str, progress.TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(say(f"counted-{what}"))
            bars.update(tasks[what], completed=done, total=of)

        yield show


def _log(done: int, of: int, what: str) -> None:
    log.info(Sentence.of("log-counted", done=done, of=of, what=reason(f"counted-{what}")))


def _show(console: Console, path: Path, run: str, sites: list[str]) -> None:
    with Archive.read(path) as archive, Live(console=console, refresh_per_second=4) as live:
        still = threading.Event()
        while not still.wait(0.5):
            rows = _rows(archive, run, sites)
            live.update(_table(rows))
            if all(row.outcome for row in rows):
                return


def _rows(archive: Archive, run: str, sites: list[str]) -> list[Progress]:
    begun = site_runs.progress(archive, run)
    return [begun.get(site) or Progress(site, None, 0, "") for site in sites]


def _table(rows: list[Progress]) -> Table:
    done = sum(1 for row in rows if row.outcome)
    heads = (say(f"column-{name}") for name in ("site", "outcome", "requests", "last_url"))
    table = Table(*heads, title=say("cli-sites-done", done=done, of=len(rows)), box=None)
    at_work = sorted(rows, key=lambda row: (row.outcome is not None, row.requests == 0))
    for row in at_work[:SHOWN]:
        table.add_row(row.site, _outcome(row), str(row.requests), row.last_url)
    return table


def _outcome(row: Progress) -> str:
    if row.outcome:
        return in_words("outcome", row.outcome)
    return "…" if row.requests else say("cli-waiting")
