"""A small web told night by night to a real archive, and a reference model that says what the archive must make of it.

The world is dealt by chance: two townships, two years, six addresses on two sites (one of them spelled in two ways, one
an attachment), lists that lag, nights that are blocked, addresses that nobody asked for. The model is written for
clearness, not for speed, and shares no code with the archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item
from archive.captures.urls import canonical
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive
from archive.storage.instants import text
from tests.support.archives import proofs
from tests.support.archives.samples import COUNTY, NIGHT, said

HOSTS = {"north": "www.nanjing.example.gov.cn", "south": "xxgk.nanjing.example.gov.cn"}
LISTS = {site: f"http://{host}/nb/index.html" for site, host in HOSTS.items()}
TOWNSHIPS = ("350627100", "350627101")
NAMES = {"350627100": "山城镇", "350627101": "丰田镇"}
PLACES = (
    ("north", "http://www.nanjing.example.gov.cn/nb/a.html", "report"),
    ("north", "http://www.nanjing.example.gov.cn/nb/b.html", "report"),
    ("north", "https://nanjing.example.gov.cn/nb/b.html", "report"),
    ("north", "http://www.nanjing.example.gov.cn/nb/c.html", "report"),
    ("south", "http://xxgk.nanjing.example.gov.cn/nb/d.html", "report"),
    ("south", "http://xxgk.nanjing.example.gov.cn/nb/e.html", "report"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What an address holds: a report with its figure and words, or with no township something else."""

    township: str | None
    year: int
    new: int
    words: str
    claimed: str

    @property
    def report(self) -> str | None:
        return f"{self.township}/{self.year}" if self.township else None

    @property
    def meaning(self) -> tuple[int, str]:
        return self.new, self.words

    def reading(self) -> dict[str, Any]:
        told = said(self.new, text=self.words, year=self.year, published_on=self.claimed)
        if self.township is None:
            return {
                **told,
                "kind": "lookalike",
                "reason": "notice",
                "reason_code": "notice",
                "issuer": {**told["issuer"], "township_code": None},
            }
        name = NAMES[self.township]
        issuer = {**told["issuer"], "township_code": self.township, "name": name}
        return {**told, "title": f"{name}{self.year}年政府信息公开工作年度报告", "issuer": issuer}


@dataclass(frozen=True, slots=True)
class Fetch:
    """One answer: `paper` is None where the address is gone, `fresh` says that its bytes were not the last ones."""

    at: datetime
    url: str
    paper: Paper | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """One site run: whether it is sound, what its list shows, and what was asked for, in order."""

    site: str
    sound: bool
    listed: frozenset[str]
    fetches: tuple[Fetch, ...]


Answer = tuple[str, Paper | None, int]
"""An address, what it holds, and a number that changes its bytes and not its meaning."""


@dataclass
class Dealt:
    """Deals nights: the world moves on, and some of it is looked at."""

    chance: Random
    shown: dict[str, Paper | None] = field(default_factory=lambda: {canonical(url): None for _, url, _ in PLACES})
    number: int = 0

    def papers(self) -> Paper:
        pick = self.chance.choice
        township = pick((*TOWNSHIPS, *TOWNSHIPS, None))
        return Paper(
            township, pick((2024, 2025)), pick((1, 2, 3)), pick(("甲", "乙")), pick(("2026-01-05", "2026-01-19"))
        )

    def move(self) -> None:
        """Something happens at some address: it comes, goes, changes, or another one takes its content."""
        for place in self.shown:
            if self.chance.random() > 0.35:
                continue
            now, roll = self.shown[place], self.chance.random()
            if now is None or roll < 0.2:
                others = [paper for paper in self.shown.values() if paper]
                self.shown[place] = self.chance.choice(others) if others and roll < 0.6 else self.papers()
            elif roll < 0.55:
                self.shown[place] = None
            elif roll < 0.9:
                self.shown[place] = Paper(now.township, now.year, self.papers().new, self.papers().words, now.claimed)

    def night(self) -> Iterator[tuple[str, bool, list[str], list[Answer]]]:
        """For each site: whether the run is sound, what its list shows, and what was asked for with its answer."""
        self.move()
        self.number += 1
        for site in HOSTS:
            mine = [url for where, url, _ in PLACES if where == site]
            listed = [url for url in mine if self.chance.random() < (0.9 if self.shown[canonical(url)] else 0.2)]
            asked = [url for url in mine if self.chance.random() < 0.75]
            self.chance.shuffle(asked)
            answers = [(url, self.shown[canonical(url)], self.chance.choice((0, 0, 0, 1))) for url in asked]
            yield site, self.chance.random() < 0.75, listed, answers


