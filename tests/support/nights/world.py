"""A county seen night after night, with any links in its lists, of one site or several: the histories of the tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.alerts import lifecycle
from archive.captures import record
from archive.captures.reasons import Reason
from archive.captures.record import CaptureVerdict, CheckedList, Fetched, Item, Outcome
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive, payload_path
from archive.storage.instants import CHINA
from tests.support.archives import proofs
from tests.support.archives.samples import COUNTY, LIST, NEIGHBOUR, NIGHT, said
from tests.support.nights.season_machine import blank

A, NAME, B, OTHER = "350627100", "山城镇", "350627101", "丰田镇"
SECOND = "http://zwgk.nanjing.example.gov.cn/nb/index.html"
DUE = datetime(2026, 2, 1, tzinfo=CHINA)


@dataclass(frozen=True)
class Doc:
    """A link in a list and what is read behind it: a report of `code` for `year` by its link, of `read` by its text."""

    code: str | None = A
    year: int | None = 2025
    title: str = f"{NAME}2025年政府信息公开工作年度报告"
    kind: str = "report"
    level: str = "township"
    url: str = "http://www.nanjing.example.gov.cn/nb/1.html"
    read: Mapping[str, Any] | None = None

    @property
    def item(self) -> Item:
        return Item(self.url, self.title, None, self.kind, self.year, self.level, None, self.code)  # type: ignore[arg-type]


def report(code: str | None = A, year: int | None = 2025, new: int = 12, **more: Any) -> dict[str, Any]:
    """A reading of a report of a township for a year; no township means that its name could not be identified."""
    issuer = {**said()["issuer"], "township_code": code, "match": "context" if code else "none"}
    return said(new, **{"issuer": issuer, "year": year, "published_on": "2026-01-19", **more})


UNREAD = {**said(), "kind": "unreadable", "year": None, "tables": {}, "sections": [], "published_on": None}
UNREAD["issuer"] = {**UNREAD["issuer"], "township_code": None, "level": "unknown", "match": "none"}


class World:
    """A county of one or several sites, seen night after night."""

    def __init__(self, folder: Path) -> None:
        path = folder / "nianbao.db"
        for source, copy in ((blank(), path), (payload_path(blank()), payload_path(path))):
            shutil.copyfile(source, copy)
        self.archive = Archive.open(path)
        self.archive.connection.execute("PRAGMA synchronous = OFF")

    def night(
        self,
        days: float,
        docs: Sequence[Doc] = (),
        *,
        column: str = LIST,
        site: str = "nanjing",
        outcome: Outcome = "ok",
        whole: bool = True,
        settings: Mapping[str, Any] | None = None,
        row: Mapping[str, Any] | None = None,
        lasts: float = 0.0,
        neighbour: bool = True,
        run: str | None = None,
        gone: Sequence[str] = (),
    ) -> str:
        """One run `days` after the first night, whose end comes `lasts` hours after its lists were fetched."""
        now, archive = NIGHT + timedelta(days=days), self.archive
        fields = {"deadline": {"rule": "default"}, "start": [column], **(row or {})}
        record.register_site(archive, site, COUNTY, "trs", [column], fields)
        run = run or record.begin_run(archive, now, "0", {"retired": [], **(settings or {})})
        site_run = record.begin_site(archive, run, site, now)
        page = Fetched("listing", column, now, "ok", 200, body=repr(docs).encode())
        listing = record.record(archive, site_run, page)
        items = (*(doc.item for doc in docs), *([NEIGHBOUR] if neighbour else []))
        record.store_listing_check(archive, site_run, CheckedList(column, items, complete=whole))
        proofs.prove(archive, site_run, column)
        proofs.vouch(archive, COUNTY)
        for doc in docs:
            body = json.dumps(dict(doc.read or {})).encode()
            former = record.previous(archive, doc.url)
            if doc.read is None:
                continue
            known = bool(former and former.digest == record.digest(body))
            verdict: CaptureVerdict = "same" if known else "ok"
            fetched = Fetched("report", doc.url, now, verdict, 200, body=body, via=listing, link_title=doc.title)
            capture = record.record(archive, site_run, fetched)
            if not known:
                documents.store(archive, capture, output.from_json(doc.read), now)
        for url in gone:
            record.record(archive, site_run, Fetched("report", url, now, "gone", 404))
        end = now + timedelta(hours=lasts)
        record.finish_site(archive, site_run, end, outcome, None)
        settling.settle(archive, end, site_run)
        record.finish_run(archive, run, end)
        status.materialise(archive, end)
        return run

    def verdict(self, code: str = A, year: int = 2025) -> tuple[str, str]:
        """The verdict and its reason as of the last night."""
        row = self.archive.one("SELECT * FROM status WHERE township_code = ? AND year = ?", code, year)
        return row["verdict"], json.loads(row["evidence"])["why"]

    def backdated(self) -> bool:
        return bool(self.archive.one("SELECT backdated FROM status WHERE township_code = ? AND year = 2025", A)[0])

    def edges(self, days: float, ailments: Sequence[Reason] = ()) -> list[tuple[str, str, str]]:
        """The alerts' edges of a night; nothing comes of asking twice."""
        now = NIGHT + timedelta(days=days)
        status.materialise(self.archive, now)
        found = [(one.kind, one.subject, one.edge) for one in lifecycle.update(self.archive, now, ailments)]
        assert lifecycle.update(self.archive, now, ailments) == []
        return sorted(found)
