"""An archive of an older version: verbs that write migrate it, verbs that only read say how that is done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.storage import digests, schema
from archive.storage.errors import ArchiveError
from archive.web import columns
from crawler import cli


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration of an archive that lacks the last migration."""
    path = tmp_path / "nianbao.toml"
    path.write_text('contact = "ops@example.org"\n', encoding="utf-8")
    (tmp_path / "sites.toml").write_text("", encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "nianbao.db", isolation_level=None)) as older:
        older.create_function("text_digest", 1, digests.of_text, deterministic=True)
        schema._steps().apply(Database(older), stop_before=max(schema._known()))
        older.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    return path


def _is_older(config: Path) -> bool:
    with closing(sqlite3.connect(config.with_name("nianbao.db"))) as archive:
        return bool(schema.pending(archive))


@pytest.mark.parametrize(
    "verb", ["status", "history 410425101 2025", "alerts", "sites", "verify", "export csv {folder}"]
)
def test_a_verb_that_reads_says_how_to_migrate(config: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = verb.format(folder=config.parent / "out").split()
    assert cli.main(["--config", str(config), *arguments]) == 3
    assert "made by an older version; every verb that writes migrates it" in capsys.readouterr().err
    assert _is_older(config)


def test_serving_says_so_too(config: Path) -> None:
    with pytest.raises(ArchiveError, match="every verb that writes migrates it"):
        columns.columns_of(config.with_name("nianbao.db"))


@pytest.mark.parametrize(
    "verb", ["nightly", "crawl", "reparse --rules", "reparse", "alerts mute archive --note x", "alerts ack nope"]
)
def test_a_verb_that_writes_migrates(config: Path, verb: str) -> None:
    cli.main(["--config", str(config), *verb.split()])
    assert not _is_older(config)
