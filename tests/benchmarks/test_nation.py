"""The archive of a nation, laid over all counties from one, is what the real path writes for each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.deadlines import status
from archive.storage.database import Archive
from benchmarks import laying
from benchmarks import model_county as model
from tests.support.archives import canonical

RANDOM = re.compile(r"\b(?:([0-9a-hjkmnp-tv-z]{9})[0-9a-hjkmnp-tv-z]{6}|(\d{8}T\d{6})-[0-9a-z]{10})\b")
"""The random ends of the keys of captures and runs."""

LOCAL = {"look_pages"}
"""A table of local numbers only; the pages that it names are compared by the listing checks' evidence in `status`."""

NIGHTS = 43
"""With a late report, a night that is blocked, and a revision."""


@pytest.mark.slow
def test_it_is_what_the_real_path_writes(tmp_path: Path) -> None:
    counties = ["110105", "140922", "150121"]
    assert len({len(model.units(county)) for county in counties}) == 3
    with Archive.open(tmp_path / "real.db") as real, Archive.open(tmp_path / "laid.db") as laid:
        for archive in (real, laid):
            archive.connection.execute("PRAGMA synchronous = OFF")
        model.by_the_real_path(real, counties, NIGHTS, 1)
        model.by_the_real_path(laid, counties[:1], NIGHTS, 1)
        laying.lay_over(laid, counties, NIGHTS, 1, payloads=True)
        for archive in (real, laid):
            status.materialise(archive, model.FIRST.replace(month=4))
        assert laid.rows("PRAGMA foreign_key_check") == []
        written, told = _content(real), _content(laid)
        assert len(written["versions"]) > 300
        assert {table for table in written if written[table] != told[table]} <= LOCAL
        assert set(real.payloads.digests()) == set(laid.payloads.digests())


def _content(archive: Archive) -> dict[str, list[str]]:
    return {table: sorted(RANDOM.sub(r"\1\2", row) for row in rows) for table, rows in canonical.dump(archive).items()}
