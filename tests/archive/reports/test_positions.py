"""Where figures stand is stored with a reading, comes to old archives by `reparse`, and is carried and checked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.extract import parser, parser_name
from archive.extract.parser import Order
from archive.extract.positions import packing
from archive.extract.report.model import Positions, Report
from archive.maintenance import merge, verify
from archive.maintenance.reparse import reparse
from archive.reports import documents, positions
from archive.storage.database import Archive
from tests.support.paths import FILES
from tests.support.web import archived

LATER = archived.NIGHT + timedelta(days=30)


class Counting:
    """Today's parser in this process, which counts what it reads."""

    def __init__(self) -> None:
        self.read_documents = 0

    @property
    def name(self) -> str:
        return parser_name.today()

    def read(self, order: Order) -> Report:
        self.read_documents += 1
        return parser.parse(order)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with one report as today's parser reads it."""
    archive = Archive.open(tmp_path / "nianbao.db")
    record.register_site(archive, "site", "410425", "trs", ["https://a.example.gov.cn/"], {})
    run = record.begin_run(archive, archived.NIGHT, "sample", {})
    site_run = record.begin_site(archive, run, "site", archived.NIGHT)
    body = (FILES / "report.html").read_bytes()
    url = "https://a.example.gov.cn/nb.html"
    fetched = record.Fetched("report", url, archived.NIGHT, "ok", 200, body=body, headers={})
    capture = record.record(archive, site_run, fetched)
    documents.store(archive, capture, parser.parse(documents.order(archive, capture)), archived.NIGHT)
    record.finish_site(archive, site_run, archived.NIGHT + timedelta(minutes=1), "ok", None)
    record.finish_run(archive, run, archived.NIGHT + timedelta(minutes=2))
    return archive


def capture(archive: Archive) -> str:
    return str(archive.one("SELECT capture FROM documents")[0])


def problems(archive: Archive) -> set[str]:
    return {problem.check for problem in verify.verify(archive)}


def test_positions_are_stored_with_a_reading(archive: Archive) -> None:
    stored = positions.of_capture(archive.connection, capture(archive))
    report = parser.parse(documents.order(archive, capture(archive)))
    assert stored == report.positions
    assert stored is not None
    assert len(stored.cells) == len(list(report.values()))
    size = archive.one("SELECT length(packed) FROM positions")[0]
    assert size < 1000


def test_reparse_notes_positions_once_where_an_earlier_program_did_not(archive: Archive) -> None:
    with archive.rebuild() as db:
        db.execute("DELETE FROM positions")
    reader = Counting()
    done = reparse(archive, reader, LATER)
    assert (done.read, done.otherwise) == (1, 0)
    assert positions.of_capture(archive.connection, capture(archive))
    assert reparse(archive, reader, LATER + timedelta(days=1)).read == 0
    assert reader.read_documents == 1


def test_merge_carries_positions(archive: Archive, tmp_path: Path) -> None:
    expected = positions.of_capture(archive.connection, capture(archive))
    with Archive.open(tmp_path / "other.db") as other:
        merge.merge(other, [archive.path], LATER)
        assert positions.of_capture(other.connection, capture(archive)) == expected
        merge.merge(other, [archive.path], LATER)
        assert other.one("SELECT count(*) FROM positions")[0] == 1


def test_verify_finds_positions_that_the_bytes_do_not_have(archive: Archive) -> None:
    assert "positions" not in problems(archive)
    with archive.rebuild() as db:
        db.execute("UPDATE positions SET packed = ?", (packing.pack(Positions()),))
    assert "positions" in problems(archive)


def test_bytes_that_hold_no_positions_are_refused() -> None:
    with pytest.raises(ValueError, match="no packed positions"):
        packing.unpack(b"no")
