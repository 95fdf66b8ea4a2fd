"""`sites add` without a county: it is determined from the pages, and not guessed where two are about as likely."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import gazetteer
from crawler import cli
from crawler.night import county_of_site, page_case, probe
from crawler.runtime.config import Config, ConfigError
from spiders.pages.page import Page
from tests.spiders.families.test_pages import assert_lands_as_expected
from tests.support.season import night
from tests.support.sites.demo import prepare
from tests.support.sites.families import FAMILIES
from tests.support.sites.script import season
from tests.support.sites.server import SampleSites

NOW = night(3, 1)
SITES = [one for one in season() if not one.options.get("unlisted")]
SLOW = ("langao", "yixian")


def _mark(name: str) -> pytest.MarkDecorator:
    """All sites by hand, some in CI: each is crawled twice."""
    return pytest.mark.slow if name in SLOW else pytest.mark.matrix


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SampleSites, Config]]:
    with SampleSites(SITES, now=NOW) as sites:
        yield sites, prepare(tmp_path_factory.mktemp("sites"), sites)


@pytest.mark.parametrize("name", [pytest.param(one.id, marks=_mark(one.id)) for one in SITES])
def test_a_proposed_row_has_its_county_its_cms_and_the_missing_townships(
    served: tuple[SampleSites, Config], name: str
) -> None:
    sites, config = served
    host = sites.site(name)
    site = host.site
    row, trial = probe.propose(config, host.base_url + FAMILIES[site.family].start(site)[0], None, NOW)
    assert f'county = "{site.county}"' in row
    assert "private_addresses = true" in row
    assert trial.county_by[0].startswith(site.county)
    assert trial.outcome == "ok", trial.detail
    assert sorted(one.url for one in trial.lists) == sorted(trial.columns)
    shown = {one.township.name for one in site.visible(NOW) if one.township and one.kind in ("report", "repost")}
    assert not shown & set(trial.townships_missing)
    for year, missing in trial.missing_by_year.items():
        there = {one.township.name for one in site.visible(NOW) if one.township and one.year == year}
        assert {t.name for t in site.townships} - there <= set(missing)
    family = {"annual": set(), "lonsun": set(), "moved": {"ucap"}, "odd": {"generic"}}.get(site.family, {site.family})
    assert family <= set(trial.families)


def test_a_page_that_names_two_counties_decides_for_neither() -> None:
    words = "<title>政务公开</title><body><a href='/a'>灵寿县人民政府</a><a href='/b'>元氏县人民政府</a></body>"
    assert county_of_site.certain(county_of_site.candidates([Page("http://x/", words)], gazetteer.load())) is None


def test_townships_alone_identify_the_county() -> None:
    links = "".join(
        f"<a href='/{n}'>{name}人民政府</a>" for n, name in enumerate(("青同镇", "塔上镇", "慈峪镇", "岔头镇"))
    )
    found = county_of_site.candidates([Page("http://x/", f"<title>公开</title><body>{links}</body>")], gazetteer.load())
    certain = county_of_site.certain(found)
    assert certain
    assert certain.code == "130126"
    assert certain.evidence == ("links name 4 of its townships",)


def test_a_proposal_leaves_the_list_page_as_a_case_that_holds(
    served: tuple[SampleSites, Config], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `sites add --case` writes passes the test of saved pages as it is, and is never written over."""
    sites, config = served
    host = sites.site("langao")
    start = host.base_url + FAMILIES[host.site.family].start(host.site)[0]
    folder = tmp_path / "langao" / "list"
    arguments = ["--config", str(config.path), "sites", "add", start, "--county", host.site.county]
    arguments += ["--now", NOW.isoformat(), "--json", "--case", str(folder)]
    assert cli.main(arguments) in (0, 1)
    assert "list_page" not in json.loads(capsys.readouterr().out)
    assert sorted(path.name for path in folder.iterdir()) == ["address.txt", "expected.json", "input.html"]
    assert_lands_as_expected(folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert len(expected["listing"]["items"]) > 5
    assert (folder / "address.txt").read_text(encoding="utf-8").startswith(host.base_url)
    assert cli.main(arguments) == 2
    assert "holds a case already" in capsys.readouterr().err


def test_each_list_is_one_line_with_what_is_proved(
    served: tuple[SampleSites, Config], capsys: pytest.CaptureFixture[str]
) -> None:
    sites, config = served
    assert cli.main(["--config", str(config.path), "sites", "check", "langao", "--now", NOW.isoformat()]) in (0, 1)
    printed = capsys.readouterr().out.splitlines()
    lists = [line for line in printed if line.startswith("list  ")]
    assert lists
    assert [line for line in lists if sites.site("langao").base_url not in line] == []
    assert [line for line in lists if "ends there: the list states as many items as were read" not in line] == []


def test_no_case_is_written_where_no_page_is_a_list() -> None:
    assert page_case.list_page([Page("http://x/", "<title>公开</title><body>无</body>")], []) is None


def test_an_unreachable_site_is_asked_for_its_county(served: tuple[SampleSites, Config]) -> None:
    _, config = served
    with pytest.raises(ConfigError, match="--county"):
        probe.propose(config, "http://127.0.0.1:9/", None, NOW)


def test_a_county_that_does_not_exist_is_refused(served: tuple[SampleSites, Config], tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no county has the code 999999"):
        probe.propose(served[1], "http://www.example.gov.cn/", "999999", NOW)
