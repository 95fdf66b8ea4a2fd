"""Every list of every site, walked as its CMS wants it: exactly what the season says is there, at several instants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from urllib.parse import unquote

import pytest

from tests.support.sites.client import get
from tests.support.sites.families import FAMILIES
from tests.support.sites.figures import COLUMNS
from tests.support.sites.script import Publication, Site, season, truth
from tests.support.sites.server import SampleSites
from tests.support.sites.walkers import WALKERS, hanweb_by_groups

SITES = [site.id for site in season()]
INSTANTS = ("2026-01-20T08:00:00+08:00", "2026-02-10T23:00:00+08:00", "2026-03-20T08:00:00+08:00")
ONE_A_YEAR = ("annual", "lonsun")


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites(now=datetime.fromisoformat(INSTANTS[0])) as served:
        served.faults.clear()
        yield served


def listed(site: Site, now: datetime) -> list[Publication]:
    """What a site's lists hold: everything, or where an organ has one place a year, what stands in that place."""
    visible = list(site.visible(now))
    if site.family not in ONE_A_YEAR:
        return visible
    main = [one for one in visible if one.kind in ("report", "department", "county")]
    taken = {(one.organ, one.year) for one in main}
    rest = {(one.organ, one.year): one for one in visible if (one.organ, one.year) not in taken}
    return main + list(rest.values())


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("instant", INSTANTS)
def test_lists_hold_exactly_what_the_season_says(sites: SampleSites, name: str, instant: str) -> None:
    sites.now = datetime.fromisoformat(instant)
    host = sites.site(name)
    family = FAMILIES[host.site.family]
    start = host.base_url + family.start(host.site)[0]
    found = [unquote(url) for url in WALKERS[host.site.family](start)]
    expected = [host.base_url + family.address(host.site, one, sites.now) for one in listed(host.site, sites.now)]
    assert sorted(found) == sorted(expected)


def test_the_two_ways_through_a_hanweb_list_agree(sites: SampleSites) -> None:
    start = sites.site("yunhe").base_url + FAMILIES["hanweb"].start(sites.site("yunhe").site)[0]
    assert list(hanweb_by_groups(start)) == list(WALKERS["hanweb"](start))


@pytest.mark.parametrize("name", [name for name in SITES if name != "mirror"])
def test_a_report_prints_the_figures_of_the_truth(sites: SampleSites, name: str) -> None:
    sites.now = datetime.fromisoformat(INSTANTS[2])
    host = sites.site(name)
    for known in truth(host.site, sites.now):
        publication = host.site.by_key.get(known.key or "")
        if known.tables is None or publication is None or publication.carrier != "text" or known.year < 2024:
            continue
        answer = get(host.base_url + FAMILIES[host.site.family].address(host.site, publication, sites.now))
        text = answer.body.decode("gb18030" if host.site.family in ("hanweb", "asp") else "utf-8")
        lines = known.tables["applications"]
        assert _line(text, "一、本年新收政府信息公开申请数量") == _printed(lines["new"], publication)
        assert _line(text, "（七）总计") == _printed(lines["outcome_total"], publication)


def _line(text: str, label: str) -> list[str]:
    """The seven cells after the one with that label, their spans undone."""
    cells = [re.sub(r"<[^>]+>|\s", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", text, re.DOTALL)]
    cells = [unescape(cell).replace("\xa0", "") for cell in cells]
    at = cells.index(label)
    return cells[at + 1 : at + 8]


def _printed(line: Mapping[str, int | None], publication: Publication) -> list[str]:
    return [publication.manner.hole if line[column] is None else str(line[column]) for column in COLUMNS]
