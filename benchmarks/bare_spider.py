"""A Scrapy spider that downloads a list of addresses and does nothing with them."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

LISTENING = ("remote_control.RemoteControl", "telnet.TelnetConsole")


class BareSpider(scrapy.Spider):
    """Downloads, and checks no more than that something came."""

    name = "bare"
    urls: list[str]

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every address."""
        for url in self.urls:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Any) -> None:
        """Nothing."""


if __name__ == "__main__":
    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_ITEMS": 1,
            "COOKIES_ENABLED": False,  # as ours, and their library would ask the network for the public suffix list
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "EXTENSIONS": {f"scrapy.extensions.{name}": None for name in ("logstats.LogStats", *LISTENING)},
            "ROBOTSTXT_OBEY": False,
            "LOG_LEVEL": "WARNING",
        }
    )
    process.crawl(BareSpider, urls=json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    process.start()
