"""A sample archive of invented counties, built night by night through the archive's own interface."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archive.captures import record
from archive.captures.reasons import CaptureReason, Reason, SiteRunReason
from archive.captures.record import CheckedList, Fetched, Item
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from tests.support.archives import proofs
from tests.support.sites.figures import figures_2019, figures_2021

HOSTILE = "<script>alert('年报')</script>"
HEADINGS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况")


@dataclass(frozen=True)
class Town:
    """A township: its publication day by year (None: not published), and what is odd about it."""

    code: str
    name: str
    published: Mapping[int, date | None]
    claims: Mapping[int, date] = field(default_factory=dict)
    revised: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()
    title: str = ""


@dataclass(frozen=True)
class County:
    """A county with its site; on `failing` nights the site is blocked."""

    code: str
    name: str
    site: str
    towns: tuple[Town, ...]
    failing: frozenset[date] = frozenset()


SMALL = (
    County(
        "999901",
        "青溪县",
        "qingxi",
        (
            Town("999901001", "城关镇", {2022: date(2023, 1, 12), 2023: date(2024, 1, 18)}),
            Town("999901002", "东风乡", {2022: date(2023, 1, 20), 2023: date(2024, 2, 3)}, revised=frozenset({2022})),
            Town("999901003", "河口街道", {2022: date(2023, 1, 30), 2023: None}),
            Town(
                "999901004",
                "石门镇",
                {2022: date(2023, 2, 6), 2023: date(2024, 2, 4)},
                claims={2023: date(2024, 1, 15)},
                broken=frozenset({2023}),
            ),
            Town("999901005", "<b>王村</b>镇", {2022: date(2023, 1, 9), 2023: date(2024, 1, 19)}, title=HOSTILE),
        ),
    ),
    County(
        "999902",
        "白石区",
        "baishi",
        (
            Town("999902001", "白石街道", {2022: date(2022, 12, 30), 2023: date(2024, 1, 29)}),
            Town("999902002", "南湖镇", {2022: date(2023, 1, 25), 2023: None}),
        ),
        failing=frozenset({date(2024, 2, 1), date(2024, 2, 5), date(2024, 2, 20)}),
    ),
)
DAYS = ((1, 5), (1, 20), (1, 31), (2, 1), (2, 5), (2, 20))


def build(path: Path, counties: tuple[County, ...] = SMALL, years: tuple[int, ...] = (2022, 2023)) -> Path:
    """Build the archive at `path`: one run a night in the season after each reporting year, then the verdicts."""
    with Archive.open(path) as archive:
        _place(archive, counties)
        for year in years:
            for month, day in DAYS:
                _night(archive, counties, datetime(year + 1, month, day, 21, 0, tzinfo=CHINA))
        status.materialise(archive, datetime(years[-1] + 1, 3, 1, tzinfo=CHINA))
    return path


def copied(archive: Path, to: Path) -> Path:
    """A copy of an archive with its payloads, to be changed."""
    for part in archive.parent.glob(f"{archive.stem}*.db"):
        shutil.copy(part, to.with_name(part.name.replace(archive.stem, to.stem, 1)))
    return to


def without_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let archives begin without counties: the sample brings its own."""

    class Nothing:
        def counties(self) -> tuple[()]:
            return ()

    monkeypatch.setattr("archive.gazetteer.load", Nothing, raising=False)


def _place(archive: Archive, counties: tuple[County, ...]) -> None:
    with archive.transaction() as db:
        for county in counties:
            db.execute("INSERT INTO counties VALUES (?, ?, '示例市', '示例省')", (county.code, county.name))
            db.executemany(
                "INSERT INTO townships VALUES (?, ?, ?, NULL, NULL, NULL)",
                [(town.code, county.code, town.name) for town in county.towns],
            )
    for county in counties:
        start = f"https://{county.site}.example.gov.cn/nb/"
        record.register_site(archive, county.site, county.code, "trs", [start], {})


def _night(archive: Archive, counties: tuple[County, ...], now: datetime) -> None:
    run = record.begin_run(archive, now, "sample", {})
    for county in counties:
        site_run = record.begin_site(archive, run, county.site, now)
        _visit(archive, county, site_run, now)
        settling.settle(archive, now + timedelta(minutes=3), site_run)
    record.finish_run(archive, run, now + timedelta(minutes=4))


def _visit(archive: Archive, county: County, site_run: int, now: datetime) -> None:
    start = f"https://{county.site}.example.gov.cn/nb/"
    done = now + timedelta(minutes=2)
    if now.date() in county.failing:
        challenge = Reason(CaptureReason.CHALLENGE_PAGE)
        record.record(
            archive,
            site_run,
            Fetched("listing", start, now, "blocked", 403, str(challenge), reason=CaptureReason.CHALLENGE_PAGE),
        )
        failed = Reason(SiteRunReason.ATTEMPT_FAILED, {"verdict": "blocked", "url": start, "detail": challenge})
        record.finish_site(archive, site_run, done, "blocked", failed.sentence(), reasons=[failed])
        return
    listed = [
        (town, year) for town in county.towns for year, day in town.published.items() if day and day <= now.date()
    ]
    body = "".join(f"<li>{_title(town, year)}</li>" for town, year in listed).encode()
    listing = record.record(archive, site_run, Fetched("listing", start, now, "ok", 200, body=body, headers={}))
    for town, year in listed:
        _read(archive, county, town, year, site_run, now, listing)
    items = tuple(
        Item(_url(county, town, year), _title(town, year), None, "report", year, "township", town.name, town.code)
        for town, year in listed
    )
    record.store_listing_check(archive, site_run, CheckedList(start, items, True, len(items)))
    proofs.prove(archive, site_run, start)
    proofs.vouch(archive, county.code)
    record.finish_site(archive, site_run, done, "ok", None)


