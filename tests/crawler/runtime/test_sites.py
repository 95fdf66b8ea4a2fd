"""The registry is read once as it is, and again when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.runtime import sites
from crawler.runtime.config import Config, ConfigError

ROW = '[[site]]\nid = "{0}"\ncounty = "610925"\nstart = ["http://www.{0}.gov.cn/"]\n'


def test_a_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    config = Config(tmp_path / "n.toml", tmp_path / "n.db", tmp_path / "sites.toml")
    with pytest.raises(ConfigError, match="registry"):
        sites.registry(config)
    config.sites.write_text(ROW.format("one"))
    first = sites.registry(config)
    assert sites.registry(config) is first
    config.sites.write_text(ROW.format("one") + ROW.format("two"))
    assert [site.id for site in sites.registry(config)] == ["one", "two"]
    config.sites.unlink()
    with pytest.raises(ConfigError, match="registry"):
        sites.registry(config)
