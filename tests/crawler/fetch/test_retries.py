"""What is asked again, how often and when: the table, and the same against servers that fail."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from archive.captures.reasons import CaptureReason, because
from crawler.fetch import retries
from crawler.fetch.guard import Refused
from crawler.fetch.retries import MEASURES, RetryReason
from crawler.fetch.transport import TlsError
from crawler.runtime.pace import LONGEST_PAUSE_SECONDS, MAX_FAILURES_IN_A_ROW
from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Behaviour, Outpost, answer, redirect, reset, silent
from tests.support.paths import ROOT

ROW = {"private_addresses": True}


@pytest.mark.parametrize(
    ("exception", "reason"),
    [
        (CannotResolveHostError(), "no_name"),
        (DownloadConnectionRefusedError(), "connection_refused"),
        (DownloadFailedError(), "connection_broken"),
        (DownloadTimeoutError(), "timeout"),
        (ResponseDataLossError(), "cut_short"),
        (TlsError(), "tls"),
        (DownloadCancelledError(), None),
        (Refused(because(CaptureReason.ROBOTS_FORBIDS)), None),
        (IgnoreRequest(), None),
        (ValueError(), None),
    ],
)
def test_reasons_of_attempts_without_an_answer(exception: Exception, reason: RetryReason | None) -> None:
    assert retries.reason_of_exception(exception) == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        *((status, None) for status in (200, 204, 301, 304, 400, 404, 410, 501)),
        *((status, "gateway") for status in (408, 502, 504, 522, 524)),
        *((status, "challenged") for status in (202, 405, 412, 418, 521)),
        (401, "forbidden"),
        (403, "forbidden"),
        (429, "too_many"),
        (500, "server_error"),
        (503, "unavailable"),
    ],
)
def test_reasons_of_answers(status: int, reason: RetryReason | None) -> None:
    assert retries.reason_of_status(status) == reason
    assert retries.reason_of_status(status, empty=True) == ("empty" if status == 200 else reason)


@pytest.mark.parametrize(
    ("reason", "seconds"),
    [  # seconds before each further attempt, and after the last, at 3 seconds between requests
        ("no_name", [15, 0]),
        ("connection_refused", [9, 30, 0]),
        ("connection_broken", [3, 15, 0]),
        ("cut_short", [3, 15, 0]),
        ("timeout", [15, 15]),
        ("tls", [0]),
        ("empty", [6, 0]),
        ("server_error", [6, 6]),
        ("gateway", [9, 30, 9]),
        ("unavailable", [30, 30, 30]),
        ("too_many", [30, 60, 60]),
        ("forbidden", [30]),
        ("challenged", [30]),
    ],
)
def test_the_table(reason: RetryReason, seconds: list[float]) -> None:
    attempts = range(1, len(seconds) + 1)
    assert [retries.pause(reason, failed, 3.0) for failed in attempts] == seconds
    assert [retries.should_retry(reason, failed, None, 300) for failed in attempts] == [True] * (len(seconds) - 1) + [
        False
    ]


def test_every_reason_has_its_measure_and_no_pause_outlasts_the_longest() -> None:
    assert set(MEASURES) == set(get_args(RetryReason))
    assert max(max((*one.pauses, one.rest)) * 3.0 for one in MEASURES.values()) <= LONGEST_PAUSE_SECONDS
    assert max(len(one.pauses) for one in MEASURES.values()) == 2


def test_the_table_in_the_documents_is_this_table() -> None:
    text = (ROOT / "docs" / "fetching.md").read_text("utf-8")
    section = text.partition("## What is retried")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:5] for line in section.splitlines() if line[:2] == "| "]
    documented = [
        (int(attempts), tuple(float(pause) for pause in pauses.split(",") if pause.strip()), float(rest))
        for _, attempts, pauses, rest in rows[2:-1]
    ]
    assert documented == [(len(one.pauses) + 1, one.pauses, one.rest) for one in MEASURES.values()]


def test_retry_after_is_heeded_or_the_site_left_alone() -> None:
    assert retries.pause("too_many", 1, 3.0, 120.0) == 120.0
    assert retries.pause("too_many", 1, 3.0, 1.0) == 30.0
    assert retries.should_retry("too_many", 1, 300.0, 300.0)
    assert not retries.should_retry("too_many", 1, 301.0, 300.0)


# At the wire

ROUTES: dict[str, tuple[Behaviour | list[Behaviour], int]] = {
    "sound": (answer(), 1),
    "500 once": ([answer(500, "x"), answer()], 2),
    "500": (answer(500, "x"), 2),
    "501": (answer(501, "x"), 1),
    "502 twice": ([answer(502, "x"), answer(502, "x"), answer()], 3),
    "502": (answer(502, "x"), 3),
    "503": (answer(503, "x"), 3),
    "503 for a second": ([answer(503, "x", Retry_After="1"), answer()], 2),
    "429 once": ([answer(429, "x", Retry_After="1"), answer()], 2),
    "429 by date": ([answer(429, "x", Retry_After="Sat, 31 Jan 2026 18:30:01 GMT"), answer()], 2),
    "429 until tomorrow": ([answer(429, "x", Retry_After="86400"), answer()], 1),
    "403": (answer(403, "x"), 1),
    "412": (answer(412, "x"), 1),
    "404": (answer(404, "x"), 1),
    "reset": (reset, 3),
    "reset once": ([reset, answer()], 2),
    "silent": (silent, 2),
    "cut short once": ([answer(body="<html>", Content_Length="9000"), answer()], 2),
    "empty": (answer(body=""), 2),
    "too large": (answer(body="x" * 300_000), 1),
    "two kinds": ([reset, answer(502, "x"), answer()], 3),
}
SETTINGS = {"RETRY_TIMES": 2, "DOWNLOAD_TIMEOUT": 1.5, "NIANBAO_LONGEST_PAUSE": 1.5, "DOWNLOAD_DELAY_JITTER": 0}


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, tuple[Seen, Outpost]]]:
    servers = {name: Outpost().__enter__() for name in ROUTES}
    for name, server in servers.items():
        server.routes["/list"] = ROUTES[name][0]
    cases = [Case(f"{server.url}/list", ROW, settings=SETTINGS) for server in servers.values()]
    cases.append(Case("http://www.langao.gov.cn/list", ROW, settings=SETTINGS))
    cases.append(Case("http://127.0.0.1:9/list", ROW, settings=SETTINGS))
    *ended, nameless, closed = fetch(cases)
    yield {name: (one, servers[name]) for name, one in zip(servers, ended, strict=True)} | {
        "no name": (nameless, servers["sound"]),
        "refused": (closed, servers["sound"]),
    }
    for server in servers.values():
        server.__exit__()


@pytest.mark.parametrize("name", ROUTES)
def test_each_attempt_is_on_record(seen: dict[str, tuple[Seen, Outpost]], name: str) -> None:
    one, server = seen[name]
    assert server.asked.count("/list") == ROUTES[name][1]
    assert len(one.of(f"{server.url}/list")) == ROUTES[name][1]


@pytest.mark.parametrize(
    "name", ["500 once", "502 twice", "429 once", "429 by date", "reset once", "cut short once", "two kinds"]
)
def test_a_failure_that_passes_is_forgiven(seen: dict[str, tuple[Seen, Outpost]], name: str) -> None:
    fetched, server = seen[name]
    assert fetched.of(f"{server.url}/list")[-1] == ("ok", "")


@pytest.mark.parametrize("name", ["429 once", "503 for a second"])
def test_a_pause_demanded_by_the_site_is_observed(seen: dict[str, tuple[Seen, Outpost]], name: str) -> None:
    times = [at for path, at in zip(seen[name][1].asked, seen[name][1].times, strict=True) if path == "/list"]
    assert all(later - earlier >= 0.9 for earlier, later in pairwise(times))


def test_a_name_that_does_not_resolve_and_a_closed_port(seen: dict[str, tuple[Seen, Outpost]]) -> None:
    assert len(seen["no name"][0].of("http://www.langao.gov.cn/robots.txt")) == 2
    assert len(seen["refused"][0].of("http://127.0.0.1:9/robots.txt")) == 3
    for name in ("no name", "refused"):
        assert seen[name][0].outcome == "unreachable"


def test_a_host_that_fails_all_the_time_is_left_alone() -> None:
    items = "".join(
        f'<li><a href="/t2025_{n}.html">城关镇20{n:02}年政府信息公开工作年度报告</a></li>' for n in range(10, 26)
    )
    with Outpost() as server:
        server.routes["/list"] = answer(
            body=f"<html><body><h1>政府信息公开工作年度报告</h1><ul>{items}</ul></body></html>"
        )
        server.routes |= {f"/t2025_{n}.html": answer(403, "x") for n in range(10, 26)}
        [one] = fetch([Case(f"{server.url}/list", ROW, settings={"DOWNLOAD_DELAY": 0.01})])
    asked = sum(path.startswith("/t2025") for path in server.asked)
    assert MAX_FAILURES_IN_A_ROW <= asked <= MAX_FAILURES_IN_A_ROW + 1  # one may be on its way
    assert sum(capture["kind"] == "report" for capture in one.captures) == asked
    assert one.outcome != "ok"


def test_a_redirect_is_no_failure() -> None:
    with Outpost() as server:
        server.routes |= {"/list": redirect("/new"), "/new": answer()}
        [one] = fetch([Case(f"{server.url}/list", ROW)])
    assert one.of(f"{server.url}/new") == [("ok", "")]
