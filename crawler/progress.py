"""The live table of sites while a crawl runs on a terminal. Reads the archive; knows nothing of the processes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.progress import MofNCompleteColumn, Progress
from rich.table import Table

from archive.storage.database import Archive

log = logging.getLogger("nianbao")

LOGGED = 500
"""Steps between two log lines of long work."""

SHOWN = 30
"""Sites in the table at a time: those at work first."""


def watcher(stream: TextIO) -> Callable[[Path, str, list[str]], None] | None:
    """A function that starts the table, or None where the stream is no terminal and log lines serve better."""
    if not stream.isatty():
        return None

    def watch(path: Path, run: str, sites: list[str]) -> None:
        threading.Thread(target=_show, args=(Console(file=stream), path, run, sites), daemon=True).start()

    return watch


@contextmanager
def counter(stream: TextIO, what: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with (done, of how many): a bar on a terminal, a log line now and then elsewhere."""
    if not stream.isatty():
        yield lambda done, of: log.info("%d of %d %s", done, of, what) if done == of or done % LOGGED == 0 else None
        return
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=Console(file=stream)) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _show(console: Console, path: Path, run: str, sites: list[str]) -> None:
    with Archive.read(path) as archive, Live(console=console, refresh_per_second=4) as live:
        still = threading.Event()
        while not still.wait(0.5):
            rows = _rows(archive, run, sites)
            live.update(_table(rows))
            if all(outcome for _, outcome, *_ in rows):
                return


def _rows(archive: Archive, run: str, sites: list[str]) -> list[tuple[str, str | None, int, str]]:
    seen = {
        row["site"]: (row["outcome"], row["asked"], row["last"] or "")
        for row in archive.rows(
            "SELECT s.site, s.outcome, max(s.requests, count(f.capture)) AS asked,"
            " (SELECT a.url FROM news AS l JOIN addresses AS a USING (address) WHERE l.site_run = s.site_run"
            "  ORDER BY l.capture DESC LIMIT 1) AS last"
            " FROM site_runs AS s LEFT JOIN news AS f USING (site_run) WHERE s.run = ? GROUP BY s.site_run",
            run,
        )
    }
    return [(site, *seen.get(site, (None, 0, ""))) for site in sites]


def _table(rows: list[tuple[str, str | None, int, str]]) -> Table:
    done = sum(1 for _, outcome, *_ in rows if outcome)
    table = Table("site", "outcome", "requests", "last address", title=f"{done} of {len(rows)} sites", box=None)
    at_work = sorted(rows, key=lambda row: (row[1] is not None, row[2] == 0))
    for site, outcome, asked, last in at_work[:SHOWN]:
        table.add_row(site, outcome or ("…" if asked else "waiting"), str(asked), last)
    return table
