"""One site in one process: what `crawl` starts for each site, so that a hung or crashing site costs only itself.

usage: python -m crawler.worker CONFIG RUN SITE [--now INSTANT] [--revisit]
"""

from __future__ import annotations

import argparse
import ctypes
import signal
import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import config as configuration
from crawler import settings as defaults
from crawler.sites import registry
from spiders.registry import Site

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def main(arguments: list[str]) -> None:
    """Crawl the site and leave its outcome in the archive."""
    order = _arguments(arguments)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    config = configuration.load(order.config)
    site = next(site for site in registry(config) if site.id == order.site)
    process = AsyncCrawlerProcess(scrapy_settings(config, site, order.run, order.now, revisit=order.revisit))
    process.crawl("county", site_row=site)
    process.start()


def scrapy_settings(
    config: configuration.Config, site: Site, run: str, now: str | None, *, revisit: bool = False
) -> Settings:
    """Scrapy's settings for one site run under this configuration."""
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
    settings.setdict(ours, priority="cmdline")
    return settings


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawler.worker")
    parser.add_argument("config", type=Path)
    parser.add_argument("run")
    parser.add_argument("site")
    parser.add_argument("--now")
    parser.add_argument("--revisit", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
