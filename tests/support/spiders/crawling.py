"""One crawl of a site by the spider alone, without the crawler's middlewares and without an archive.

Run as a program in a process of its own, as Scrapy's reactor starts only once: a job as JSON on stdin, what the spider
yielded and what was asked for as JSON on stdout.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from types import SimpleNamespace
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import HtmlResponse, Response

from spiders.families import land
from spiders.pages.page import Page
from spiders.registry import Site
from spiders.walk.county import CountySpider
from spiders.walk.errand import Errand, Reply, Verdict

_LOOKALIKE = re.compile(r"解读|图解|指南|制度|通知|办法")


@dataclass(frozen=True)
class Crawled:
    """What came of a crawl: the spider's items by the name of their class, and the requests in their order."""

    items: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    asked: Sequence[Mapping[str, Any]] = ()

    def of(self, name: str) -> Sequence[Mapping[str, Any]]:
        return self.items.get(name, ())

    @property
    def reports(self) -> set[str]:
        return {item["url"] for item in self.of("DocumentFetched") if item["kind"] == "report"}


@dataclass(frozen=True)
class Job:
    """A site to crawl: its row, and what the stand-ins for the archive's knowledge need to know of its county."""

    row: Mapping[str, Any]
    townships: Sequence[str]
    county: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


def crawl(*jobs: Job) -> dict[str, Crawled]:
    """Crawl sites, all in one process of its own; what came of it by the sites' ids."""
    work = json.dumps([asdict(job) for job in jobs])
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.spiders.crawling"],
        input=work,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return {site: Crawled(**came) for site, came in json.loads(done.stdout).items()}


class Judge:
    """A stand-in for the crawler's ledger: numbers responses, and calls one ok that shows what was asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self._numbers = count(1)
        self._asked: list[Any] = crawler.came["asked"]  # type: ignore[attr-defined]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        errand = Errand.of(request)
        kind = errand.kind
        if kind != "attachment" or response.body[:1] == b"<":
            charset = "gb18030" if b"gb2312" in response.body[:200] else "utf-8"
            response = HtmlResponse(
                response.url, response.status, body=response.body, encoding=charset, request=request
            )
        if response.status in (301, 302):
            return response
        reply = Reply(self._verdict(kind, errand.family, response), str(next(self._numbers)))
        replace(errand, reply=reply).put_on(request)
        self._asked.append(
            {
                "kind": kind,
                "url": request.url,
                "method": request.method,
                "verdict": reply.verdict,
                "via": errand.via,
                "title": errand.link.title if errand.link else None,
                "referer": (request.headers.get("Referer") or b"").decode(),
            }
        )
        return response

    def _verdict(self, kind: str, family: str | None, response: Response) -> Verdict:
        if response.status != 200:
            return "gone" if response.status == 404 else "unreachable"
        if not isinstance(response, HtmlResponse):
            return "ok"
        landing = land(Page(response.url, response.text), family or "auto")
        if kind == "attachment":
            return "soft_404"
        if (kind == "listing" and not landing.listing) or (kind == "report" and not landing.article):
            return "soft_404"
        return "ok"


class _Identity:
    """Just enough of an identification for titles as the sample sites print them."""

    def __init__(self, jobs: Sequence[Mapping[str, Any]]) -> None:
        self._jobs = {job["row"]["county"]: job for job in jobs}

    def __call__(self, title: str, url: str, county_code: str) -> SimpleNamespace:
        job = self._jobs[county_code]
        year = re.search(r"(20\d\d)\s*年", title)
        name = next((name for name in job["townships"] if name in title), None)
        about = re.search(r"公开.{0,8}报", title.replace(" ", ""))
        kind = "other" if not about else "lookalike" if _LOOKALIKE.search(title) else "report"
        level = "township" if name else "county" if job["county"] and job["county"] in title else "unknown"
        code = self.townships(county_code).get(name) if name else None
        issuer = SimpleNamespace(level=level, township_code=code, name=name)
        told = {"kind": kind, "year": int(year[1]) if year else None, "issuer": issuer}
        return SimpleNamespace(**told, concerns=(), doubt=None)

    def townships(self, county_code: str) -> dict[str, str]:
        return {
            name: f"{county_code}{number:03}" for number, name in enumerate(self._jobs[county_code]["townships"], 100)
        }


def _main() -> None:
    jobs = json.load(sys.stdin)
    identity = _Identity(jobs)
    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "REMOTE_CONTROL_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
            "RETRY_ENABLED": False,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOADER_MIDDLEWARES": {"tests.support.spiders.crawling.Judge": 900},
            "NIANBAO_IDENTIFY": identity,
            "NIANBAO_TOWNSHIPS": identity.townships,
        }
    )
    came: dict[str, dict[str, Any]] = {}
    for job in jobs:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in job["row"].items()
        }
        settings = process.settings.copy()
        settings.update(job["settings"], priority="cmdline")
        crawler = Crawler(CountySpider, settings)
        crawler.signals.connect(_keep, signal=signals.item_scraped)
        came[values["id"]] = crawler.came = {"items": {}, "asked": []}  # type: ignore[attr-defined]
        process.crawl(crawler, site_row=Site(**values))
    process.start()
    json.dump(came, sys.stdout)


def _keep(item: Any, spider: CountySpider) -> None:
    kept: dict[str, list[Any]] = spider.crawler.came["items"]  # type: ignore[attr-defined]
    kept.setdefault(type(item).__name__, []).append(asdict(item))


if __name__ == "__main__":
    _main()
