"""What a site may cost in a night, against real servers that never end; and links that are told and not followed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from crawler.fetch.budget import Budget
from spiders.registry import Site
from tests.support.crawler.fetch import Case, Seen, fetch

_HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开工作年度报告</title></head><body>
<div class="location">首页 &gt; 政府信息公开 &gt; 政府信息公开工作年度报告</div>"""
_ROWS = "".join(
    f'<li><a href="/report/{{n}}/{i}.html">城关镇{2000 + i}年政府信息公开工作年度报告</a><span>2026-01-20</span></li>'
    for i in range(3)
)
SECRET = "pa55word"


def _page(path: str) -> str:
    """A page of a site that never ends: a pager, a calendar, reports without number; all link to more of their kind."""
    number = int("".join(filter(str.isdigit, path)) or 0)
    pager = f'<div class="page">第{number + 1}页 <a href="/list/{number + 1}.html">下一页</a></div>'
    calendar = f'<a href="/calendar/{number + 1}.html">{1990 + number % 50}年政府信息公开年度报告栏目</a>'
    secret = f'<li><a href="http://clerk:{SECRET}@127.0.0.1/r.html">佐龙镇2025年政府信息公开工作年度报告</a></li>'
    rows = _ROWS.replace("{n}", str(number)) + (secret if not number else "")
    return f'{_HEAD}<ul class="list">{rows}</ul>{pager}{calendar}</body></html>'


class _Trap(BaseHTTPRequestHandler):
    asked: list[str]
    heads: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.heads.append(str(self.headers))
        robots = self.path == "/robots.txt"
        body = b"" if robots else _page(self.path).encode()
        self.send_response(404 if robots else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Location", f"http://clerk:{SECRET}@127.0.0.1/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def trap() -> Iterator[tuple[str, type[_Trap]]]:
    handler: Any = type("Trap", (_Trap,), {"asked": [], "heads": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def seen() -> Iterator[tuple[Seen, list[str]]]:
    """What a site run left, and what was asked of the server."""
    with trap() as (address, server):
        row = {"private_addresses": True, "requests_a_night": 25}
        yield fetch([Case(f"{address}/list/0.html", row)])[0], server.asked


def test_a_site_without_an_end_is_left_at_its_budget(seen: tuple[Seen, list[str]]) -> None:
    run, asked = seen
    assert 20 < len(asked) <= 25  # what was refused for the budget may have waited its turn beside others
    refused = [one for one in run.captures if one["reason"] == "site_budget_reached"]
    assert refused
    assert "requests_a_night" in refused[0]["detail"]


def test_it_is_told_and_accuses_nobody(seen: tuple[Seen, list[str]]) -> None:
    run, _ = seen
    assert run.outcome != "ok"
    assert "budget" in (run.detail or "")
    assert {row["verdict"] for row in run.verdicts.values()} & {"not_published", "late", "withdrawn"} == set()


def test_a_link_with_a_password_is_told_without_it(seen: tuple[Seen, list[str]]) -> None:
    run, _ = seen
    told = [one for one in run.captures if one["reason"] == "address_with_credentials"]
    assert told
    assert all("hidden@" in one["url"] for one in told)
    assert SECRET not in str(run)


def test_the_bytes_of_a_night_are_bounded_too() -> None:
    site = Site("a", "610925", ("http://a.example/",), ("a.example",), megabytes_a_night=2)
    assert Budget(10, 1_999_999).reached(site) is None
    reached = Budget(10, 2_000_000).reached(site)
    assert reached is not None
    assert "megabytes_a_night" in str(reached)
