"""Traps of county pages, crawled for real: every report is found, or the night is not called `ok`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Outpost, answer
from tests.support.crawler.traps import TRAPS, page

HOME = page("<p>门户网站</p>" + "".join(f'<a href="/x{n}">栏目{n}</a>' for n in range(5)), "岚皋县人民政府")
AT_A_TIME = 10


@pytest.fixture(scope="module")
def crawled() -> Iterator[dict[str, tuple[Seen, set[str]]]]:
    """Each trap's site run, and the paths of the documents that it stored."""
    with ExitStack() as stack:
        outposts = {name: stack.enter_context(Outpost("127.0.0.1")) for name in TRAPS}
        for name, outpost in outposts.items():
            outpost.routes |= dict.fromkeys(("/", "/zwgk/"), answer(body=HOME))
            for path, body in TRAPS[name].pages.items():
                served = answer(body=body.replace("{host}", outpost.url)) if isinstance(body, str) else body
                outpost.routes[path] = served
        row = {"private_addresses": True, "render": "never"}
        cases = [
            Case(outposts[name].url + trap.start, row, settings={"DOWNLOAD_TIMEOUT": 20})
            for name, trap in TRAPS.items()
        ]
        seen = [one for start in range(0, len(cases), AT_A_TIME) for one in fetch(cases[start : start + AT_A_TIME])]
        yield {name: (one, _kept(one, outposts[name].url)) for name, one in zip(TRAPS, seen, strict=True)}


def _kept(seen: Seen, host: str) -> set[str]:
    documents = [one for one in seen.captures if one["kind"] in ("report", "attachment")]
    return {one["url"].removeprefix(host) for one in documents if one["verdict"] in ("ok", "same")}


@pytest.mark.slow
@pytest.mark.parametrize("name", TRAPS)
def test_every_report_is_found_or_the_night_is_not_ok(name: str, crawled: dict[str, tuple[Seen, set[str]]]) -> None:
    trap, (seen, kept) = TRAPS[name], crawled[name]
    assert {path for path in trap.reports if path not in kept} == set(), seen.detail
    assert (seen.outcome == "ok") == trap.ok, seen.detail
    assert not kept & set(trap.not_taken)
