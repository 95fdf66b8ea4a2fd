"""Nights at sample sites in one process, each as its worker plays it and its parent settles it.

For tests and measurements that need many nights: a process a night costs more than the night. Needs Scrapy's reactor,
which starts only once, so whoever plays here is a program of its own: `program` runs its coroutine.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
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
from crawler.runtime import config
from crawler.runtime.sites import register, registry
from crawler.site_run import worker
from crawler.site_run.worker import SiteOrder
from spiders.walk.county import CountySpider
from tests.support.sites.demo import prepare
from tests.support.sites.server import SampleSites


class Stage:
    """One served site after the other, and the archives of its nights. `settings` are Scrapy's, for every night."""

    def __init__(self, folder: Path, sites: SampleSites, settings: Mapping[str, Any]) -> None:
        self._folder, self._sites, self._settings = folder, sites, dict(settings)
        self._runner = AsyncCrawlerRunner()
        self.config = prepare(folder, sites)

    def copy(self, name: str, source: config.Config | None) -> config.Config:
        """The configuration, and the archive where there is a source, in a folder of their own."""
        folder = self._folder / name
        folder.mkdir()
        for path in (source.path.parent if source else self.config.path.parent).glob("*"):
            if path.is_file():
                shutil.copy(path, folder)
        return config.load(folder / self.config.path.name)

    async def night(self, loaded: config.Config, name: str, now: datetime) -> config.Config:
        """Crawl the site as its worker would, and settle as the parent does."""
        self._sites.now = now
        row = next(row for row in registry(loaded) if row.id == name)
        with Archive.open(loaded.archive) as archive:
            run = record.begin_run(archive, now, "test", {})
            register(archive, row)
        settings = worker.scrapy_settings(loaded, row, SiteOrder(loaded.path, run, row.id, now))
        settings.setdict(self._settings, priority="cmdline")
        await self._runner.crawl(Crawler(CountySpider, settings), site_row=row)
        with Archive.open(loaded.archive) as archive:
            record.finish_run(archive, run, now)
            settling.settle(archive, now)
            status.materialise(archive, now)
        return loaded


def play(module: str, job: Mapping[str, Any], timeout: float = 1200) -> Any:
    """What the program `module.main` prints as JSON for a job on its stdin."""
    done = subprocess.run(
        [sys.executable, "-c", f"from {module} import main; main()"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return json.loads(done.stdout)


def program(run: Callable[[dict[str, Any]], Awaitable[Any]]) -> None:
    """Run a coroutine on the job of stdin and print its answer; `play` starts it.

    It is started by `-c`, as reader processes would import a main module with all that it needs.
    """
    logging.basicConfig(level=logging.ERROR)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

    async def answer() -> None:
        json.dump(await run(json.load(sys.stdin)), sys.stdout)

    task.react(lambda _: Deferred.fromFuture(asyncio.ensure_future(answer())))
