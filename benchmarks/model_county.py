"""One county as `benchmarks.nation` has it: its units, texts, addresses, bytes, and its nights by the real path.

Everything follows from the county's code and the unit's place in the county, so that another county's rows can be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from archive import gazetteer
from archive.captures import nights, proofs, record
from archive.captures.proofs import ListPage
from archive.captures.record import CheckedList, Fetched, Item, Outcome
from archive.extract import output
from archive.extract.report.model import Section
from archive.reports import documents, settling
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from tests.support.archives import proofs as whole
from tests.support.sites.figures import figures_2019, figures_2021

UNITS = 24
"""So many of a county's units have a site's worth of reports; those beyond have none."""

YEARS = tuple(range(2018, 2026))
"""The reporting years of which there is a report when the nights begin, the last of them about to be published."""

FIRST = datetime(2026, 1, 8, 2, 30, tzinfo=CHINA)
LATE, MISSING, REVISED = 3, 7, 11
"""Units, by their place in the county, whose report is late, missing, or revised once, in every year of the nights."""

BLOCKED = 20
"""The night on which the site answers with a challenge."""

AT_A_TIME = 16
"""So many sites are visited at a time; a minute later the next ones are."""

NIGHT = timedelta(hours=4)
"""How long a night over all sites lasts."""

_SENTENCES = (
    "{name}{year}年坚持公开为常态，不公开为例外。", "全年通过政府网站主动公开信息{n}条。",
    "{county}政务公开办公室组织培训{n}次。",
    "对依申请公开的{n}件申请均按期答复。", "完善信息发布审核制度，落实三审三校。", "政务新媒体推送稿件{n}篇。",
    "下一步将加强{name}政务公开队伍建设。", "公开栏张贴公示{n}期，覆盖全部行政村。", "没有收取信息处理费。",
    "主要问题是{name}主动公开的内容还不够全面。", "受理群众来电咨询{n}次。", "开展政策解读{n}场，参加{n}人次。",
)  # fmt: skip
_HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A township by its place in the county (`rank`), with all that its documents name."""

    rank: int
    code: str
    name: str
    county_code: str
    county: str

    @property
    def host(self) -> str:
        """The host of the county's site."""
        return host(self.county_code)

    def url(self, year: int) -> str:
        """The address of its report."""
        return f"http://{self.host}/nb/{year}/t{_published(self.rank, year):%Y%m%d}_{self.code}.html"

    def title(self, year: int) -> str:
        """The title of its report."""
        return f"{self.name}{year}年政府信息公开工作年度报告"

    def item(self, year: int) -> Item:
        """Its report in the list."""
        day = f"{_published(self.rank, year)}"
        return Item(self.url(year), self.title(year), day, "report", year, "township", self.name, self.code)

    def sections(self, year: int) -> list[dict[str, Any]]:
        """The text of its report: other sentences and other numbers in every township and year."""
        chance = Random(f"{self.code}{year}")
        return [
            {"number": number, "heading": heading, "text": "".join(_sentences(self, year, chance))}
            for number, heading in enumerate(_HEADINGS, 1)
        ]

    def body(self, year: int, *, revised: bool = False) -> bytes:
        """The bytes of its report's page."""
        text = "".join(f"<h2>{part['heading']}</h2><p>{part['text']}</p>" for part in self.sections(year))
        return f"<html><h1>{self.title(year)}</h1>{text}{_tables(self.rank, year, revised)}</html>".encode()

    def reading(self, year: int, *, revised: bool = False) -> dict[str, Any]:
        """What the parser would say of it."""
        claimed = _published(self.rank, year).isoformat()
        issuer = {
            "name": self.name, "level": "township", "township_code": self.code, "county_code": self.county_code,
            "match": "exact", "candidates": [],
        }  # fmt: skip
        return {
            "kind": "report", "reason": None, "reason_code": None, "title": self.title(year), "year": year,
            "issuer": issuer, "form": "2021" if year >= 2021 else "2019", "document_number": None, "signed_on": claimed,
            "published_on": claimed, "published_label": "发布日期", "sections": self.sections(year),
            "tables": _tables(self.rank, year, revised), "cells": [], "narrative": [], "findings": [],
            "parser": "nation",
        }  # fmt: skip


