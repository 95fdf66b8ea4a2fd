"""Seasons at a county whose list is drawn at random: how it goes on, what its rows look like, what caches answer.

Each night reads the list with the spider's own pure parts, stores what it saw and proved through the archive's doors,
and judges. No HTTP. `python -m tests.support.nights.drawn_seasons --seasons 200` prints two numbers: wrong
accusations, and absences that could be known and were not found.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import click

from archive.captures import facts, proofs, record
from archive.captures.facts import Fact, Finding, Observation, OpenRow
from archive.captures.record import CheckedList, Fetched, Item
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive, payload_path
from archive.storage.instants import CHINA
from spiders.pages.items import IdentifiedLink
from tests.support.archives.samples import said
from tests.support.lists import complete, county, going_on
from tests.support.lists.county import CODE, HOST, TOWNS, URL
from tests.support.lists.reading import Drawn, Reading, read
from tests.support.nights.season_machine import blank
from tests.support.season import night

NIGHTS = (night(1, 20), night(1, 31), night(2, 2), night(2, 3), night(2, 5), night(2, 9))
DUE = datetime(2026, 2, 1, tzinfo=CHINA)
SITE = "lianhua"
_DAYS = (night(1, 10), night(1, 16), night(1, 28), night(1, 30), night(2, 1), night(2, 4))
"""When reports appear."""

_TRADITIONAL = str.maketrans("镇乡湖闪岭庙报开业务", "鎮鄉湖閃嶺廟報開業務")
MANNERS = {
    "plain": '<a href="{href}">{town}2025年政府信息公开工作年度报告</a>',
    "without address": "<span>{town}2025年政府信息公开工作年度报告</span>",
    "a key": '<a data-id="{number}">{town}2025年政府信息公开工作年度报告</a>',
    "a click": "<span onclick=\"show('8a{number}')\">{town}2025年政府信息公开工作年度报告</span>",
    "a picture": '<a href="{href}"><img src="/t.png"></a>',
    "garbled": '<a href="{href}">?????2025????????????????</a>',
    "cut": '<a href="{href}">{town}2025年政府信息公...</a>',
    "stem": '<a href="{href}">{stem}2025年政府信息公开工作年度报告</a>',
    "brackets": '<a href="{href}">莲花县2025年政府信息公开工作年度报告（{town}）</a>',
    "summary": '<a href="{href}">{town}2025年政府信息公开工作年度总结</a>',
    "explained": '<a href="{href}">{town}2025年政府信息公开工作年度报告及解读</a>',
    "impossible year": '<a href="{href}">{town}2052年政府信息公开工作年度报告</a>',
    "no name": '<a href="{href}">2025年政府信息公开工作年度报告</a>',
    "traditional": '<a href="{href}">{traditional}2025年政府信息公开工作年度報告</a>',
}
"""How a row may look."""


@dataclass(frozen=True)
class Plot:
    """A season: when each township publishes (None: never), how its row looks, and what is wrong with the list."""

    seed: int
    published: tuple[datetime | None, ...]
    manners: tuple[str, ...]
    goes_on: bool
    cache: str
    cut_on: datetime | None

    def there(self, number: int, at: datetime) -> bool:
        day = self.published[number]
        return day is not None and day <= at

    @property
    def is_clear(self) -> bool:
        """Whether nothing on the site is in doubt, so that who is absent can be known."""
        sound = not self.goes_on and self.cache == "fresh" and self.cut_on is None
        few = sum(day is None or day >= DUE for day in self.published) <= 2
        moves = any(NIGHTS[0] < day <= NIGHTS[1] for day in self.published if day)
        return sound and few and moves and set(self.manners) <= _READABLE


_READABLE = {"plain", "cut", "stem", "brackets", "summary", "explained"}


def draw(seed: int) -> Plot:
    """A season. Half of them are such that nothing is in doubt but what is drawn of rows."""
    random = Random(seed)
    odd = random.random() < 0.5
    published: list[datetime | None] = [random.choice(_DAYS[:4]) for _ in TOWNS]
    for number in random.sample(range(len(TOWNS)), random.choice((1, 1, 2, 5) if odd else (1, 1, 2))):
        published[number] = random.choice((None, None, *_DAYS[4:]))
    every = list(MANNERS) if odd else sorted(_READABLE)
    manners = [random.choice(every) if random.random() < 0.25 else "plain" for _ in TOWNS]
    return Plot(
        seed,
        tuple(published),
        tuple(manners),
        goes_on=odd and random.random() < 0.4,
        cache=random.choice(("fresh", "fresh", "stale", "frozen", "restored")) if odd else "fresh",
        cut_on=random.choice((None, None, *NIGHTS[2:4])) if odd else None,
    )


def _row(plot: Plot, number: int, shape: str) -> str:
    town = TOWNS[number]
    inside = MANNERS[plot.manners[number]].format(
        href=county.href(number), town=town, number=number, stem=town[:-1], traditional=town.translate(_TRADITIONAL)
    )
    return county.row_of(inside, shape, "2026-01-16")


def _drawn(plot: Plot, at: datetime) -> Drawn:
    """The list as the site answers on a night."""
    if plot.cache == "frozen" or (plot.cache == "restored" and at >= NIGHTS[2]):
        shows = NIGHTS[0]
    else:
        shows = NIGHTS[1] if plot.cache == "stale" and at > NIGHTS[1] else at

    def shelf(numbers: Iterable[int], shape: str) -> str:
        numbers = list(numbers)
        now = "".join(_row(plot, n, shape) for n in numbers if plot.there(n, shows))
        return county.shelf_of(now + "".join(county.row(n, shape, 2024) for n in numbers), shape)

    random = Random(plot.seed)
    count = len(TOWNS) + sum(plot.there(n, shows) for n in range(len(TOWNS)))
    drawn = going_on.draw(random, shelf) if plot.goes_on else complete.draw(random, shelf, count)
    if plot.cut_on == at:
        text = drawn.pages[URL]
        return Drawn(f"cut: {drawn.name}", {URL: text[: text.rindex("<a ")]})
    return replace(drawn, headers={"Age": "950000"}) if plot.cache == "stale" and at > NIGHTS[1] else drawn


class Season:
    """One season in an archive of its own."""

    def __init__(self, plot: Plot) -> None:
        self.plot, self.folder = plot, Path(mkdtemp(prefix="season-"))
        path = self.folder / "nianbao.db"
        for source, copy in ((blank(), path), (payload_path(blank()), payload_path(path))):
            shutil.copyfile(source, copy)
        self.archive = Archive.open(path)
        self.archive.connection.execute("PRAGMA synchronous = OFF")
        record.register_site(self.archive, SITE, CODE, "trs", [URL], {"deadline": {"rule": "default"}})
        self.codes = [county.units().codes[name] for name in TOWNS]

    def play(self) -> tuple[list[str], list[str]]:
        """(wrong accusations, absences that could be known and were not found), each with what was drawn."""
        wrong: dict[str, str] = {}
        for at in NIGHTS:
            drawn = _drawn(self.plot, at)
            self._night(at, drawn)
            wrong |= {code: f"{text} [{drawn.name[:300]}]" for code, text in self._accused(at).items()}
        missed = self._missed() if self.plot.is_clear else []
        self.archive.close()
        shutil.rmtree(self.folder)
        return list(wrong.values()), missed

    def _night(self, at: datetime, drawn: Drawn) -> None:
        archive = self.archive
        reading = read(drawn)
        run = record.begin_run(archive, at, "0", {})
        site_run = record.begin_site(archive, run, SITE, at)
        body = json.dumps(dict(drawn.pages)).encode()
        listing = record.record(archive, site_run, Fetched("listing", URL, at, "ok", 200, body=body))
        items = tuple(_item(one) for one in reading.items.values())
        record.store_listing_check(archive, site_run, CheckedList(URL, items, complete=reading.complete))
        proofs.store(archive, site_run, URL, _of_archive(reading))
        for one in reading.items.values():
            self._read(one, site_run, listing, at)
        record.finish_site(archive, site_run, at, "ok" if reading.complete else "partial", None)
        settling.settle(archive, at, site_run)
        record.finish_run(archive, run, at)
        status.materialise(archive, at)

    def _read(self, one: IdentifiedLink, site_run: int, listing: str, at: datetime) -> None:
        """Read the report behind a row that is wanted or in doubt, as the spider does."""
        url = one.link.url
        known = [(HOST + county.href(n, year), n, year) for n in range(len(TOWNS)) for year in (2024, 2025)]
        at_address = next(((n, year) for address, n, year in known if address == url), None)
        if at_address is None or not (one.wanted or not one.is_settled):
            return
        number, year = at_address
        name, code = TOWNS[number], self.codes[number]
        issuer = {"name": name, "level": "township", "township_code": code, "county_code": CODE}
        body = said(
            number,
            issuer={**issuer, "match": "context", "candidates": []},
            title=f"{name}{year}年政府信息公开工作年度报告",
            year=year,
            published_on=None,
        )
        data = json.dumps(body, ensure_ascii=False).encode()
        former = record.previous(self.archive, url)
        if former is None or former.digest != record.digest(data):
            fetched = Fetched("report", url, at, "ok", 200, body=data, via=listing)
            documents.store(self.archive, record.record(self.archive, site_run, fetched), output.from_json(body), at)

    def _accused(self, at: datetime) -> dict[str, str]:
        """The townships that are accused although they had published by the deadline, or by the checks that accuse."""
        found = {}
        for row in self.archive.rows("SELECT * FROM status WHERE county_code = ? AND year IN (2024, 2025)", CODE):
            if row["township_code"] not in self.codes:
                continue
            number = self.codes.index(row["township_code"])
            day = self.plot.published[number]
            in_time = row["year"] == 2024 or (day is not None and day < DUE)
            there = row["year"] == 2024 or self.plot.there(number, NIGHTS[2])
            is_wrong = (row["verdict"] == "not_published" and there) or (row["verdict"] == "late" and in_time)
            if is_wrong or (row["backdated"] and in_time):
                found[row["township_code"]] = (
                    f"season {self.plot.seed}, {at:%d %b}: {TOWNS[number]} {row['year']} {row['verdict']}"
                    f" ({self.plot.manners[number]}, cache {self.plot.cache}, cut on {self.plot.cut_on})"
                )
        return found

    def _missed(self) -> list[str]:
        verdicts = {
            row["township_code"]: (row["verdict"], row["reason"])
            for row in self.archive.rows("SELECT * FROM status WHERE county_code = ? AND year = 2025", CODE)
        }
        absent = [n for n, day in enumerate(self.plot.published) if day is None]
        return [
            f"season {self.plot.seed}: {TOWNS[n]} {verdicts[self.codes[n]]} {self.plot.manners}"
            for n in absent
            if verdicts[self.codes[n]][0] != "not_published"
        ]


def _item(one: IdentifiedLink) -> Item:
    link = one.link
    return Item(link.url, link.title, link.date, one.kind, one.year, one.level, one.issuer, one.township_code)


def _of_archive(reading: Reading) -> list[Finding]:
    found = []
    for one in reading.findings:
        in_question = tuple(OpenRow(row.title, row.url, row.concerns) for row in one.open_rows)
        found.append(Finding(Fact(one.fact), Observation(one.observation), one.args, in_question))
    missing = set(facts.OF_PAGES) - {one.fact for one in found}
    return found + [Finding(fact, Observation.PAGE_NOT_KEPT, {"number": 1}) for fact in missing]


@click.command(help=__doc__)
@click.option("--seasons", default=200)
@click.option("--first", default=0, help="The first season's seed.")
@click.option("--show", default=10)
def main(seasons: int, first: int, show: int) -> None:
    """Play, and print what came of it."""
    wrong, missed, known = list[str](), list[str](), 0
    outcomes = Counter[str]()
    for seed in range(first, first + seasons):
        plot = draw(seed)
        accused, lacking = Season(plot).play()
        wrong += accused
        missed += lacking
        known += sum(day is None for day in plot.published) if plot.is_clear else 0
        outcomes["clear" if plot.is_clear else "in doubt"] += 1
    for line in (*(f"wrongly: {one}" for one in wrong[:show]), *(f"missed: {one}" for one in missed[:show])):
        click.echo(line)
    click.echo(
        f"{seasons} seasons ({outcomes['clear']} that leave no doubt): {len(wrong)} wrong accusations;"
        f" {len(missed)} of {known} findable absences missed"
    )
    sys.exit(1 if wrong or missed else 0)


if __name__ == "__main__":
    main()
