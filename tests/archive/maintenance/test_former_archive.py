"""An archive that the first program wrote is opened, verified and continued, and no document of it is read again.

`former/` holds the archive as commit 6a276ac left it after four nights of two sample sites, at the ports below.
"""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard

from archive.extract import parser_name
from archive.extract.dispatch import engines
from archive.extract.parser_pool import ParserPool
from archive.maintenance.reparse import reparse
from archive.storage.database import Archive
from crawler.runtime.config import Config
from crawler.site_run import proving
from tests.support.season import nianbao, night
from tests.support.sites.demo import prepare
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites

FORMER = Path(__file__).parent / "former"
SITES, PORT = ("yunhe", "langao"), 17431
LAST = night(2, 6)
DERIVED = ("versions", "changes", "applications", "disclosures", "reviews", "cells", "sections")


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    """The former archive in a folder of its own, and its sites being served."""
    with _served() as sites:
        config = prepare(tmp_path, sites)
        for name in ("nianbao.db", "nianbao.payloads.db"):
            packed = (FORMER / f"{name}.zst").read_bytes()
            (tmp_path / name).write_bytes(zstandard.ZstdDecompressor().decompress(packed))
        with Archive.open(config.archive) as archive, archive.transaction() as db:
            db.execute("UPDATE documents SET parser = ?", (_former_name(),))
        yield config


@contextmanager
def _served() -> Iterator[SampleSites]:
    """The sites at their former ports, as soon as those are free."""
    until = time.monotonic() + 300
    while True:
        sites = SampleSites([site(name) for name in SITES], now=LAST + timedelta(days=8), port=PORT)
        try:
            sites.__enter__()
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
    try:
        yield sites
    finally:
        sites.__exit__(None, None, None)


def _former_name() -> str:
    """What the first program called its parser on a machine with the engines of this one."""
    table = tomllib.loads(Path(parser_name.__file__).with_name("former_parsers.toml").read_text(encoding="utf-8"))
    known_then = [engine for engine in engines.present() if engine in ("ocr", "office", "xls")]
    return str(table["named_by_bytes"]["first"][" ".join(known_then)])


def _tables(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    derived = [name for name in DERIVED if name not in ("status", "backdating", "documents")]
    return {name: sorted(map(tuple, archive.rows(f"SELECT * FROM {name}")), key=repr) for name in derived}


def test_it_verifies(config: Config) -> None:
    done = nianbao(config.path, "verify")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_reparse_reads_every_document_as_before(config: Config) -> None:
    """Names are read in more forms since, so that the former readings do not stand for today's."""
    with Archive.open(config.archive) as archive:
        before = _tables(archive)
        with ParserPool(1) as pool:
            done = reparse(archive, pool, night(2, 7), prove=proving.prove_missing)
            assert (done.otherwise, done.failed) == (0, ())
            assert _tables(archive) == before
            assert reparse(archive, pool, night(2, 7)).read == 0


def test_reparse_proves_the_former_checks(config: Config) -> None:
    with Archive.open(config.archive) as archive:
        assert archive.one("SELECT count(*) FROM looks WHERE proof IS NOT NULL")[0] == 0
        assert proving.prove_missing(archive) == archive.one("SELECT count(*) FROM looks")[0]
        assert proving.prove_missing(archive) == 0
        assert list(proving.differences(archive)) == []


def test_the_next_night_goes_on(config: Config) -> None:
    with Archive.read(config.archive) as archive:
        documents = archive.one("SELECT count(*) FROM documents")[0]
        verdicts = {tuple(row) for row in archive.rows("SELECT township_code, year, verdict FROM status")}
    done = nianbao(config.path, "nightly", "--now", (LAST + timedelta(days=8)).isoformat())
    assert done.returncode in (0, 1), done.stderr
    with Archive.read(config.archive) as archive:
        outcomes = [row[0] for row in archive.rows("SELECT outcome FROM site_runs JOIN runs USING (run) ORDER BY run")]
        assert outcomes[-2:] == ["ok", "ok"]
        fetched = archive.one("SELECT count(*) FROM news WHERE verdict = 'ok' AND kind IN ('report', 'attachment')")[0]
        assert archive.one("SELECT count(*) FROM documents")[0] - documents == fetched - documents
        changed = {tuple(row) for row in archive.rows("SELECT township_code, year, verdict FROM status")} - verdicts
        assert {verdict for _, _, verdict in changed} <= {
            "late",
            "not_published",
            "on_time",
            "cannot_tell",
            "seen_after_gap",
        }
    rows = json.loads(nianbao(config.path, "status", "--json", "--year", "2025").stdout)
    assert {row["verdict"] for row in rows} <= {"on_time", "late", "not_published", "cannot_tell", "seen_after_gap"}
