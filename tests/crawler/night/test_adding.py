"""`sites add` and `init` try real sites, add rows that hold, and say of the others why they do not."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import cli
from crawler.night import adding
from crawler.night.adding import Address
from crawler.night.probe import Trial
from crawler.runtime.config import Config, ConfigError, load
from tests.support.season import night
from tests.support.sites.families import FAMILIES
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites

NOW = night(3, 1)
ROW = '[[site]]\nid = "hukou"\ncounty = "360429"\nstart = ["http://www.hukou.gov.cn/nb/"]\n'


def trial(columns: list[str], outcome: str = "ok") -> Trial:
    return Trial("hukou", outcome, None, 9, columns, {2025: 12}, 12, 12, [], [], ["trs"], {}, [])


def proposal(row: str = ROW, columns: list[str] | None = None) -> adding.Proposal:
    shown = ["http://www.hukou.gov.cn/nb/"] if columns is None else columns
    return adding.Proposal("http://www.hukou.gov.cn/nb/", row, trial(shown))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "nianbao.toml").write_text('contact = "ops@example.org"\n', encoding="utf-8")
    return load(tmp_path / "nianbao.toml")


def test_a_row_is_added_to_a_registry_that_is_not_there_yet(config: Config) -> None:
    assert adding.add(config, proposal()) is None
    assert tomllib.loads(config.sites.read_text("utf-8"))["site"][0]["id"] == "hukou"


def test_a_row_is_added_behind_what_people_wrote(config: Config) -> None:
    config.sites.write_text(f"# ours\n{ROW}", encoding="utf-8")
    other = ROW.replace("hukou", "pengze").replace("360429", "360430")
    assert adding.add(config, proposal(other)) is None
    assert config.sites.read_text("utf-8") == f"# ours\n{ROW}\n{other}"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW, "two rows have it"),
        (ROW.replace('"hukou"', '"hukou-2"'), "www.hukou.gov.cn is a host of site 'hukou', too"),
    ],
)
def test_what_a_row_has_already_is_not_added_again(config: Config, row: str, says: str) -> None:
    config.sites.write_text(ROW, encoding="utf-8")
    assert says in str(adding.add(config, proposal(row)))
    assert config.sites.read_text("utf-8") == ROW
    assert not list(config.sites.parent.glob("*.part"))


def test_what_was_wrong_before_does_not_keep_a_row_out(config: Config) -> None:
    config.sites.write_text(ROW + ROW, encoding="utf-8")
    assert adding.add(config, proposal(ROW.replace("hukou", "pengze"))) is None


def test_a_site_without_a_list_is_not_added(config: Config) -> None:
    assert "no list was found" in str(adding.add(config, proposal(columns=[])))
    assert not config.sites.exists()


def test_a_site_that_did_not_answer_is_not_asked_for_another_address() -> None:
    unreachable = adding.Proposal("http://www.hukou.gov.cn/nb/", ROW, trial([], "unreachable"))
    assert "try again later" in str(unreachable.unfit)
    assert "list's own address" not in str(unreachable.unfit)


def test_a_trial_says_which_site_it_waits_for(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "nianbao"):
        (refused,) = adding.propose_all(config, [Address("http://a.gov.cn/", "999999")], NOW)
    assert refused.error, "no such county: nothing is requested"
    assert "trying http://a.gov.cn/" in caplog.text


def test_addresses_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_text(
        "\ufeff# counties\nhttp://a.gov.cn/ 湖口县\n\nhttp://b.gov.cn/#/list 360430  # 彭泽\nhttp://c.gov.cn/\n",
        "utf-8",
    )
    assert adding.addresses(path, "360400") == [
        Address("http://a.gov.cn/", "360429"),
        Address("http://b.gov.cn/#/list", "360430"),
        Address("http://c.gov.cn/", "360400"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [(b"http://a/ nosuch\n", "line 1: nosuch, which is no"), (b"\n\xff\xfe\x00", "line 2 is not in UTF-8")],
)
def test_a_file_of_addresses_that_cannot_be_read_is_named(tmp_path: Path, text: bytes, says: str) -> None:
    path = tmp_path / "addresses.txt"
    path.write_bytes(text)
    with pytest.raises(ConfigError, match=says):
        adding.addresses(path, None)


@pytest.fixture(scope="module")
def served() -> Iterator[SampleSites]:
    with SampleSites([site("langao")], now=NOW) as sites:
        yield sites


def start(served: SampleSites) -> str:
    host = served.site("langao")
    return host.base_url + FAMILIES[host.site.family].start(host.site)[0]


@pytest.mark.slow
def test_a_new_folder_is_ready_for_its_first_night(
    served: SampleSites, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`init` writes, tries, adds, and prints what can be pasted; the same address is then refused by `sites add`."""
    folder = tmp_path / "work"
    arguments = [
        "--contact",
        "ops@example.org",
        "--channel",
        "json://secret@127.0.0.1/",
        "--now",
        NOW.isoformat(),
        "--delay",
        "0",
    ]
    assert cli.main(["init", str(folder), "--url", start(served), "--county", "岚皋县", *arguments]) in (0, 1)
    printed = capsys.readouterr().out
    assert f"added to {folder}/sites.toml" in printed
    assert f"--config {folder}/nianbao.toml nightly" in printed
    assert (folder / "nianbao.toml").stat().st_mode & 0o077 == 0
    assert cli.main(["--config", str(folder / "nianbao.toml"), "sites", "check"]) == 0
    capsys.readouterr()
    assert cli.main(["init", str(folder), *arguments]) == 2
    again = capsys.readouterr().err
    assert "is there already" in again
    assert f"--config {folder}/nianbao.toml sites add URL" in again
    added = ["sites", "add", start(served), "--county", "610925", "--json", "--now", NOW.isoformat()]
    assert cli.main(["--config", str(folder / "nianbao.toml"), *added]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["added"], shown["townships_expected"] > 0) == (False, True)
    assert "is a host of site" in shown["not_added_because"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "init: give --contact"),
        (["--contact", "nobody"], "a mail address, a web address or a telephone number"),
        (["--contact", "a@b", "--channel", "nonsense"], "is missing or no address"),
    ],
)
def test_a_folder_that_cannot_work_is_not_made(
    tmp_path: Path, options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["init", str(tmp_path / "work"), *options]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "work" / "nianbao.toml").exists()
