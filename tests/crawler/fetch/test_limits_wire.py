"""Limits on size, time and redirects against real servers: each attempt ends, and the archive says why."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import PAGE, Behaviour, Outpost, answer, drip, endless, redirect, reset, silent

ROW = {"private_addresses": True}
BOMB = gzip.compress(b"0" * 30_000_000, 9)
SENT: dict[str, Behaviour] = {
    "declared too large": answer(body=b"x" * 300_000),
    "never ends": endless,
    "gzip bomb": answer(body=BOMB, Content_Encoding="gzip"),
    "bomb in a bomb": answer(body=gzip.compress(BOMB), Content_Encoding="gzip, gzip"),
    "deflate bomb": answer(body=zlib.compress(b"0" * 30_000_000), Content_Encoding="deflate"),
    "drips": drip(8),
    "silent": silent,
    "hangs up": b"",
    "resets": reset,
    "cut short": answer(body=PAGE, Content_Length="90000"),
    "chunks cut short": answer(body=b"400\r\n" + b"x" * 100, Content_Length="", Transfer_Encoding="chunked"),
    "gzip cut short": answer(body=gzip.compress(PAGE.encode())[:-40], Content_Encoding="gzip"),
    "not gzip": answer(body=PAGE, Content_Encoding="gzip"),
    "brotli": answer(body=b"\x0b\x02\x80abc\x03", Content_Encoding="br"),
    "not http": b"220 ftp.langao.gov.cn ready\r\n",
    "redirects for ever": redirect("/redirects-for-ever"),
    "to a file": redirect("file:///etc/passwd"),
    "to a script": redirect("javascript:alert(1)"),
    "to nowhere": answer(302, PAGE),
    "gzip": answer(body=gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
    "deflate": answer(body=zlib.compress(PAGE.encode()), Content_Encoding="deflate"),
    "raw deflate": answer(body=zlib.compress(PAGE.encode(), wbits=-15), Content_Encoding="deflate"),
    "chunked": answer(
        body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode()),
        Content_Length="",
        Transfer_Encoding="chunked",
    ),
    "four redirects": redirect("/hop1"),
}
ENDS = [
    ("declared too large", "too_large", "larger than the limit"),
    ("never ends", "too_large", "larger than the limit"),
    ("gzip bomb", "too_large", "once unpacked"),
    ("bomb in a bomb", "too_large", "once unpacked"),
    ("deflate bomb", "too_large", "once unpacked"),
    ("drips", "unreachable", "no answer in time"),
    ("silent", "unreachable", "no answer in time"),
    ("hangs up", "unreachable", "the connection broke"),
    ("resets", "unreachable", "the connection broke"),
    ("cut short", "unreachable", "cut short"),
    ("chunks cut short", "unreachable", "cut short"),
    ("gzip cut short", "unreachable", "its gzip body was cut short"),
    ("not gzip", "unreachable", "does not unpack as gzip"),
    ("brotli", "unreachable", "the content coding br was not asked for"),
    ("not http", "unreachable", "the connection broke"),
    ("redirects for ever", "unreachable", "redirected more than 5 times"),
    ("to a file", "unreachable", "without an address to go to: file:///etc/passwd"),
    ("to a script", "unreachable", "without an address to go to: javascript:"),
    ("to nowhere", "unreachable", "without an address to go to"),
]


def _settings(name: str) -> dict[str, float]:
    """Little time for what never comes whole, and enough for the others on any machine."""
    seconds = 1.5 if name in ("drips", "silent") else 60
    return {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": seconds, "DOWNLOAD_MAXSIZE": 200_000}


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Seen]]:
    with Outpost() as server:
        for name, sent in SENT.items():
            server.routes[_path(name)] = sent
        for hop in range(1, 4):
            server.routes[f"/hop{hop}"] = redirect(f"/hop{hop + 1}")
        server.routes["/hop4"] = answer()
        cases = [Case(server.url + _path(name), ROW, settings=_settings(name)) for name in SENT]
        yield dict(zip(SENT, fetch(cases), strict=True))


@pytest.mark.parametrize(("name", "verdict", "why"), ENDS)
def test_every_attempt_ends_with_its_reason(seen: dict[str, Seen], name: str, verdict: str, why: str) -> None:
    last = [one for one in seen[name].captures if one["kind"] != "robots"][-1]
    assert last["verdict"] == verdict
    assert why in last["detail"]
    assert seen[name].outcome in ("unreachable", "broken")


@pytest.mark.parametrize("name", ["gzip", "deflate", "raw deflate", "chunked", "four redirects"])
def test_what_is_whole_is_read(seen: dict[str, Seen], name: str) -> None:
    assert [one["verdict"] for one in seen[name].captures if one["kind"] == "listing"] == ["ok"]


def test_a_redirect_loop_makes_six_captures(seen: dict[str, Seen]) -> None:
    hops = [one["verdict"] for one in seen["redirects for ever"].captures if one["kind"] == "portal"]
    assert hops == ["ok"] * 5 + ["unreachable"]


def _path(name: str) -> str:
    return "/" + name.replace(" ", "-")