def _sentences(unit: Unit, year: int, chance: Random) -> Iterator[str]:
    for sentence in chance.sample(_SENTENCES, 5):
        yield sentence.format(name=unit.name, county=unit.county, year=year, n=chance.randrange(1, 9999))


@cache
def _tables(rank: int, year: int, revised: bool) -> Any:
    return (figures_2021 if year >= 2021 else figures_2019)(f"unit {rank}", year, revised)


def years(nights: int) -> range:
    """The reporting years of which there is a report, or is one missing, after so many nights."""
    return range(YEARS[0], max(YEARS[-1], (FIRST + timedelta(days=nights - 1)).year - 1) + 1)


def _published(rank: int, year: int) -> date:
    if year >= YEARS[-1] and rank == LATE:
        return date(year + 1, 2, 10)
    return date(year + 1, 1, 4) + timedelta(days=(rank * 7 + year) % 26)


def host(county: str) -> str:
    """The host of a county's site."""
    return f"www.c{county}.example.gov.cn"


def site(county: str) -> str:
    """The id of a county's site."""
    return f"c{county}"


def start(county: str) -> str:
    """The address of its list."""
    return f"http://{host(county)}/nb/index.html"


def settings(county: str) -> dict[str, Any]:
    """The fields of its row in the registry."""
    return {"deadline": {"rule": "default"}, "start": [start(county)]}


def written_settings(county: str) -> str:
    """The same as the archive stores them."""
    return json.dumps(settings(county), ensure_ascii=False, sort_keys=True)


def written_start(county: str) -> str:
    """Its entry addresses as the archive stores them."""
    return json.dumps([start(county)])


def section(part: dict[str, Any]) -> Section:
    """A section out of its JSON."""
    return Section(part["number"], part["heading"], part["text"])


def shown(of_county: Sequence[Unit], number: int) -> list[Item]:
    """What the county's list shows on a night: reports, and a notice of each day on which any rank of unit published.

    So every county's list changes on the same nights, however few units it has.
    """
    known = years(number + 1)
    reports = [unit.item(year) for unit in of_county for year in known if is_there(unit.rank, year, number)]
    days = {
        _published(rank, year)
        for year in known[len(YEARS) - 1 :]
        for rank in range(UNITS)
        if is_there(rank, year, number)
    }
    return [*reports, *(_notice(of_county[0], day) for day in sorted(days))]


def notices(of_county: Sequence[Unit], urls: Sequence[str]) -> list[Item]:
    """The county's notices of the days that another county's notices at these addresses have."""
    return [_notice(of_county[0], datetime.strptime(url[-13:-5], "%Y%m%d").date()) for url in urls]  # noqa: DTZ007


def _notice(unit: Unit, day: date) -> Item:
    url = f"http://{unit.host}/tz/t{day:%Y%m%d}.html"
    return Item(url, f"{day.month}月{day.day}日信息公开情况通报", f"{day}", "other", None, "county", None, None)


def is_there(rank: int, year: int, number: int) -> bool:
    """Whether a unit's report is there on a night."""
    if rank == MISSING and year >= YEARS[-1]:
        return False
    return _published(rank, year) <= (FIRST + timedelta(days=number)).date()


def list_body(items: Sequence[Item]) -> bytes:
    """The bytes of a list that shows these items."""
    return "".join(f"<li><a href='{item.url}'>{item.title}</a> {item.date}</li>" for item in items).encode()


def is_revised(rank: int, year: int, number: int) -> bool:
    """Whether a unit's report is shown with other figures on a night than at first."""
    day = (FIRST + timedelta(days=number)).date()
    return rank == REVISED and year >= YEARS[-1] and day >= date(year + 1, 2, 17)


def units(county: str) -> list[Unit]:
    """The units of a county that have reports."""
    names = gazetteer.load()
    known = names.county(county)
    if known is None:
        raise LookupError(county)
    found = [unit for unit in names.units(county) if unit.valid_to is None]
    return [Unit(rank, unit.code, unit.name, county, known.name) for rank, unit in enumerate(found[:UNITS])]


