"""A missing engine only costs time: the bytes are stored and read once the engine is installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from archive.extract import parser, parser_name
from archive.extract.dispatch import engines
from archive.extract.parser_pool import ParserPool
from archive.maintenance import verify
from archive.maintenance.reparse import reparse
from archive.reports import documents
from tests.support.archives.samples import NIGHT, TOWNSHIP, URL, Nights
from tests.support.documents import generate
from tests.support.documents.strategies import Figures
from tests.support.proof import compound, prints
from tests.support.sites.figures import figures_2021

TITLE = "南靖县山城镇2025年政府信息公开工作年度报告"


@pytest.fixture(autouse=True)
def _name_anew() -> Iterator[None]:
    """The parser's name is cached for the life of a process, but engines come and go in these tests."""
    parser_name.today.cache_clear()
    yield
    parser_name.today.cache_clear()


def report(new: int = 0) -> list[prints.Part]:
    """A report's blocks; `new` is added to one of its figures."""
    figures = Figures("2021", {name: dict(table) for name, table in figures_2021(TOWNSHIP, 2025, False).items()})
    figures.tables["disclosure"]["licences"] += new
    return [TITLE, *prints.parts(figures)[1:]]


def fetch(nights: Nights, site_run: int, kind: str, url: str, body: bytes) -> str:
    """A document of the site run, read as the crawler would."""
    fetched = Fetched(kind, url, NIGHT, "ok", 200, body=body, link_title=TITLE)  # type: ignore[arg-type]
    capture = record.record(nights.archive, site_run, fetched)
    documents.store(nights.archive, capture, parser.parse(documents.order(nights.archive, capture)), NIGHT)
    return capture


def test_what_an_engine_was_missing_for_is_read_by_a_later_reparse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("xlrd")
    nights, body = Nights(tmp_path), compound.xls(report())
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "xlrd", None)
        assert "xls" not in engines.present()
        name = parser_name.today()
        site_run = nights.begin(0)
        capture = fetch(nights, site_run, "attachment", URL + ".xls", body)
        nights.finish(site_run)
        kept = nights.archive.one("SELECT kind, reason, parser FROM documents")
        assert (kept["kind"], kept["parser"]) == ("unreadable", name)
        assert "nianbao[xls]" in kept["reason"]
        assert nights.archive.one("SELECT count(*) FROM versions")[0] == 0
    assert documents.order(nights.archive, capture).data == body
    parser_name.today.cache_clear()
    assert parser_name.today() != name
    with ParserPool(1) as pool:
        done = reparse(nights.archive, pool, NIGHT + timedelta(days=1))
    assert (done.read, done.otherwise, done.failed) == (1, 1, ())
    line = nights.archive.one("SELECT natural_person, total FROM applications WHERE line = 'new'")
    assert tuple(line) == tuple(
        figures_2021(TOWNSHIP, 2025, False)["applications"]["new"][key] for key in ("natural_person", "total")
    )
    assert [row["cause"] for row in nights.archive.rows("SELECT cause FROM changes WHERE kind = 'appeared'")]
    assert list(verify.verify(nights.archive)) == []


@pytest.mark.parametrize(("more", "differ"), [(0, False), (5, True)])
def test_a_page_and_its_attachment_are_both_read_and_compared(tmp_path: Path, more: int, differ: bool) -> None:
    nights = Nights(tmp_path)
    site_run = nights.begin(0)
    fetch(nights, site_run, "report", URL, generate.html(report()).encode())
    fetch(nights, site_run, "attachment", URL + ".doc", compound.doc(report(more)))
    nights.finish(site_run)
    found = [
        row["detail"] for row in nights.archive.rows("SELECT detail FROM findings WHERE rule = 'manifestations.agree'")
    ]
    assert nights.archive.one("SELECT count(*) FROM manifestations")[0] == 2
    assert bool(found) == differ
    if differ:
        assert "licences" in found[0]
