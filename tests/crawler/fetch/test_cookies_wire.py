"""Cookies at the wire: a server gets back what it set, for a run; what only a script could set is never sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import PAGE, Behaviour, Outpost, answer, redirect

SETS = "SESSION=9a8b; Path=/; HttpOnly"
TO_ITSELF = {
    "by a redirect": b"",
    "by a reload": b"<html><body><script>window.location.reload();</script></body></html>",
    "by its own address": b"<script> location.href = '/by-its-own-address'; </script>",
    "by a refresh": b'<meta http-equiv="refresh" content="0">',
    "by a refresh to itself": b"<meta http-equiv='Refresh' content='0; url=/by-a-refresh-to-itself'>",
}
CHALLENGES = {
    "a script's cookie": b"<script>document.cookie='_bot_sbu=1';window.location.reload();</script>",
    "a computed answer": b"<script>var a=1+1;window.location.reload();</script>",
    "a script from elsewhere": b"<script src='/c.js'></script>",
    "a script from elsewhere beside": b"<script src='/c.js'></script><script>window.location.reload();</script>",
    "a check by hand": b"<form><input name='captcha'></form><script>window.location.reload()</script>",
}


@dataclass
class Played:
    """The site runs by name, and the server's request heads by path."""

    seen: dict[str, Seen]
    heads: dict[str, list[str]]

    def cookies(self, path: str) -> list[str]:
        """The cookies of each request for a path, empty for none."""
        found = (re.search(r"^Cookie: (.*)\r$", head, re.MULTILINE) for head in self.heads.get(path, ()))
        return [match[1] if match else "" for match in found]


def _path(name: str) -> str:
    return "/" + name.replace(" ", "-").replace("'", "")


def _first(name: str, body: bytes) -> Behaviour:
    if not body:
        return redirect(_path(name)).replace(b"Connection", f"Set-Cookie: {SETS}\r\nConnection".encode())
    return answer(body=body, Set_Cookie=SETS)


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with Outpost() as server:
        for name, body in (TO_ITSELF | CHALLENGES).items():
            server.routes[_path(name)] = [_first(name, body), answer()]
        server.routes["/stubborn"] = _first("stubborn", TO_ITSELF["by a reload"])
        server.routes["/challenge"] = answer(412, CHALLENGES["a script's cookie"], Set_Cookie=SETS)
        server.routes["/list"] = answer(body=PAGE, Set_Cookie=SETS)
        names = [*TO_ITSELF, *CHALLENGES, "stubborn", "challenge", "list"]
        row = {"private_addresses": True}
        cases = [
            Case(server.url + _path(name), row, settings={"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 120}) for name in names
        ]
        seen = dict(zip(names, fetch(cases), strict=True))
        heads: dict[str, list[str]] = {}
        for path, head in zip(server.asked, server.heads, strict=True):
            heads.setdefault(path, []).append(head)
        yield Played(seen, heads)


@pytest.mark.parametrize("name", TO_ITSELF)
def test_a_page_that_only_wants_its_cookie_back_is_read(played: Played, name: str) -> None:
    assert played.cookies(_path(name)) == ["", "SESSION=9a8b"]
    assert [one["kind"] for one in played.seen[name].captures if one["verdict"] == "ok"][-1] != "portal"


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_asked_once_and_not_solved(played: Played, name: str) -> None:
    assert played.cookies(_path(name)) == [""]


def test_a_page_that_stays_so_is_asked_twice(played: Played) -> None:
    assert played.cookies("/stubborn") == ["", "SESSION=9a8b"]
    assert played.seen["stubborn"].outcome == "blocked"


def test_a_refusal_is_a_refusal_with_or_without_a_cookie(played: Played) -> None:
    assert played.cookies("/challenge") == [""]
    assert played.seen["challenge"].outcome == "blocked"


def test_cookies_go_with_every_later_request_and_are_forgotten_with_the_run(played: Played) -> None:
    assert played.cookies("/list") == [""]
    assert set(played.cookies("/t2025_1.html")) == {"SESSION=9a8b"}
    assert "SESSION=9a8b" not in played.cookies("/robots.txt")
