"""The process of a site: `crawl` starts one for each site, so that a site that hangs or crashes affects no other.

usage: python -m crawler.site_run.worker CONFIG RUN SITE [--now INSTANT] [--revisit] [--requests N] [--apart]

Imports what it needs only when it runs: its reader processes import this module, too, and need none of it.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.extract.sandbox.lifetime import die_with_parent
from archive.storage.instants import china_day
from crawler.runtime.log_lines import PrintableLines, to_standard_error

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.runtime.config import Config
    from spiders.registry import Site

LEGACY_TLS = {
    "DOWNLOADER_CLIENTCONTEXTFACTORY": "crawler.fetch.transport.LegacyTls",
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
}


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """The order for a site's process.

    `run` and `site` are keys of the archive, `now` is the instant at which its clock begins, None for the real time.
    `revisit` requests every known page, due or not; `requests` is the most requests to make, None for the default.
    `apart`: the archive is a part of another one, which settles the reports once it is joined.
    """

    config: Path
    run: str
    site: str
    now: datetime | None = None
    revisit: bool = False
    requests: int | None = None
    apart: bool = False

    @classmethod
    def read(cls, arguments: Sequence[str]) -> SiteOrder:
        """Parse the order from the process's command line."""
        parser = argparse.ArgumentParser(prog="python -m crawler.site_run.worker")
        parser.add_argument("config", type=Path)
        parser.add_argument("run")
        parser.add_argument("site")
        parser.add_argument("--now", type=datetime.fromisoformat)
        parser.add_argument("--revisit", action="store_true")
        parser.add_argument("--requests", type=int)
        parser.add_argument("--apart", action="store_true")
        return cls(**vars(parser.parse_args(arguments)))

    @property
    def command(self) -> list[str]:
        """The command that starts the process. `-P`: a package in the current folder is not taken for one of ours."""
        safe_path = () if Path(__file__).parents[2] == Path.cwd() else ("-P",)
        return [sys.executable, *safe_path, "-m", "crawler.site_run.worker", *self.arguments]

    @property
    def arguments(self) -> list[str]:
        """The order as the arguments of the command."""
        return [
            *(str(self.config), self.run, self.site),
            *(("--now", self.now.isoformat()) if self.now else ()),
            *(("--revisit",) if self.revisit else ()),
            *(("--requests", str(self.requests)) if self.requests else ()),
            *(("--apart",) if self.apart else ()),
        ]

    @property
    def settings(self) -> dict[str, object]:
        """The order as Scrapy settings, which the parts of the crawl read."""
        from crawler.site_run import identify

        return {
            "NIANBAO_RUN": self.run,
            "NIANBAO_NOW": self.now.isoformat() if self.now else None,
            "NIANBAO_REVISIT": self.revisit,
            "NIANBAO_APART": self.apart,
            **({"NIANBAO_IDENTIFY": partial(identify.link, today=china_day(self.now))} if self.now else {}),
            **({"NIANBAO_REQUESTS": self.requests} if self.requests else {}),
        }


def main(arguments: list[str]) -> None:
    """Crawl the site and leave its outcome in the archive."""
    order = SiteOrder.read(arguments)
    die_with_parent()
    _import_scrapy()
    from crawler.runtime import config as configuration
    from crawler.runtime.sites import registry

    config = configuration.load(order.config)
    site = next(site for site in registry(config) if site.id == order.site)
    crawl(site, scrapy_settings(config, site, order))


def crawl(site: Site, settings: Settings) -> None:
    """Crawl one site in this process; returns when its archive is closed."""
    process = crawler_process(settings)
    process.crawl("county", site_row=site)
    process.start()
    gc.freeze()  # at its end the interpreter would visit every object; all results are written by now


def crawler_process(settings: Settings) -> AsyncCrawlerProcess:
    """Scrapy in this process, whose records are lines like those of the rest of the program."""
    from scrapy.crawler import AsyncCrawlerProcess

    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    to_standard_error(settings["LOG_LEVEL"], PrintableLines())
    return process


def _import_scrapy() -> None:
    """Import first the module that inspects every frame and every module: later it takes four times as long."""
    import scrapy.core.downloader.tls  # noqa: F401


def import_all() -> None:
    """Import all that a site's process imports, for a process that others are forked from. Starts no reactor."""
    _import_scrapy()
    from importlib import import_module

    from scrapy.crawler import AsyncCrawlerProcess  # noqa: F401
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    from crawler.site_run import settings as defaults

    settings = Settings()
    settings.setmodule(defaults, priority="project")
    SpiderLoader.from_settings(settings)
    for name in _component_names(settings):
        import_module(name.rpartition(".")[0])


def _component_names(settings: Settings) -> Iterator[str]:
    """The names of the classes that Scrapy will load by these settings."""
    kinds = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES")
    for kind in kinds:
        components = {**settings.getdict(f"{kind}_BASE"), **settings.getdict(kind)}
        yield from (name for name, place in components.items() if place is not None)
    yield from (handler for handler in settings.getdict("DOWNLOAD_HANDLERS").values() if handler)
    yield from (name for key in _SINGLE_COMPONENTS if "." in (name := settings.get(key) or ""))


_SINGLE_COMPONENTS = (
    "SCHEDULER", "DUPEFILTER_CLASS", "DOWNLOADER", "DOWNLOADER_CLIENTCONTEXTFACTORY", "ITEM_PROCESSOR", "STATS_CLASS",
    "LOG_FORMATTER", "TWISTED_DNS_RESOLVER", "TWISTED_REACTOR", "NIANBAO_IDENTIFY", "NIANBAO_DECIDES",
    "SCHEDULER_PRIORITY_QUEUE", "SCHEDULER_MEMORY_QUEUE", "SCHEDULER_DISK_QUEUE", "REQUEST_FINGERPRINTER_CLASS",
)  # fmt: skip
"""Settings that name one class or function each."""


def scrapy_settings(config: Config, site: Site, order: SiteOrder) -> Settings:
    """Scrapy's settings for one site run under this configuration."""
    from scrapy.settings import Settings

    from crawler.site_run import settings as defaults

    settings = Settings()
    settings.setmodule(defaults, priority="project")
    ours: dict[str, object] = {
        "NIANBAO_CONFIG": str(config.path),
        "NIANBAO_SITES": str(config.sites),
        "USER_AGENT": config.user_agent,
        "DOWNLOAD_DELAY": config.politeness.delay,
    }
    settings.setdict(ours | order.settings | site_settings(site), priority="cmdline")
    return settings


def site_settings(site: Site) -> dict[str, object]:
    """The Scrapy settings of a row of the registry: how names resolve, and old TLS."""
    return {"NIANBAO_PRIVATE_ADDRESSES": site.private_addresses, **(LEGACY_TLS if site.tls == "legacy" else {})}


if __name__ == "__main__":
    main(sys.argv[1:])
