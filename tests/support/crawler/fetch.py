"""Site runs against the servers of a test, several in a process; a program, as Scrapy's reactor starts only once.

A job as JSON on stdin, one `Seen` a site run as JSON on stdout. Names resolve by a table of the test's and by nothing
else; addresses that the test calls public are taken for such, so that a part of loopback can play the internet. Where
no case has names, the site runs go side by side.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.reactor import install_reactor
from twisted.internet import task
from twisted.internet.defer import Deferred

from archive.captures import record
from archive.deadlines import status
from archive.reports import settling
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from crawler.fetch import guard
from crawler.runtime import config
from crawler.runtime.sites import register
from crawler.site_run import worker
from crawler.site_run.worker import SiteOrder
from spiders.registry import Site
from spiders.walk.county import CountySpider

COUNTY = "610925"
NOW = datetime(2026, 2, 1, 2, 30, tzinfo=CHINA)
LIMITS = {"DOWNLOAD_TIMEOUT": 5, "DOWNLOAD_MAXSIZE": 200_000, "NIANBAO_LONGEST_PAUSE": 0.2}


@dataclass(frozen=True)
class Case:
    """A site run: its start, its row's other keys, the names that there are, and settings of its own.

    `names` maps a name to the answers of successive look-ups; each is a list of addresses. Of several `nights` the
    last is the one that is told of.
    """

    start: str
    row: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    public: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    nights: int = 1


@dataclass(frozen=True)
class Seen:
    """What a site run left: outcome, and its captures in order; and the outcomes of all nights with their reasons.

    `requests` are those of each night, `verdicts` those on the reports of 2025 after the last, by the township's name.
    """

    outcome: str
    detail: str | None
    captures: list[dict[str, Any]]
    outcomes: list[str]
    details: list[str | None] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    verdicts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, url: str) -> list[tuple[str, str]]:
        """(verdict, detail) of each capture of an address."""
        return [(one["verdict"], one["detail"] or "") for one in self.captures if one["url"] == url]


def fetch(cases: Sequence[Case], **environment: str) -> list[Seen]:
    """Run the cases in a separate process."""
    done = subprocess.run(
        [sys.executable, "-c", "from tests.support.crawler import fetch; fetch.main()"],
        input=json.dumps([asdict(case) for case in cases]),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return [Seen(**row) for row in json.loads(done.stdout)]


class Names:
    """A getaddrinfo that knows the case's names and addresses, and asks nobody."""

    def __init__(self, table: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._left = {name: list(answers) for name, answers in table.items()}

    def __call__(self, name: str, port: int, *_: Any) -> list[Any]:
        if name not in self._left:
            try:
                socket.inet_aton(name)
            except OSError:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
            return _info([name], port)
        answers = self._left[name]
        return _info(answers.pop(0) if len(answers) > 1 else answers[0], port)


def _info(addresses: Sequence[str], port: int) -> list[Any]:
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
        if ":" in address
        else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
        for address in addresses
    ]


async def _run(folder: Path, case: Case) -> Seen:
    """Play a case in a folder that holds an empty archive."""
    from twisted.internet import reactor
    from twisted.internet._resolver import GAIResolver

    judged = guard.is_private
    path = folder / "nianbao.toml"
    path.write_text('contact = "test@example.org"\n[politeness]\ndelay = 0.0\n', "utf-8")
    (folder / "sites.toml").write_text("", "utf-8")
    loaded = config.load(path)
    defaults: dict[str, Any] = {
        "id": "langao",
        "county": COUNTY,
        "start": (case.start,),
        "hosts": (case.start.split("/")[2],),
    }
    row = Site(**{**defaults, **{k: tuple(v) if isinstance(v, list) else v for k, v in case.row.items()}})
    resolver = GAIResolver(reactor, getaddrinfo=Names(case.names))  # type: ignore[arg-type]
    guard.GuardedResolver(reactor, row.private_addresses, resolver).install_on_reactor()
    guard.is_private = lambda host: host not in case.public and judged(host)
    try:
        for night in range(case.nights):
            await _night(loaded, row, case, NOW + timedelta(days=night))
    finally:
        guard.is_private = judged
    with Archive.read(loaded.archive) as archive:
        ended = archive.rows("SELECT site_run, outcome, detail, requests FROM site_runs ORDER BY site_run")
        captures = archive.rows(
            "SELECT f.kind, a.url, f.status, f.verdict, f.reason, f.detail, f.payload IS NOT NULL AS kept"
            " FROM fetches AS f JOIN addresses AS a USING (address) WHERE f.site_run = ? ORDER BY f.capture",
            ended[-1]["site_run"],
        )
        outcomes = [night["outcome"] for night in ended]
        requests = [night["requests"] for night in ended]
        seen = [dict(row) for row in captures]
        details = [night["detail"] for night in ended]
        return Seen(outcomes[-1], details[-1], seen, outcomes, details, requests, _verdicts(archive))


def _verdicts(archive: Archive) -> dict[str, dict[str, Any]]:
    rows = archive.rows(
        "SELECT t.name, s.verdict, s.reason, s.evidence FROM status AS s"
        " JOIN townships AS t ON t.code = s.township_code WHERE s.year = 2025"
    )
    return {row["name"]: {**dict(row), "evidence": json.loads(row["evidence"])} for row in rows}


async def _night(loaded: config.Config, row: Site, case: Case, now: datetime) -> None:
    with Archive.open(loaded.archive) as archive:
        run = record.begin_run(archive, now, "test", {})
        register(archive, row)
    settings = worker.scrapy_settings(loaded, row, SiteOrder(loaded.path, run, row.id, now))
    settings.setdict({**LIMITS, **case.settings}, priority="cmdline")
    await AsyncCrawlerRunner().crawl(Crawler(CountySpider, settings), site_row=row)
    with Archive.open(loaded.archive) as archive:
        record.finish_run(archive, run, now)
        settling.settle(archive, now)
        status.materialise(archive, now + timedelta(hours=1))


async def _main() -> None:
    with tempfile.TemporaryDirectory(prefix="nianbao-fetch-") as folder:
        empty = Path(folder) / "empty"
        empty.mkdir()
        Archive.open(empty / "nianbao.db").close()
        cases = [Case(**case) for case in json.load(sys.stdin)]
        runs = [_run(shutil.copytree(empty, Path(folder) / str(n)), case) for n, case in enumerate(cases)]
        if any(case.names for case in cases):
            seen = [await run for run in runs]
        else:
            seen = await asyncio.gather(*runs)
    json.dump([asdict(one) for one in seen], sys.stdout)


def main() -> None:
    """The program. It is started by `-c`, as reader processes would import a main module with all that it needs."""
    logging.disable(logging.CRITICAL)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    task.react(lambda _: Deferred.fromFuture(asyncio.ensure_future(_main())))
