"""Configuration: what is wrong is named with its key and the remedy."""

from pathlib import Path

import pytest

from crawler.runtime.config import ConfigError, load

GOOD = """
archive = "a.db"
sites = "s.toml"
contact = "ops@example.org"
[politeness]
delay = 1
workers = 4
[alerts]
channels = ["mailto://a@example.org"]
[nightly]
publish = "public/a.db"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "nianbao.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_lie_beside_the_file(tmp_path: Path) -> None:
    config = load(written(tmp_path, GOOD))
    assert config.archive == tmp_path / "a.db"
    assert config.nightly.publish == tmp_path / "public/a.db"
    assert config.politeness.delay == 1.0
    assert "ops@example.org" in config.user_agent


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("archiv = 'x'", "unknown key `archiv`"),
        ("[politeness]\nspeed = 1", "unknown key `politeness.speed`"),
        ("[politeness]\nworkers = 'many'", "`politeness.workers` is 'many', but a whole number is wanted"),
        ("[politeness]\nworkers = true", "`politeness.workers` is true"),
        ("politeness = 3", "`politeness` is 3"),
        ("archive = ", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"nianbao\.toml") as caught:
        load(written(tmp_path, text))
    assert said in str(caught.value)


def test_crawling_without_a_contact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="contact"):
        _ = load(written(tmp_path, "archive = 'a.db'")).user_agent


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "none.toml")
