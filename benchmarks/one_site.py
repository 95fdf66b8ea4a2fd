"""The project's own crawl of one site of a configuration, in this process, as `crawl` runs it for each site.

usage: python -m benchmarks.one_site CONFIG SITE INSTANT CONCURRENCY
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import scrapy.core.downloader.tls  # noqa: F401  # early, as the worker does

from archive import observations
from archive.store import Archive
from crawler import config, worker
from crawler.session import register
from crawler.sites import registry

if __name__ == "__main__":
    loaded = config.load(Path(sys.argv[1]))
    site = next(site for site in registry(loaded) if site.id == sys.argv[2])
    with Archive.open(loaded.archive) as archive:
        run = observations.begin_run(archive, datetime.fromisoformat(sys.argv[3]), "benchmark", {})
        register(archive, site)
    settings = worker.scrapy_settings(loaded, site, run, sys.argv[3])
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", int(sys.argv[4]), priority="cmdline")
    worker.crawl(site, settings)
