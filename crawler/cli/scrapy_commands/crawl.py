"""`scrapy crawl county -a site=ID`: one site as `nianbao crawl ID` crawls it, but in this process.

It is a run like any other: the only one at work, resumed if it was interrupted, held to the row and the limits.
"""

from __future__ import annotations

import sys
from argparse import Namespace

from scrapy.commands import crawl
from scrapy.settings import BaseSettings

from archive.captures import record
from archive.captures.reasons import Reason
from archive.storage.database import Archive
from archive.storage.instants import china_day
from crawler.cli.scrapy_commands import apply_row, configured, reported, settings_of
from crawler.night import site_processes
from crawler.night.site_processes import CrawlRun
from crawler.runtime.clock import Clock, parse_instant
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.sites import chosen
from crawler.site_run import supervisor
from spiders.walk.county import CountySpider


class Command(crawl.Command):
    """Scrapy's `crawl`, within a run of this project's."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Crawl the site named by `-a site=ID`; other spiders, and wrong arguments, are Scrapy's business."""
        if args != [CountySpider.name]:
            super().run(args, opts)
            return
        with reported(self):
            self._crawl_site(args, opts)

    def _crawl_site(self, args: list[str], opts: Namespace) -> None:
        settings = settings_of(self)
        config, clock = configured(settings), _clock(settings)
        wanted = opts.spargs.get("site")
        if not wanted:
            raise ConfigError("wrong-scrapy-site")
        apply_row(settings, chosen(config, [wanted], china_day(clock.now()))[0])
        with site_processes.begun(config, [wanted], clock) as current:
            if not current.due:
                sys.stderr.write(f"scrapy: {wanted} is finished in run {current.run}, which was resumed and ends now\n")
                return
            settings.set("NIANBAO_RUN", current.run, priority="cmdline")
            with supervisor.limited(config.limits, lambda why: _give_up(config, current, clock, wanted, why)):
                super().run(args, opts)
            current.end_site(wanted, clock.now(), None)


def _clock(settings: BaseSettings) -> Clock:
    now = settings.get("NIANBAO_NOW")
    try:
        return Clock(parse_instant(now) if now else None)
    except ValueError as error:
        raise ConfigError("wrong-scrapy-now", now=f"{now!r}", error=error) from error


def _give_up(config: Config, current: CrawlRun, clock: Clock, site: str, why: Reason) -> None:
    """Record that the site's process was killed and end its run, by a connection of this thread's own.

    What it fetched and did not read is read by the next run.
    """
    sys.stderr.write(f"scrapy: {site}: {why}\n")
    with Archive.open(config.archive) as archive:
        CrawlRun(archive, current.run, ()).end_site(site, clock.now(), why)
        record.finish_run(archive, current.run, clock.now())
