"""A site's part of an archive: it answers what the archive answers, and what is seen on it joins as if seen there."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.captures import known_pages, record
from archive.captures.record import CheckedList, Fetched, Item
from archive.extract import output
from archive.maintenance import parts
from archive.maintenance.merge import TABLES
from archive.reports import documents, settling
from archive.storage.database import Archive, payload_path
from tests.support.archives import proofs
from tests.support.archives.canonical import dump
from tests.support.archives.samples import LIST, NAME, NIGHT, TOWNSHIP, URL, Nights, said

TONIGHT = NIGHT + timedelta(days=4)
SITE = "nanjing"
ITEM = Item(URL, f"{NAME}2025年政府信息公开工作年度报告", "2026-01-19", "report", 2025, "township", NAME, TOWNSHIP)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """An archive of three nights, in which a run has begun."""
    nights = Nights(tmp_path)
    for day, new in ((0, None), (1, 12), (2, 12)):
        nights.night(day, None if new is None else said(new))
    nights.archive.close()
    return nights.path


def copied(path: Path, name: str) -> Path:
    for source, target in ((path, path.with_name(name)), (payload_path(path), payload_path(path.with_name(name)))):
        shutil.copyfile(source, target)
    return path.with_name(name)


def begun(path: Path) -> str:
    with Archive.open(path) as archive:
        return record.begin_run(archive, TONIGHT, "0", {})


def seen(archive: Archive, run: str, new: int = 15, *, read: bool = True) -> int:
    """The list, and the report with other figures than before."""
    site_run = record.begin_site(archive, run, SITE, TONIGHT)
    listing = record.record(archive, site_run, Fetched("listing", LIST, TONIGHT, "same", 200, body=b"True"))
    reading = said(new)
    fetched = Fetched("report", URL, TONIGHT, "ok", 200, body=repr(reading).encode(), via=listing)
    capture = record.record(archive, site_run, fetched)
    if read:
        documents.store(archive, capture, output.from_json(reading), TONIGHT)
    return site_run


def concluded(archive: Archive, site_run: int) -> None:
    record.store_listing_check(archive, site_run, CheckedList(LIST, (ITEM,), complete=True))
    proofs.prove(archive, site_run, LIST)
    record.finish_site(archive, site_run, TONIGHT, "ok", None)


def test_what_is_joined_is_what_would_have_been_written_there(before: Path) -> None:
    run = begun(before)
    elsewhere = copied(before, "elsewhere.db")
    with Archive.open(before) as archive, Archive.open(elsewhere) as other:
        last = archive.one("SELECT max(document) FROM documents")[0]
        concluded(other, seen(other, run))
        part = parts.cut_seen(other, run, SITE, readings_after=last)
        assert parts.join(archive, part, run, SITE, parts.ended(other, run, SITE)) == 2
        settling.settle(other, TONIGHT, other.one("SELECT max(site_run) FROM site_runs")[0])
        assert dump(archive) == dump(other)
        assert [row["kind"] for row in archive.rows("SELECT kind FROM changes ORDER BY at")][-1] == "figures"


def test_a_site_run_joined_bit_by_bit_is_the_same(before: Path) -> None:
    run = begun(before)
    elsewhere = copied(before, "elsewhere.db")
    with Archive.open(before) as archive, Archive.open(elsewhere) as other:
        last = archive.one("SELECT max(document) FROM documents")[0]
        site_run = seen(other, run, read=False)
        first = parts.cut_seen(other, run, SITE)
        assert parts.join(archive, first, run, SITE) == 2
        assert parts.join(archive, first, run, SITE) == 0
        assert parts.join(archive, parts.cut_seen(other, run, SITE, parts.held(archive, run, SITE)), run, SITE) == 0
        capture = other.one("SELECT max(capture) FROM news WHERE kind = 'report'")[0]
        documents.store(other, capture, output.from_json(said(15)), TONIGHT)
        concluded(other, site_run)
        rest = parts.cut_seen(other, run, SITE, readings_after=last)
        parts.join(archive, rest, run, SITE, parts.ended(other, run, SITE))
        settling.settle(other, TONIGHT, site_run)
        assert dump(archive) == dump(other)
        packed = "SELECT count(*) FROM repeats"
        assert archive.one(packed)[0] == other.one(packed)[0]


def test_a_part_answers_what_the_archive_answers(before: Path, tmp_path: Path) -> None:
    run = begun(before)
    laid, empty = tmp_path / "laid" / "nianbao.db", tmp_path / "empty" / "nianbao.db"
    for path in (laid, empty):
        path.parent.mkdir()
    with Archive.open(empty) as archive:
        archive.connection.execute("PRAGMA journal_mode = DELETE")
    with Archive.open(before) as archive:
        parts.lay(parts.cut(archive, run, SITE), laid, empty)
        with Archive.open(laid) as part:
            for url in (LIST, URL):
                former = record.previous(archive, url)
                assert former is not None
                assert record.previous(part, url) == former
                assert part.payloads.get(former.digest) == archive.payloads.get(former.digest)
            assert _known(part) == _known(archive)
            site_run = seen(part, run)
            concluded(part, site_run)
            joined = parts.cut_seen(part, run, SITE, readings_after=_last(archive))
            parts.join(archive, joined, run, SITE, parts.ended(part, run, SITE))
    with Archive.read(before) as archive:
        assert archive.one("SELECT count(*) FROM versions")[0] == 2


def test_readings_come_back_whatever_another_county_has_had_read_before(before: Path, tmp_path: Path) -> None:
    run = begun(before)
    laid = tmp_path / "laid" / "nianbao.db"
    laid.parent.mkdir()
    parts.make_empty(tmp_path / "empty.db")
    with Archive.open(before) as archive:
        record.register_site(archive, "elsewhere", "610925", "trs", [LIST], {})
        site_run = record.begin_site(archive, run, "elsewhere", TONIGHT)
        for page in range(3):
            fetched = Fetched("report", f"{LIST}{page}.html", TONIGHT, "ok", 200, body=b"%d" % page)
            documents.store(archive, record.record(archive, site_run, fetched), output.from_json(said(page)), TONIGHT)
        part = parts.cut(archive, run, SITE)
        parts.lay(part, laid, tmp_path / "empty.db")
        with Archive.open(laid) as other:
            concluded(other, seen(other, run))
            joined = parts.cut_seen(other, run, SITE, readings_after=part.last_document)
            parts.join(archive, joined, run, SITE, parts.ended(other, run, SITE))
        assert list(documents.unread(archive)) == []


def test_a_part_has_no_bytes_that_were_replaced(before: Path) -> None:
    with Archive.open(before) as archive:
        for new in (13, 15):  # what was there first is the dictionary of what follows
            concluded(archive, seen(archive, record.begin_run(archive, TONIGHT, "0", {}), new))
        run = record.begin_run(archive, TONIGHT + timedelta(days=1), "0", {})
        part = parts.cut(archive, run, SITE)
        whole = sum(1 for _ in archive.payloads.digests())
    path = before.with_name("part.db")
    parts.lay(part, path)
    with Archive.read(path) as laid:
        assert sum(1 for _ in laid.payloads.digests()) < whole


def test_every_observed_table_goes_with_a_part_or_stays_for_a_reason() -> None:
    folder = Path(parts.__file__).with_name("part_sql")
    scripts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.sql")}
    seen = "".join(scripts[name] for name in ("seen", "listing_checks", "readings", "referred"))
    sent = "".join(scripts[name] for name in ("for_site", "listing_checks", "of_county", "referred"))
    cut = {table for table in TABLES["observed"] if f"INSERT INTO main.{table}\n" in sent}
    back = {table for table in TABLES["observed"] if f"INSERT INTO main.{table}" in seen}
    decided = {"alert_reasons", "alerts", "notifications", "mutes", "afterthoughts", "answers", "judgements"}
    gazetteer, packed, settled = {"counties", "townships"}, {"repeats", "steps"}, {"versions"}
    assert set(TABLES["observed"]) - cut == {*decided, *gazetteer, "positions"}
    assert set(TABLES["observed"]) - back == {*decided, *gazetteer, *packed, *settled, "doubted_runs"}


def _last(archive: Archive) -> int:
    return int(archive.one("SELECT max(document) FROM documents")[0])


def _known(archive: Archive, now: datetime = TONIGHT) -> list[known_pages.KnownPage]:
    return sorted(known_pages.known(archive, SITE, 0, now), key=lambda page: page.url)
