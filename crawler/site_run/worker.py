"""One site in one process: what `crawl` starts for each site, so that a hung or crashing site costs only itself.

usage: python -m crawler.site_run.worker CONFIG RUN SITE [--now INSTANT] [--revisit] [--requests N]

Imports what it needs only once it runs: its reader processes import this module, too, and need nothing of it.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive.extract.sandbox.lifetime import die_with_parent

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from crawler.runtime.config import Config
    from spiders.registry import Site

LEGACY_TLS = {
    "DOWNLOADER_CLIENTCONTEXTFACTORY": "crawler.fetch.transport.LegacyTls",
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
}


def main(arguments: list[str]) -> None:
    """Crawl the site and leave its outcome in the archive."""
    order = _arguments(arguments)
    die_with_parent()
    _import_scrapy()
    from crawler.runtime import config as configuration
    from crawler.runtime.sites import registry

    config = configuration.load(order.config)
    site = next(site for site in registry(config) if site.id == order.site)
    settings = scrapy_settings(config, site, order.run, order.now, revisit=order.revisit)
    if order.requests:
        settings.set("NIANBAO_REQUESTS", order.requests, priority="cmdline")
    crawl(site, settings)


def crawl(site: Site, settings: Settings) -> None:
    """Crawl one site in this process; returns when its archive is closed."""
    from scrapy.crawler import AsyncCrawlerProcess

    process = AsyncCrawlerProcess(settings)
    process.crawl("county", site_row=site)
    process.start()
    gc.freeze()  # the interpreter ends by walking over all that is left; everything is written by now


def _import_scrapy() -> None:
    """Begin with the module that inspects every frame and every module there is: later it takes four times as long."""
    import scrapy.core.downloader.tls  # noqa: F401


def scrapy_settings(config: Config, site: Site, run: str, now: str | None, *, revisit: bool = False) -> Settings:
    """Scrapy's settings for one site run under this configuration."""
    from scrapy.settings import Settings

    from crawler.site_run import settings as defaults

    settings = Settings()
    settings.setmodule(defaults, priority="project")
    ours = {
        "NIANBAO_CONFIG": str(config.path),
        "NIANBAO_SITES": str(config.sites),
        "NIANBAO_RUN": run,
        "NIANBAO_NOW": now,
        "NIANBAO_REVISIT": revisit,
        "NIANBAO_PRIVATE_ADDRESSES": site.private_addresses,
        "USER_AGENT": config.user_agent,
        "DOWNLOAD_DELAY": config.politeness.delay,
    }
    settings.setdict(ours | (LEGACY_TLS if site.tls == "legacy" else {}), priority="cmdline")
    return settings


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawler.site_run.worker")
    parser.add_argument("config", type=Path)
    parser.add_argument("run")
    parser.add_argument("site")
    parser.add_argument("--now")
    parser.add_argument("--revisit", action="store_true")
    parser.add_argument("--requests", type=int)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
