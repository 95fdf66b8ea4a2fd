"""The guard at the wire: real servers, of which one plays the internet (127.0.0.1) and one a private net (127.0.0.2).

What counts is what reached the servers, and what the archive says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Outpost, answer, redirect

PUBLIC, INSIDE = "127.0.0.1", "127.0.0.2"
NAME = "www.langao.gov.cn"
ELSEWHERE = [
    ("http://{inside}/secret", "private address", [INSIDE]),
    ("http://127.0.0.3/", "private address", ["127.0.0.3"]),
    ("http://169.254.169.254/latest/meta-data/", "private address", ["169.254.169.254"]),
    ("http://10.0.0.8/", "private address", ["10.0.0.8"]),
    ("http://[::1]:{port}/", "private address", ["::1"]),
    ("http://[::ffff:127.0.0.2]:{port}/", "private address", ["::ffff:7f00:2"]),
    ("http://[64:ff9b::7f00:2]:{port}/", "private address", ["64:ff9b::7f00:2"]),
    ("http://2130706434:{port}/", "private address", [INSIDE]),
    ("http://0177.0.0.2:{port}/", "private address", [INSIDE]),
    ("http://0x7f000002:{port}/", "private address", [INSIDE]),
    ("http://127.2:{port}/", "private address", [INSIDE]),
    ("http://inner.langao.gov.cn:{port}/", "resolves to the private address", ["inner.langao.gov.cn"]),
    ("http://www.langao-gov.cn:{port}/", "not on the site's list", []),
    ("http://www.langao.gov.cn.evil.com:{port}/", "not on the site's list", []),
    ("http://www.langao.gov.cn@{inside}/", "a user's name or a password", []),
    ("//www.evil.com/", "not on the site's list", []),
]


@dataclass
class Played:
    """The site runs by name, and both servers as they were left."""

    seen: dict[str, Seen]
    public: Outpost
    inside: Outpost


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with Outpost(PUBLIC) as public, Outpost(INSIDE) as inside:
        inside.routes["/"] = inside.routes["/secret"] = inside.routes["/list"] = answer()
        start = f"http://{NAME}:{public.port}"
        names = {NAME: [[PUBLIC]], "inner.langao.gov.cn": [[INSIDE]]}
        cases = {"plain": Case(f"{start}/list", {}, names, [PUBLIC])}
        public.routes["/list"] = answer()
        for number, (target, _, more) in enumerate(ELSEWHERE):
            url = target.format(inside=f"{INSIDE}:{inside.port}", port=inside.port)
            public.routes[f"/to{number}"] = redirect(url)
            public.routes[f"/far{number}"] = redirect(f"/to{number}", 301)
            row = {"hosts": [f"{NAME}:{public.port}", *more, *(f"[{one}]" for one in more)]}
            cases[target] = Case(f"{start}/far{number}", row, names, [PUBLIC])
        turning = {NAME: [[PUBLIC], [INSIDE]]}
        cases["rebound"] = Case(f"{start}/list", {}, turning, [PUBLIC])
        cases["two faces"] = Case(f"{start}/list", {}, {NAME: [[PUBLIC, INSIDE]]}, [PUBLIC])
        cases["two faces, inside first"] = Case(f"{start}/list", {}, {NAME: [[INSIDE, PUBLIC]]}, [PUBLIC])
        cases["six and four"] = Case(f"{start}/list", {}, {NAME: [["::1", PUBLIC]]}, [PUBLIC])
        cases["private"] = Case(f"{start}/list", {}, {NAME: [[INSIDE]]}, [PUBLIC])
        yield Played(dict(zip(cases, fetch(list(cases.values())), strict=True)), public, inside)


def test_a_public_host_is_fetched(played: Played) -> None:
    assert _list(played.seen["plain"]) == ("ok", "")


@pytest.mark.parametrize(("target", "why", "listed"), ELSEWHERE)
def test_every_hop_of_a_redirect_is_judged(played: Played, target: str, why: str, listed: list[str]) -> None:
    last = played.seen[target].captures[-1]
    assert last["verdict"] == "refused"
    assert why in last["detail"]
    assert played.seen[target].outcome == "unreachable"


def test_a_name_that_later_resolves_to_a_private_address_is_connected_at_the_judged_address(played: Played) -> None:
    assert _list(played.seen["rebound"]) == ("ok", "")


@pytest.mark.parametrize("name", ["two faces", "two faces, inside first", "six and four", "private"])
def test_a_name_with_one_private_address_is_refused(played: Played, name: str) -> None:
    verdict, detail = _list(played.seen[name])
    assert verdict == "refused"
    assert "resolves to the private address" in detail


def test_nothing_ever_reached_the_inside(played: Played) -> None:
    assert played.inside.connections == 0
    assert played.public.connections > 0


def _list(seen: Seen) -> tuple[str, str]:
    return next((one["verdict"], one["detail"] or "") for one in seen.captures if one["url"].endswith("/list"))
