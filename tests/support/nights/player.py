"""Site runs by the real spider over real HTTP, in a process that stays: what
`crawler.site_run.worker` does, without its start.

An order a line as JSON on stdin, `done` on stdout. `Player` is its other end; a test puts `Player.play` where
`crawler.night.site_processes` starts its worker.
"""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.reactor import install_reactor
from twisted.internet import task
from twisted.internet.defer import Deferred

from archive.captures.reasons import Reason, SiteRunReason, because
from crawler.runtime import config
from crawler.runtime.config import Limits
from crawler.runtime.sites import registry
from crawler.site_run import worker
from crawler.site_run.supervisor import STARTS
from crawler.site_run.worker import SiteOrder
from spiders.walk.county import CountySpider

PATIENCE = 1.0
"""Seconds that the crawler waits for an answer here; a slow server takes longer."""

_SETTINGS = {"DOWNLOAD_TIMEOUT": PATIENCE, "RETRY_TIMES": 1, "NIANBAO_LONGEST_PAUSE": 0.02, "LOG_LEVEL": "CRITICAL"}


class Player:
    """The process, restarted where it was killed. `deadly` are seconds after which the next ones are killed."""

    def __init__(self) -> None:
        self.deadly: list[float] = []
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def play(self, order: SiteOrder, _limits: Limits, *_forks: object) -> Reason | None:
        """One site run, as `crawler.night.site_processes` wants it: the reason where it was ended before its end."""
        for _ in range(STARTS):
            with self._one_at_a_time:
                done = self._done(json.dumps(order.command[3:]), self.deadly.pop(0) if self.deadly else None)
            if done:
                return None
        return because(SiteRunReason.PROCESS_KILLED, signal="SIGKILL")

    def _done(self, order: str, deadly: float | None) -> bool:
        process = self._begun()
        assert process.stdin
        assert process.stdout
        killer = threading.Timer(deadly, process.kill) if deadly is not None else None
        if killer:
            killer.start()
        process.stdin.write(order + "\n")
        process.stdin.flush()
        done = process.stdout.readline() == "done\n"
        if killer:
            killer.cancel()
        if killer or not done:
            self.end()
        return done

    def end(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _begun(self) -> subprocess.Popen[str]:
        if self._process is None:
            command = [sys.executable, "-c", "from tests.support.nights import player; player.main()"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self._process


async def _serve() -> None:
    runner = AsyncCrawlerRunner()
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = SiteOrder.read(json.loads(line))
        loaded = config.load(order.config)
        row = next(row for row in registry(loaded) if row.id == order.site)
        settings = worker.scrapy_settings(loaded, row, order)
        settings.setdict(_SETTINGS, priority="cmdline")
        await runner.crawl(Crawler(CountySpider, settings), site_row=row)
        print("done", flush=True)  # noqa: T201 - the answer


def main() -> None:
    """The program. It is started by `-c`, as reader processes would import a main module with all that it needs."""
    logging.basicConfig(level=logging.CRITICAL)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    task.react(lambda _: Deferred.fromFuture(asyncio.ensure_future(_serve())))
