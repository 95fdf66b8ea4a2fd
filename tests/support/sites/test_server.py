"""The server: conditional requests, keep-alive, malformed requests, the log, speed of a cached page."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.support.sites.client import get
from tests.support.sites.script import Township, enlarged, site
from tests.support.sites.server import SampleSites

NOW = datetime.fromisoformat("2026-01-20T08:00:00+08:00")


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites([site("nanjing"), site("yunhe"), site("langao")], now=NOW) as served:
        yield served


def test_static_pages_answer_304_until_they_change(sites: SampleSites) -> None:
    url = sites.site("nanjing").base_url + "/zfxxgk/zfxxgknb/"
    first = get(url)
    assert get(url, if_none_match=first.headers["etag"]).status == 304
    assert get(url, if_modified_since=first.headers["last-modified"]).status == 304
    assert get(url, if_none_match='"other"', if_modified_since=first.headers["last-modified"]).status == 200
    assert get(url, if_modified_since="yesterday").status == 200
    sites.now = datetime.fromisoformat("2026-02-07T08:00:00+08:00")
    assert get(url, if_none_match=first.headers["etag"]).status == 200
    assert get(url, if_modified_since=first.headers["last-modified"]).status == 200
    sites.now = NOW


def test_dynamic_pages_have_no_validators(sites: SampleSites) -> None:
    answer = get(sites.site("yunhe").base_url + "/col/col1229414366/index.html")
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


def test_robots_of_the_three(sites: SampleSites) -> None:
    found = {name: get(sites.site(name).base_url + "/robots.txt") for name in ("nanjing", "yunhe", "langao")}
    assert found["nanjing"].status == 404
    assert "Allow: /" in found["yunhe"].text
    assert "Disallow: /system/login/" in found["langao"].text


def test_head_has_the_length_and_no_body(sites: SampleSites) -> None:
    url = sites.site("nanjing").base_url + "/"
    answer = get(url, "HEAD")
    assert answer.body == b""
    assert int(answer.headers["content-length"]) == len(get(url).body)


def test_one_connection_serves_many_requests(sites: SampleSites) -> None:
    host = sites.site("langao")
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=5)
    for _ in range(3):
        connection.request("GET", "/xxgk.htm")
        assert connection.getresponse().read().startswith(b"<!DOCTYPE html>")
    connection.close()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/3\r\n\r\n", 400),
        (b"GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, 431),
        (b"DELETE / HTTP/1.1\r\nConnection: close\r\n\r\n", 405),
        (b"GET /%ff%zz?%&&=%00 HTTP/1.1\r\nConnection: close\r\n\r\n", 404),
    ],
)
def test_malformed_requests_are_answered_and_harm_nobody(sites: SampleSites, sent: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", sites.site("nanjing").port), timeout=5) as plain:
        plain.sendall(sent)
        assert int(plain.makefile("rb").readline().split()[1]) == status
    assert get(sites.site("nanjing").base_url + "/").status == 200


def test_a_request_in_small_pieces(sites: SampleSites) -> None:
    with socket.create_connection(("127.0.0.1", sites.site("nanjing").port), timeout=5) as plain:
        for piece in (b"GET / HT", b"TP/1.1\r\nConnection: clo", b"se\r\n\r", b"\n"):
            plain.sendall(piece)
        assert plain.makefile("rb").readline().startswith(b"HTTP/1.1 200")


def test_the_log_says_who_asked_for_what(sites: SampleSites) -> None:
    before = len(sites.requests)
    get(sites.site("langao").base_url + "/nowhere?a=1", user_agent="tester")
    (logged,) = sites.requests[before:]
    assert (logged.site, logged.method, logged.path, logged.status) == ("langao", "GET", "/nowhere?a=1", 404)
    assert logged.headers["user-agent"] == "tester"
    assert logged in sites.requests_of("langao")


def test_a_clock_without_zone_is_refused(sites: SampleSites) -> None:
    with pytest.raises(ValueError, match="zone"):
        sites.now = datetime(2026, 1, 20)  # noqa: DTZ001


def test_an_enlarged_site_has_that_many_reports() -> None:
    townships = [Township(f"3506279{number:02d}", f"{number}号镇") for number in range(30)]
    big = enlarged(site("nanjing"), townships, range(2014, 2026))
    reports = [one for one in big.visible(NOW.replace(month=6)) if one.kind == "report"]
    assert len(reports) == 360
    assert {one.manner.form for one in reports} == {"2021", "2019", "narrative"}
