"""The registry: a row is a county site, and a wrong one says where it is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import spiders
from crawler.runtime.config import ConfigError
from crawler.runtime.sites import load
from spiders.registry import Deadline, RegistryError, Site, by_id

ROW = '[[site]]\nid = "jiaxian"\ncounty = "410425"\nstart = ["https://www.example.gov.cn/zwgk/zfxxgknb/"]\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "sites.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_row_needs_three_keys(tmp_path: Path) -> None:
    (site,) = load(write(tmp_path, ROW))
    assert site == Site(
        id="jiaxian",
        county="410425",
        start=("https://www.example.gov.cn/zwgk/zfxxgknb/",),
        hosts=("www.example.gov.cn",),
    )
    assert site.family == site.render == "auto"
    assert site.deadline == Deadline("default")


def test_a_row_with_every_key(tmp_path: Path) -> None:
    (site,) = load(
        write(
            tmp_path,
            ROW + 'hosts = ["WWW.example.gov.cn", "gk.example.gov.cn:8082"]\nfamily = "trs"\n'
            'render = "never"\ntls = "legacy"\n'
            "private_addresses = true\n"
            'deadline = { month_day = "01-20", basis = "郏政办〔2024〕1号", url = "https://x.gov.cn" }\n'
            'from = "2024-01-01"\nuntil = 2025-01-01\nexpect = 15\n'
            'verified = true\ncolumns = ["https://www.example.gov.cn/a/"]\n',
        )
    )
    assert site.hosts == ("www.example.gov.cn", "gk.example.gov.cn:8082")
    assert site.deadline == Deadline("own", "01-20", "郏政办〔2024〕1号", "https://x.gov.cn")
    assert (site.valid_from, site.valid_until, site.expect) == (date(2024, 1, 1), date(2025, 1, 1), 15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW + 'famly = "trs"', ["site 'jiaxian'", "'famly'", "unknown key"]),
        (ROW + ROW, ["'jiaxian'", "'id'", "two rows", "rename"]),
        (ROW.replace("410425", "41042"), ["'jiaxian'", "'county'", "6 digits"]),
        (ROW.replace('"410425"', "410425"), ["'county'", "a string"]),
        (ROW.replace("start", "#"), ["'start'", "is missing"]),
        (ROW.replace("https://", ""), ["'start'", "http://"]),
        (ROW.replace('["https://www.example.gov.cn/zwgk/zfxxgknb/"]', '"https://a.gov.cn"'), ["'start'", "a list"]),
        (ROW + 'family = "wordpress"', ["'family'", "'wordpress'", "trs", "vsb", "auto"]),
        (ROW + 'render = "sometimes"', ["'render'", "always"]),
        (ROW + 'tls = "none"', ["'tls'", "legacy"]),
        (ROW + "private_addresses = 1", ["'private_addresses'", "true or false"]),
        (ROW + "expect = 0", ["'expect'", "gazetteer"]),
        (ROW + "expect = true", ["'expect'", "a whole number"]),
        (ROW + 'deadline = { month_day = "02-30", basis = "x" }', ["'deadline.month_day'", "MM-DD"]),
        (ROW + 'deadline = { month_day = "01-20" }', ["'deadline.basis'", "name the document"]),
        (ROW + 'deadline = { day = "01-20" }', ["'deadline.day'", "unknown key"]),
        (ROW + 'from = "2024"', ["'from'", "YYYY-MM-DD"]),
        (ROW + 'from = "2024-02-01"\nuntil = "2024-01-01"', ["'until'", "not after"]),
        (ROW.replace('"jiaxian"', '"Jia Xian"'), ["row 1", "'id'", "lower-case"]),
        ('archive = "x"\n' + ROW, ["'archive'", "[[site]]"]),
        ("[site]\nid = 1", ["[[site]]"]),
        ("[[site", ["not valid TOML"]),
    ],
)
def test_a_wrong_row_is_reported_with_its_place_and_the_remedy(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as error:
        load(write(tmp_path, text))
    for word in [str(tmp_path / "sites.toml"), *words]:
        assert word in str(error.value)


def test_a_county_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="410425 is not in the gazetteer"):
        load(write(tmp_path, ROW), county_exists=lambda code: code != "410425")


def test_a_missing_file_and_a_missing_site_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")
    with pytest.raises(RegistryError, match="no site 'x'"):
        by_id(load(write(tmp_path, ROW)), "x")


def test_a_row_holds_from_its_first_day_until_its_end(tmp_path: Path) -> None:
    (site,) = load(write(tmp_path, ROW + 'from = "2024-01-01"\nuntil = "2025-01-01"\n'))
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [site.in_force(day) for day in days] == [False, True, True, False]


def test_a_site_admits_only_its_hosts(tmp_path: Path) -> None:
    (site,) = load(write(tmp_path, ROW.replace("www.example.gov.cn", "127.0.0.1:8001")))
    assert site.admits("http://127.0.0.1:8001/a")
    assert not site.admits("http://127.0.0.1:8002/a")
    assert not site.admits("ftp://127.0.0.1:8001/a")


def test_the_registry_that_is_shipped_can_be_read() -> None:
    sites = load(Path(spiders.__file__).parent / "sites.toml")
    assert all(not site.verified for site in sites)
    assert len({site.county for site in sites}) > 30
