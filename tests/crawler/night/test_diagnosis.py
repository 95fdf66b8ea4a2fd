"""`nianbao doctor` names what is missing and what is wrong, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import messages
from archive.captures import record
from archive.storage.database import Archive
from crawler.cli import language as terminal
from crawler.night.diagnosis import Diagnosed, Diagnosis, diagnose
from crawler.runtime.config import load

NOW = datetime(2026, 2, 1, tzinfo=UTC)
ROW = '[[site]]\nid = "hukou"\ncounty = "360429"\nstart = ["http://www.hukou.gov.cn/nb/"]\n'


def found(folder: Path, config: str = "", sites: str = ROW, now: datetime = NOW) -> list[Diagnosed]:
    """What is found in a folder with these files."""
    path = folder / "nianbao.toml"
    path.touch(mode=0o600)
    path.write_text(f'contact = "ops@example.org"\n{config}', encoding="utf-8")
    (folder / "sites.toml").write_text(sites, encoding="utf-8")
    findings = list(diagnose(load(path), now))
    for finding in findings:
        assert all(finding.sentence(lang) for lang in messages.LANGUAGES)
    return findings


def wrong(folder: Path, config: str = "", sites: str = ROW, now: datetime = NOW) -> set[Diagnosis]:
    """The diagnoses that keep nights from running."""
    return {each.code for each in found(folder, config, sites, now) if each.state == "wrong"}


def test_a_working_folder_has_nothing_wrong(tmp_path: Path) -> None:
    Archive.open(tmp_path / "nianbao.db").close()
    assert wrong(tmp_path) == set()


def test_an_archive_that_is_not_there_yet_is_not_wrong(tmp_path: Path) -> None:
    codes = {each.code for each in found(tmp_path)}
    assert Diagnosis.ARCHIVE_NOT_THERE_YET in codes
    assert Diagnosis.NO_CHANNEL in codes
    assert not (tmp_path / "nianbao.db").exists()


def test_a_registry_without_rows_is_told(tmp_path: Path) -> None:
    states = {each.code: each.state for each in found(tmp_path, sites="")}
    assert states[Diagnosis.REGISTRY_EMPTY] == "missing"
    assert Diagnosis.REGISTRY_READ not in states


@pytest.mark.parametrize(
    ("config", "sites", "code"),
    [
        ("", ROW + 'deadline = { rule = "nosuch" }\n', Diagnosis.REGISTRY_WRONG),
        ("", ROW + ROW, Diagnosis.REGISTRY_WRONG),
        ("[deadlines]\nrules = 'nosuch.toml'\n", ROW, Diagnosis.REGISTRY_WRONG),
        ("[alerts]\nchannels = ['env:NIANBAO_NOWHERE']\n", ROW, Diagnosis.CHANNEL_UNUSABLE),
        ("[alerts]\nchannels = ['bogus://x']\n", ROW, Diagnosis.CHANNEL_UNUSABLE),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, config: str, sites: str, code: Diagnosis) -> None:
    assert wrong(tmp_path, config, sites) == {code}


@pytest.mark.parametrize(
    ("address", "is_secret"),
    [
        ("mailto://user:pass@example.org", True),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", True),
        ("dingtalk://9f8e7d6c", True),
        ("env:CHANNEL", False),
        ("file:///var/log/alerts.jsonl", False),
    ],
)
def test_a_secret_that_others_can_read(tmp_path: Path, address: str, is_secret: bool) -> None:
    (tmp_path / "nianbao.toml").touch(mode=0o644)
    channels = f"[alerts]\nchannels = ['{address}']\n"
    assert (Diagnosis.SECRETS_READABLE in wrong(tmp_path, channels)) is is_secret
    (tmp_path / "nianbao.toml").chmod(0o600)
    codes = {each.code for each in diagnose(load(tmp_path / "nianbao.toml"), NOW)}
    assert Diagnosis.PERMISSIONS_FINE in codes
    assert Diagnosis.SECRETS_READABLE not in codes


def test_a_clock_before_the_last_night(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        record.finish_run(archive, record.begin_run(archive, NOW, "test", {}), NOW)
    assert wrong(tmp_path) == set()
    assert wrong(tmp_path, now=NOW - timedelta(days=3)) == {Diagnosis.CLOCK_BEFORE_LAST_NIGHT}


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    terminal.choose([])
    assert terminal.current() == language
    monkeypatch.undo()
    terminal.choose([])
