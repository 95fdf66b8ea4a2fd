"""The project's own crawl of the one site of a configuration, in this process, as `crawl` runs it for each site."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from archive import observations
from archive.store import Archive
from crawler import config, worker
from crawler.session import register
from crawler.sites import registry

if __name__ == "__main__":
    loaded = config.load(Path(sys.argv[1]))
    (site,) = registry(loaded)
    with Archive.open(loaded.archive) as archive:
        run = observations.begin_run(archive, datetime.fromisoformat(sys.argv[2]), "benchmark", {})
        register(archive, site)
    settings = worker.scrapy_settings(loaded, site, run, sys.argv[2])
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", int(sys.argv[3]), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl("county", site_row=site)
    process.start()
