"""robots.txt fails closed: only a host that says that there are no rules allows what it does not forbid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.fetch.robots import shows_rules
from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Behaviour, Outpost, answer, drip, redirect, reset, silent

ROW = {"private_addresses": True}
HOME = "<html><head><title>某县人民政府</title></head><body><p>欢迎</p></body></html>"
ALLOW: dict[str, Behaviour] = {
    "404": answer(404, "Not Found"),
    "410": answer(410, ""),
    "empty": answer(200, "", Content_Type="text/plain"),
    "comments": answer(200, "# nothing is forbidden here\n", Content_Type="text/plain"),
    "rules": answer(200, "User-agent: *\nDisallow: /admin/\n", Content_Type="text/plain"),
    "rules with a mark": answer(200, "\ufeffUser-Agent: *\r\nDisallow:\r\n", Content_Type="text/plain"),
    "rules as html": answer(200, "User-agent: *\nAllow: /\n"),
    "says 404": answer(200, "<html><title>404</title><body>您访问的页面不存在</body></html>"),
    "sends home": redirect("/"),
    "moved": redirect("/rules.txt", 301),
    "at last": redirect("/hop1"),
}
FORBID: dict[str, tuple[Behaviour, str]] = {
    "500": (answer(500, "x"), "unreachable, HTTP 500"),
    "503": (answer(503, "x"), "unreachable, HTTP 503"),
    "401": (answer(401, "x"), "blocked, HTTP 401"),
    "403": (answer(403, "x"), "blocked, HTTP 403"),
    "412": (answer(412, "<script>$_ts={}</script>"), "blocked, HTTP 412"),
    "429": (answer(429, "x"), "blocked, HTTP 429"),
    "400": (answer(400, "x"), "unreachable, HTTP 400"),
    "challenge": (answer(200, "<script>document.cookie='a=1';location.reload()</script>"), "blocked, HTTP 200"),
    "garbage": (answer(200, b"\x00\x01\x02\xff\xfe\x80" * 40, Content_Type="application/octet-stream"), "garbled"),
    "a NUL before its rules": (answer(200, "\x00User-agent: *\nDisallow: /\n", Content_Type="text/plain"), "garbled"),
    "a NUL in its rules": (answer(200, "User-agent: *\nDisallow: /\x00404 Not Found\n"), "garbled"),
    "some page": (answer(200, HOME), "garbled, HTTP 200"),
    "silent": (silent, "no answer in time"),
    "drips": (drip(5), "no answer in time"),
    "resets": (reset, "the connection broke"),
    "cut short": (answer(200, "User-agent: *\nDisal", Content_Length="900"), "the answer was cut short"),
    "too large": (answer(200, "#" * 300_000, Content_Type="text/plain"), "larger than the limit"),
    "loop": (redirect("/robots.txt"), "max redirections reached"),
    "moved away": (redirect("http://www.langao-gov.cn/robots.txt"), "not on the site's list"),
    "forbids all": (answer(200, "User-agent: *\nDisallow: /\n", Content_Type="text/plain"), "forbids this address"),
    "forbids us": (
        answer(200, "User-agent: nianbao\nDisallow: /\n\nUser-agent: *\nDisallow:\n", Content_Type="text/plain"),
        "forbids this address",
    ),
    "forbids the list": (
        answer(200, "User-agent: *\nDisallow: /list\n", Content_Type="text/plain"),
        "forbids this address",
    ),
}
LATE = {"silent", "drips"}
"""They never answer; the others have the time that a busy machine may need."""


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, tuple[Seen, Outpost]]]:
    every = ALLOW | {name: behaviour for name, (behaviour, _) in FORBID.items()}
    servers = {name: Outpost().__enter__() for name in every}
    for name, server in servers.items():
        server.routes |= {"/robots.txt": every[name], "/list": answer(), "/": answer(200, HOME)}
        server.routes["/rules.txt"] = answer(200, "User-agent: *\nDisallow: /x\n", Content_Type="text/plain")
        server.routes |= {f"/hop{hop}": redirect(f"/hop{hop + 1}") for hop in range(1, 5)}
        server.routes["/hop5"] = server.routes["/rules.txt"]
    cases = [
        Case(f"{server.url}/list", ROW, settings={"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 1.5 if name in LATE else 60})
        for name, server in servers.items()
    ]
    ended = dict(zip(servers, fetch(cases), strict=True))
    yield {name: (ended[name], servers[name]) for name in servers}
    for server in servers.values():
        server.__exit__()


@pytest.mark.parametrize("name", ALLOW)
def test_a_host_without_rules_against_us_is_fetched(seen: dict[str, tuple[Seen, Outpost]], name: str) -> None:
    one, server = seen[name]
    assert one.of(f"{server.url}/list") == [("ok", "")]


@pytest.mark.parametrize(("name", "why"), [(name, why) for name, (_, why) in FORBID.items()])
def test_everything_else_forbids(seen: dict[str, tuple[Seen, Outpost]], name: str, why: str) -> None:
    one, server = seen[name]
    [(verdict, detail)] = one.of(f"{server.url}/list")
    assert verdict == "refused"
    assert why in detail
    assert "/list" not in server.asked
    assert one.outcome in ("unreachable", "blocked")


def test_it_is_asked_for_once_a_night(seen: dict[str, tuple[Seen, Outpost]]) -> None:
    assert seen["rules"][1].asked.count("/robots.txt") == 1


def test_a_crawl_delay_is_observed() -> None:
    with Outpost() as server:
        server.routes |= {
            "/robots.txt": answer(200, "User-agent: *\nCrawl-delay: 0.4\n", Content_Type="text/plain"),
            "/list": answer(),
        }
        fetch([Case(f"{server.url}/list", ROW, settings={"DOWNLOAD_DELAY_JITTER": 0})])
    gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
    assert len(gaps) == 4
    assert sum(gaps[1:]) >= 0.7, gaps  # the server's own threads may note a request late


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("User-agent: *\nDisallow: /", True),
        ("  sitemap: http://a/s.xml", True),
        ("", True),
        ("# only a comment", True),
        ("<!DOCTYPE html>\n<html>\nallow: all", False),
        ("欢迎访问某县人民政府网站", False),
        ("disallow nothing", False),
    ],
)
def test_which_texts_are_rules(text: str, rules: bool) -> None:
    assert shows_rules(text) == rules
