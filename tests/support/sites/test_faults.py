"""Faults: each kind does to a client what it says, for as long and as often as it says, and no more."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.support.sites.client import get
from tests.support.sites.faults import KINDS, ON_THE_WIRE, Fault, FaultKind
from tests.support.sites.registry import registry
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites

NOW = datetime.fromisoformat("2026-01-20T08:00:00+08:00")
COLUMN = "/zfxxgk/zfxxgknb/"


@pytest.fixture
def sites() -> Iterator[SampleSites]:
    with SampleSites([site("nanjing"), site("langao")], now=NOW) as served:
        yield served


STATUS: dict[FaultKind, int] = {
    "forbidden": 403,
    "precondition": 412,
    "cookie_521": 521,
    "not_allowed": 405,
    "accepted": 202,
    "unavailable": 503,
    "server_error": 500,
    "too_many": 429,
    "to_home": 302,
    "not_modified": 304,
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {*ON_THE_WIRE, "frozen"}])
def test_an_answer_is_spoilt(sites: SampleSites, kind: FaultKind) -> None:
    url = sites.site("nanjing").base_url + COLUMN
    good = get(url)
    sites.faults.add(Fault(kind, "nanjing"))
    answer = get(url)
    assert answer.status == STATUS.get(kind, 200)
    assert kind == "api_error" or answer.body != good.body
    assert sites.requests[-1].fault == kind
    assert get(sites.site("langao").base_url + "/xxgk.htm").status == 200


def test_a_frozen_site_answers_every_condition_by_not_modified(sites: SampleSites) -> None:
    url = sites.site("nanjing").base_url + COLUMN
    sites.faults.add(Fault("frozen", "nanjing"))
    assert get(url).status == 200
    assert get(url, If_None_Match='"another"').status == 304


def test_an_empty_listing_keeps_its_frame(sites: SampleSites) -> None:
    sites.faults.add(Fault("empty_listing"))
    text = get(sites.site("nanjing").base_url + COLUMN).text
    assert "createPageHTML" in text
    assert "年度报告" not in text.partition('<ul class="list">')[2].partition("</ul>")[0]


def test_a_fault_is_used_up(sites: SampleSites) -> None:
    url = sites.site("nanjing").base_url + COLUMN
    sites.faults.add(Fault("unavailable", "nanjing", times=2))
    assert [get(url).status for _ in range(3)] == [503, 503, 200]


def test_a_fault_has_its_paths_and_its_hours(sites: SampleSites) -> None:
    url = sites.site("nanjing").base_url
    sites.faults.add(Fault("unavailable", path="^/robots.txt", since=NOW, until=NOW + timedelta(hours=1)))
    assert (get(url + "/robots.txt").status, get(url + COLUMN).status) == (503, 200)
    sites.now = NOW + timedelta(hours=1)
    assert get(url + "/robots.txt").status == 404


def test_a_reset_connection(sites: SampleSites) -> None:
    sites.faults.add(Fault("reset", times=1))
    with pytest.raises(ConnectionError):
        get(sites.site("nanjing").base_url + "/")
    assert sites.requests[-1].status == 0
    assert get(sites.site("nanjing").base_url + "/").status == 200


def test_a_truncated_body(sites: SampleSites) -> None:
    sites.faults.add(Fault("truncated", times=1))
    with pytest.raises(http.client.IncompleteRead):
        get(sites.site("nanjing").base_url + "/")


def test_a_slow_answer(sites: SampleSites) -> None:
    sites.faults.add(Fault("slow", times=1, seconds=0.2))
    began = time.monotonic()
    assert get(sites.site("nanjing").base_url + "/").status == 200
    assert time.monotonic() - began >= 0.2


def test_a_refused_connection_and_its_end(sites: SampleSites) -> None:
    url = sites.site("nanjing").base_url + "/"
    sites.faults.add(Fault("refused", "nanjing", until=NOW + timedelta(days=1)))
    with pytest.raises(ConnectionRefusedError):
        get(url)
    assert get(sites.site("langao").base_url + "/").status == 200
    sites.now = NOW + timedelta(days=1)
    assert get(url).status == 200


def test_a_season_brings_its_own_faults() -> None:
    with SampleSites([site("zuoyun")], now=NOW) as sites:
        url = sites.site("zuoyun").base_url + COLUMN
        seen = {}
        for day in ("01-20", "01-23", "01-25", "02-02", "02-05", "02-14"):
            sites.now = datetime.fromisoformat(f"2026-{day}T02:30:00+08:00")
            seen[day] = get(url).status
        assert list(seen.values()) == [200, 412, 521, 403, 200, 200]
        assert "系统维护" in get(url).text


def test_the_clone_has_a_host_of_its_own_and_no_row() -> None:
    with SampleSites([site("nanjing"), site("mirror")], now=NOW) as sites:
        clone = sites.site("mirror").base_url
        assert clone.startswith("http://localhost:")
        assert clone in get(sites.site("nanjing").base_url + COLUMN).text
        assert "mirror" not in registry(sites)
        assert "報(bào)告" in get(clone.replace("localhost", "127.0.0.1") + COLUMN).text


def test_an_unrelated_site_is_left_alone() -> None:
    fault = Fault("forbidden", "nanjing")
    assert not fault.active("langao", NOW)
    assert not replace(fault, times=0).active("nanjing", NOW)