def _read(archive: Archive, county: County, town: Town, year: int, site_run: int, now: datetime, listing: str) -> None:
    published = town.published[year]
    assert published is not None
    revised = year in town.revised and now.date() > published + timedelta(days=12)
    body = f"<html><h1>{_title(town, year)}</h1>{town.code} {revised}</html>".encode()
    url, at = _url(county, town, year), now + timedelta(seconds=30)
    known = record.previous(archive, url)
    if known and known.digest == record.digest(body):
        record.record(archive, site_run, Fetched("report", url, at, "same", 304, digest=known.digest, via=listing))
        return
    link = _title(town, year)
    fetched = Fetched("report", url, at, "ok", 200, body=body, headers={}, via=listing, link_title=link)
    capture = record.record(archive, site_run, fetched)
    documents.store(archive, capture, output.from_json(said(county, town, year, revised)), at + timedelta(seconds=5))


def said(county: County, town: Town, year: int, revised: bool = False) -> dict[str, Any]:
    """What the parser would print of the report."""
    tables: Any = (figures_2021 if year >= 2021 else figures_2019)(town.code, year, revised)
    claimed = town.claims.get(year) or town.published[year]
    new = tables["applications"]["new"]["total"]
    findings, cells = [], []
    if year in town.broken:
        tables = {**tables, "applications": {**tables["applications"]}}
        tables["applications"]["new"] = {**tables["applications"]["new"], "total": new + 1}
        findings = [
            _finding("applications.new.row_sum", "error", "source", f"{new + 1} is printed, the parts make {new}")
        ]
        tables["applications"]["granted"] = {**tables["applications"]["granted"], "enterprise": None}
        cells = [
            {"table": "applications", "line": "granted", "column": "enterprise", "state": "dash", "raw": "/"},
            {"table": "disclosure", "line": "licences", "column": "", "state": "annotated", "raw": "3（含变更）"},
        ]
    text = f"{year}年，{town.name}新收到政府信息公开申请{new}件。{HOSTILE}\n现将有关情况报告如下。"
    start = text.index(f"{new}件")
    return {
        "kind": "report",
        "reason": None,
        "reason_code": None,
        "title": _title(town, year),
        "year": year,
        "issuer": {
            "name": town.name, "level": "township", "township_code": town.code, "county_code": county.code,
            "match": "exact", "candidates": [],
        },
        "form": "2021" if year >= 2021 else "2019",
        "document_number": f"青政〔{year + 1}〕5号",
        "signed_on": claimed.isoformat() if claimed else None,
        "published_on": claimed.isoformat() if claimed else None,
        "published_label": "发布日期",
        "sections": [
            {"number": number, "heading": heading, "text": text if number == 1 else ""}
            for number, heading in enumerate(HEADINGS, 1)
        ],
        "tables": tables,
        "cells": cells,
        "narrative": [
            {"indicator": "applications_received", "value": new, "unit": "件", "quote": f"{new}件", "section": 1,
             "start": start, "end": start + len(f"{new}件")}
        ],
        "findings": findings,
        "parser": "nianbao-sample",
    }  # fmt: skip


def realistic(seed: int = 4) -> tuple[County, ...]:
    """Five larger invented counties with the habits of real ones, for looking at the pages."""
    rng = Random(seed)
    first, last = "东西南北上下清白石柳", "河桥沟店营"
    names = [f"{a}{b}{rng.choice('镇镇乡')}" for a in first for b in last] + ["城关镇", "红旗街道", "站前街道"]
    counties = []
    for number, (name, site) in enumerate(
        (
            ("青溪县", "qingxi"),
            ("白石区", "baishi"),
            ("云岭县", "yunling"),
            ("南浦县", "nanpu"),
            ("临江市", "linjiang"),
        ),
        1,
    ):
        code = f"9999{number:02}"
        towns = tuple(
            _invent(rng, f"{code}{i:03}", town, i) for i, town in enumerate(rng.sample(names, 10 + 2 * number), 1)
        )
        failing = frozenset(date(2024, month, day) for month, day in DAYS[2:]) if number == 4 else frozenset()
        counties.append(County(code, name, site, towns, failing))
    return tuple(counties)


def _invent(rng: Random, code: str, name: str, nth: int) -> Town:
    published: dict[int, date | None] = {}
    claims = {}
    for year in (2017, 2018, 2019, 2020, 2021, 2022, 2023):
        day = date(year + 1, 1, 6) + timedelta(days=min(24, int(rng.triangular(0, 26, 19))))
        if rng.random() < 0.1:
            day = date(year + 1, 2, rng.choice((2, 3, 4, 5, 12, 18)))
            if rng.random() < 0.3:
                claims[year] = date(year + 1, 1, 28)
        published[year] = None if rng.random() < 0.06 else day
    odd = frozenset({2022}) if nth == 2 else frozenset[int]()
    return Town(code, name, published, claims, revised=odd, broken=frozenset({2023}) if nth == 4 else frozenset())


def _finding(rule: str, severity: str, blame: str, detail: str) -> dict[str, str]:
    return {"rule": rule, "severity": severity, "blame": blame, "detail": detail}


def _title(town: Town, year: int) -> str:
    return f"{town.name}{year}年政府信息公开工作年度报告{town.title}"


def _url(county: County, town: Town, year: int) -> str:
    """The report's address, which carries the day on which it really came out."""
    published = town.published[year]
    assert published is not None
    return f"https://{county.site}.example.gov.cn/nb/{year}/t{published:%Y%m%d}_{town.code}.html"