class Machine:
    """The archive that watches the world, through its own doors."""

    def __init__(self, folder: Path) -> None:
        self.archive = Archive.open(folder / "nianbao.db")
        self.now = NIGHT
        for site, url in LISTS.items():
            record.register_site(self.archive, site, COUNTY, "trs", [url], {"deadline": {"rule": "default"}})

    def night(self, dealt: Dealt) -> list[Visit]:
        """One run over both sites; what was seen, for the model."""
        self.now = NIGHT + timedelta(days=dealt.number)
        run = record.begin_run(self.archive, self.now, "0", {})
        told = [self._site(run, *site) for site in dealt.night()]
        record.finish_run(self.archive, run, self.now)
        status.materialise(self.archive, self.now)
        return told

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _site(self, run: str, site: str, sound: bool, listed: list[str], answers: list[Answer]) -> Visit:
        site_run = record.begin_site(self.archive, run, site, self._tick())
        page = Fetched("listing", LISTS[site], self._tick(), "ok", 200, body=repr(sorted(listed)).encode())
        via = record.record(self.archive, site_run, page)
        items = tuple(Item(url, url[-6:], None, "other", None, "unknown", None, None) for url in listed)
        record.store_listing_check(self.archive, site_run, CheckedList(LISTS[site], items, complete=sound))
        proofs.prove(self.archive, site_run, LISTS[site])
        fetches = []
        for url, paper, noise in answers:
            fresh = self._fetch(site_run, url, paper, noise, via)
            fetches.append(Fetch(self.now, url, paper, fresh))
        record.finish_site(self.archive, site_run, self._tick(), "ok" if sound else "partial", None)
        settling.settle(self.archive, self.now, site_run)
        return Visit(site, sound, frozenset(listed), tuple(fetches))

    def _fetch(self, site_run: int, url: str, paper: Paper | None, noise: int, via: str) -> bool:
        now = self._tick()
        if paper is None:
            record.record(self.archive, site_run, Fetched("report", url, now, "gone", 404, via=via))
            return False
        body = f"{noise} {paper}".encode()
        former = record.previous(self.archive, url)
        same = bool(former and former.digest == record.digest(body))
        fetched = Fetched("report", url, now, "same" if same else "ok", 200, body=body, via=via)
        capture = record.record(self.archive, site_run, fetched)
        if not same:
            documents.store(self.archive, capture, output.from_json(paper.reading()), now)
        return not same


@dataclass
class Model:
    """One report by the rules of the documentation, told fetch by fetch.

    `holds` is what each address was last found to hold, `said` what each place showed of this report last, `counts` the
    places where it is to be had and that were not left behind, `leads` the one whose content is the report's.
    """

    report: str
    holds: dict[str, Paper | None] = field(default_factory=dict)
    held: dict[str, str | None] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    ever_listed: set[str] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)
    said: dict[str, Paper] = field(default_factory=dict)
    said_at: dict[str, datetime] = field(default_factory=dict)
    counts: set[str] = field(default_factory=set)
    leads: str | None = None
    versions: list[tuple[int, str]] = field(default_factory=list)
    present: bool = False
    first_seen: str | None = None
    story: list[tuple[str, str]] = field(default_factory=list)

    def night(self, visit: Visit) -> None:
        """One site run."""
        missing = {url for url in self.own if not self._here(url)}
        for fetch in visit.fetches:
            none_of_ours = fetch.paper is not None and fetch.paper.report is None and self._here(fetch.url)
            if (fetch.paper is not None or visit.sound) and not none_of_ours:
                self.holds[fetch.url] = fetch.paper
            if fetch.paper and not none_of_ours:
                self.held[fetch.url] = fetch.paper.report
            if fetch.paper and fetch.paper.report == self.report:
                self.own.add(fetch.url)
        if visit.sound:
            mine = {url for where, url, _ in PLACES if where == visit.site}
            self.ever_listed |= visit.listed
            self.unlisted = (self.unlisted - mine) | ((mine & self.ever_listed) - visit.listed)
        for fetch in visit.fetches:
            back = fetch.url in missing
            if fetch.paper and fetch.paper.report == self.report and (fetch.fresh or back):
                self._seen(fetch.url, fetch.paper, fetch.at)
        if visit.sound:
            self._absences(visit)

    def _seen(self, url: str, paper: Paper, at: datetime) -> None:
        self.first_seen = self.first_seen or text(at)
        place, was_there = canonical(url), self.present
        former = self.said.get(place) if place in self.counts else None
        reachable = {canonical(one) for one in self.own if self._here(one) and one not in self.unlisted}
        moved = self.leads is None or place == self.leads or self.leads not in reachable
        before = former or (self.said[self.leads] if self.leads and moved else None)
        fresh = paper.meaning not in self.versions
        if fresh:
            self.versions.append(paper.meaning)
        if before is None:
            self.story += [] if was_there else [("appeared" if self.leads is None else "restored", text(at))]
        elif fresh:
            self.story.append(("figures" if paper.new != before.new else "text", text(at)))
        elif not was_there or paper.meaning != before.meaning:
            self.story.append(("restored", text(at)))
        if moved:
            self.counts -= {self.leads or ""}
            self.leads = place
        self.present = True
        self.counts.add(place)
        self.said[place], self.said_at[place] = paper, at

    def _absences(self, visit: Visit) -> None:
        gone = [fetch for fetch in visit.fetches if fetch.url in self.own and not self._here(fetch.url)]
        led_to = {url for url in visit.listed & self.own if self.held.get(url) == self.report}
        if self.present and gone and not led_to and not any(self._here(url) for url in self.own):
            self.present = False
            self.story.append(("withdrawn", self._last_word(visit)))
        elif gone and self.present and any(self._here(url) for url in self.own):
            self._leave({canonical(fetch.url) for fetch in gone}, self._last_word(visit))

    def _last_word(self, visit: Visit) -> str:
        """Absence is concluded once the last of its addresses has answered."""
        return text(max(fetch.at for fetch in visit.fetches if fetch.url in self.own))

    def _leave(self, places: set[str], at: str) -> None:
        there = {canonical(url) for url in self.own if self._here(url)}
        former = self.leads
        self.counts -= places - there
        if former in places - there and former is not None:
            heir = max(there, key=lambda one: (one in self.counts, self.said_at[one]))
            if self.said[heir].meaning != self.said[former].meaning:
                self.story.append(("restored", at))
            self.leads = heir
            self.counts.add(heir)

    def _here(self, url: str) -> bool:
        paper = self.holds.get(url)
        return paper is not None and paper.report == self.report

    def current(self) -> tuple[int, str] | None:
        """What the report says now."""
        return self.said[self.leads].meaning if self.leads else None