def starts(position: int, at_a_time: int = AT_A_TIME) -> timedelta:
    """How long after the night's beginning a county's site has its turn."""
    return timedelta(minutes=position // at_a_time)


def by_the_real_path(
    archive: Archive, counties: Sequence[str], count: int, at_a_time: int = AT_A_TIME, first: int = 0
) -> None:
    """Write nights over these counties by the real path, from the `first` on."""
    for county in counties:
        record.register_site(archive, site(county), county, "trs", [start(county)], settings(county))
    for number in range(first, count):
        now = FIRST + timedelta(days=number)
        nights.begin(archive, now.date(), now, ())
        play_night(archive, counties, number, at_a_time)
        nights.finish(archive, now.date(), now + NIGHT, ())


def play_night(archive: Archive, counties: Sequence[str], number: int, at_a_time: int = AT_A_TIME) -> None:
    """Write one run over these counties by the real path."""
    now = FIRST + timedelta(days=number)
    run = record.begin_run(archive, now, "nation", {"sites": [], "retired": []})
    for position, county in enumerate(counties):
        began = now + starts(position, at_a_time)
        _Visit(archive, units(county), record.begin_site(archive, run, site(county), began), number, began).play()
    record.finish_run(archive, run, now + NIGHT)


class _Visit:
    """One site run of a county, one request a second."""

    def __init__(self, archive: Archive, of_county: Sequence[Unit], site_run: int, number: int, now: datetime) -> None:
        self._archive, self._units, self._site_run, self._number = archive, of_county, site_run, number
        self._now, self._end = now, now + timedelta(minutes=1 if number else 4)
        self._root = f"http://{of_county[0].host}"

    def play(self) -> None:
        """Fetch what a night fetches, store the check and close the site run."""
        list_url = f"{self._root}/nb/index.html"
        self._fetch(Fetched("robots", f"{self._root}/robots.txt", self._now, "ok", 200, body=self._root.encode()))
        outcome: Outcome = "ok"
        if self._number == BLOCKED:
            self._fetch(Fetched("listing", list_url, self._now, "blocked", 403, "http_status"))
            outcome = "blocked"
        else:
            items = shown(self._units, self._number)
            listing = self._fetch(Fetched("listing", list_url, self._now, "ok", 200, body=list_body(items)))
            record.store_listing_check(
                self._archive, self._site_run, CheckedList(list_url, tuple(items), complete=True)
            )
            proofs.store_pages(self._archive, self._site_run, list_url, [ListPage(1, listing)])
            whole.prove(self._archive, self._site_run, list_url)
            for unit in self._units:
                for year in years(self._number + 1):
                    if is_there(unit.rank, year, self._number):
                        self._report(unit, year, listing)
        record.finish_site(self._archive, self._site_run, self._end, outcome, None)
        settling.settle(self._archive, self._end, self._site_run)

    def _report(self, unit: Unit, year: int, listing: str) -> None:
        """Fetch a report when it is new, in turn, and each night once it was revised, until the next year's is due."""
        is_due = (unit.rank * len(YEARS) + year) % 48 == self._number % 48
        revised = is_revised(unit.rank, year, self._number)
        watched = revised and year == years(self._number + 1)[-1]
        former = record.previous(self._archive, unit.url(year))
        if is_due or former is None or watched:
            body, link = unit.body(year, revised=revised), unit.title(year)
            same = former is not None and former.digest == record.digest(body)
            verdict, status = ("same", 304) if same else ("ok", 200)
            asked = Fetched(
                "report", unit.url(year), self._now, verdict, status, body=body, via=listing, link_title=link
            )  # type: ignore[arg-type]
            capture = self._fetch(asked)
            if not same:
                report = output.from_json(unit.reading(year, revised=revised))
                documents.store(self._archive, capture, report, self._now)

    def _fetch(self, asked: Fetched) -> str:
        at = self._tick()
        former = record.previous(self._archive, asked.url)
        verdict = asked.verdict
        if verdict == "ok" and former is not None and asked.body and former.digest == record.digest(asked.body):
            verdict = "same"
        headers = {
            "server": "nginx",
            "content-type": "text/html",
            "etag": f'"{record.digest(asked.body or b"").hex()[:16]}"',
        }
        fetched = Fetched(
            asked.kind, asked.url, at, verdict, asked.status, asked.detail, asked.body,
            headers=headers, via=asked.via, link_title=asked.link_title,
        )  # fmt: skip
        return record.record(self._archive, self._site_run, fetched)

    def _tick(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now
