"""Archives and readings for the archive's tests, made through its own doors."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item, Outcome
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from tests.support.archives import proofs

COUNTY, TOWNSHIP, NAME = "350627", "350627100", "山城镇"
LIST = "http://www.nanjing.example.gov.cn/nb/index.html"
URL = "http://www.nanjing.example.gov.cn/nb/202601/t20260120_1.html"
NEIGHBOUR = Item(
    "http://www.nanjing.example.gov.cn/nb/202601/t20260110_2.html",
    "南坑镇2025年政府信息公开工作年度报告",
    "2026-01-10",
    "report",
    2025,
    "township",
    "南坑镇",
    "350627110",
)
"""A list that shows nobody's report proves nothing; so another township has its own there from the first night on."""
NIGHT = datetime(2026, 1, 20, 2, 30, tzinfo=CHINA)


def said(new: int = 12, text: str = "本年度主动公开信息若干。", **more: Any) -> dict[str, Any]:
    """A reading in the shape of `nianbao parse`, with one line of table three."""
    line = {"natural_person": new, "enterprise": 0, "total": new}
    return {
        "kind": "report",
        "reason": None,
        "reason_code": None,
        "title": f"{NAME}2025年政府信息公开工作年度报告",
        "year": 2025,
        "issuer": {
            "name": NAME,
            "level": "township",
            "township_code": TOWNSHIP,
            "county_code": COUNTY,
            "match": "context",
            "candidates": [],
        },
        "form": "2021",
        "document_number": None,
        "signed_on": None,
        "published_on": "2026-01-19",
        "published_label": "发布日期",
        "sections": [{"number": 1, "heading": "总体情况", "text": text}],
        "tables": {"applications": {"new": line}, "disclosure": {"licences": 3, "fees": 1.5}, "review": {}},
        "cells": [{"table": "applications", "line": "new", "column": "enterprise", "state": "blank", "raw": ""}],
        "narrative": [],
        "findings": [],
        "parser": "test-1",
        **more,
    }


class Nights:
    """An archive into which nights are written one after the other."""

    def __init__(self, folder: Path, site: str = "nanjing") -> None:
        self.path = folder / "nianbao.db"
        self.site = site
        self.archive = Archive.open(self.path)
        record.register_site(self.archive, site, COUNTY, "trs", [LIST], {"deadline": {"rule": "default"}})

    def night(
        self,
        days: float,
        reading: dict[str, Any] | None,
        *,
        listed: bool = True,
        outcome: Outcome = "ok",
        gone: bool = False,
        settings: dict[str, Any] | None = None,
    ) -> str:
        """One run `days` after the first: the list, and the report with this reading where there is one."""
        now = NIGHT + timedelta(days=days)
        run = record.begin_run(self.archive, now, "0", settings or {})
        site_run = record.begin_site(self.archive, run, self.site, now)
        listing = record.record(
            self.archive,
            site_run,
            Fetched("listing", LIST, now, "ok", 200, body=f"{listed}".encode(), headers={"server": "nginx"}),
        )
        title = f"{NAME}2025年政府信息公开工作年度报告"
        item = Item(URL, title, "2026-01-19", "report", 2025, "township", NAME, TOWNSHIP)
        record.store_listing_check(
            self.archive,
            site_run,
            CheckedList(LIST, (item, NEIGHBOUR) if listed else (NEIGHBOUR,), complete=outcome == "ok"),
        )
        proofs.prove(self.archive, site_run, LIST)
        proofs.vouch(self.archive, TOWNSHIP[:6])
        if gone:
            record.record(self.archive, site_run, Fetched("report", URL, now, "gone", 404))
        if reading is not None:
            body = repr(reading).encode()
            former = record.previous(self.archive, URL)
            same = bool(former and former.digest == record.digest(body))
            fetched = Fetched(
                "report", URL, now, "same" if same else "ok", 200, body=body, via=listing, link_title=title
            )
            capture = record.record(self.archive, site_run, fetched)
            if not same:
                documents.store(self.archive, capture, output.from_json(reading), now)
        record.finish_site(self.archive, site_run, now, outcome, None)
        settling.settle(self.archive, now, site_run)
        record.finish_run(self.archive, run, now)
        status.materialise(self.archive, now)
        return run

    def begin(self, days: float, site: str | None = None) -> int:
        """A site run of its own, left open."""
        now = NIGHT + timedelta(days=days)
        record.register_site(self.archive, site or self.site, COUNTY, "trs", [LIST], {"deadline": {"rule": "default"}})
        run = record.begin_run(self.archive, now, "0", {})
        return record.begin_site(self.archive, run, site or self.site, now)

    def document(self, site_run: int, url: str, reading: dict[str, Any]) -> None:
        """A document fetched and read in an open site run."""
        fetched = Fetched("report", url, NIGHT, "ok", 200, body=repr(reading).encode())
        capture = record.record(self.archive, site_run, fetched)
        documents.store(self.archive, capture, output.from_json(reading), NIGHT)

    def finish(self, site_run: int) -> None:
        """Close a site run and settle what it read."""
        record.finish_site(self.archive, site_run, NIGHT, "ok", None)
        settling.settle(self.archive, NIGHT, site_run)

    def changes(self) -> list[tuple[str, str]]:
        """Kind and cause of every change, in order."""
        return [(row["kind"], row["cause"]) for row in self.archive.rows("SELECT kind, cause FROM changes ORDER BY at")]

    def verdict(self) -> str:
        """The township's verdict for 2025 as of the last run."""
        return str(self.archive.one("SELECT verdict FROM status WHERE township_code = ? AND year = 2025", TOWNSHIP)[0])
