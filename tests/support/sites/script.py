"""The script of a season: which township publishes what, and when. Read from `season/*.toml`.

Knows what is true of the sample sites at any instant; knows nothing of URLs and markup. Times are aware; a day
is a day in China.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal
from zlib import crc32

from tests.support.sites.county import CHINA, Carrier, Markup, Publication, Site, Township, organ_name
from tests.support.sites.faults import schedule
from tests.support.sites.figures import Tables
from tests.support.sites.reports import FormName, Manner
from tests.support.sites.titles import Kind, title

__all__ = [
    "CHINA",
    "Event",
    "Publication",
    "Site",
    "Township",
    "Truth",
    "due",
    "enlarged",
    "read",
    "scripted",
    "season",
    "site",
    "truth",
    "usual_form",
]

SEASON = Path(__file__).parent / "season"

State = Literal["published", "withdrawn", "absent"]

_MARKUPS: tuple[Markup, ...] = ("clean", "word", "nested", "lines")


@dataclass(frozen=True, slots=True)
class Event:
    """An `[[event]]` of a season file: how one township's report for one year departs from the usual.

    When: `at` it appears (a working hour in January otherwise), `never`, `revised` (other figures from then on),
    `withdrawn`, `restored`. Dates: `claimed` is printed on it and `filed` stands in its address, both the day of
    `at` otherwise. Beside it: a `lookalike` about it, a `repost` of it. What: figures of the year `copies`, own `words`
    of the report with that key, the `form`, `hole` for zeros of organisations, `headless` without headings three and
    four. How: its `title`, in the
    list `cut` or whole, by which `carrier`, in which `markup`.
    """

    township: str
    year: int
    at: datetime | None = None
    claimed: date | None = None
    filed: date | None = None
    never: bool = False
    lookalike: datetime | None = None
    revised: datetime | None = None
    withdrawn: datetime | None = None
    restored: datetime | None = None
    repost: datetime | None = None
    copies: int | None = None
    carrier: Carrier = "text"
    markup: Markup | None = None
    form: FormName | None = None
    hole: Literal["0", "", "/"] = "0"
    headless: bool = False
    words: str | None = None
    title: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one township and reporting year. `tables` is the current figures in the shape of `parse`."""

    township: Township
    year: int
    state: State
    published_at: datetime | None = None
    claimed_on: date | None = None
    revised_at: datetime | None = None
    withdrawn_at: datetime | None = None
    tables: Tables | None = None
    key: str | None = None

    @property
    def due_at(self) -> datetime:
        return due(self.year)

    @property
    def late(self) -> bool:
        return self.published_at is not None and self.published_at >= self.due_at


def due(year: int) -> datetime:
    """The end of January 31 after the reporting year, in China."""
    return datetime(year + 1, 2, 1, tzinfo=CHINA)


def truth(site: Site, now: datetime) -> tuple[Truth, ...]:
    """What is true of every township and year of a site, by code and year."""
    return tuple(_truth(site, township, year, now) for township in site.townships for year in site.years)


def _truth(site: Site, township: Township, year: int, now: datetime) -> Truth:
    found = site.by_key.get(f"{township.code}/{year}")
    if found is None or now < found.published_at:
        return Truth(township, year, "absent")
    there = found.there(now)
    return Truth(
        township,
        year,
        "published" if there else "withdrawn",
        published_at=found.published_at,
        claimed_on=found.claimed_on,
        revised_at=_past(found.revised_at, now),
        withdrawn_at=_past(found.withdrawn_at, now),
        tables=found.report(now).tables if there else None,
        key=found.key,
    )


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment <= now else None


@cache
def season() -> tuple[Site, ...]:
    """All sample sites, in the order of their files."""
    sites = [read(path.read_text("utf-8")) for path in sorted(SEASON.glob("*.toml"))]
    by_id = {one.id: one for one in sites}
    return tuple(_mirror(one, by_id[one.options["of"]]) if "of" in one.options else one for one in sites)


def _mirror(clone: Site, original: Site) -> Site:
    """A clone publishes what its original does, under the same numbers."""
    return replace(clone, townships=original.townships, years=original.years, publications=original.publications)


@cache
def scripted() -> tuple[Site, ...]:
    """The sample sites whose lists only a browser shows: not part of a usual season, which needs none."""
    return tuple(read(path.read_text("utf-8")) for path in sorted((SEASON / "scripted").glob("*.toml")))


def site(name: str) -> Site:
    """The sample site of that id; KeyError where there is none."""
    return {one.id: one for one in (*season(), *scripted())}[name]


def read(text: str) -> Site:
    """One season file: `[site]`, the townships, and an `[[event]]` for all that departs from the usual."""
    data = tomllib.loads(text)
    head = data["site"]
    townships = tuple(Township(code, name) for code, name in data.get("townships", {}).items())
    by_name = {township.name: township for township in townships}
    events = {}
    for row in data.get("event", ()):
        event = Event(**_zoned(row))
        events[by_name[event.township].code, event.year] = event
    bare = Site(
        id=head["id"],
        family=head["family"],
        county=head["county"],
        county_name=head["name"],
        city=head["city"],
        province=head["province"],
        townships=townships,
        years=tuple(head["years"]),
        publications=(),
        robots=head.get("robots"),
        faults=schedule(head["id"], map(_zoned, data.get("fault", ()))),
        options=_zoned(data.get("options", {})),
    )
    return replace(bare, publications=tuple(_publications(bare, events)))


def enlarged(site: Site, townships: Sequence[Township], years: Iterable[int]) -> Site:
    """The same site with other townships and years, all on time: something big to measure with."""
    bare = replace(site, townships=tuple(townships), years=tuple(years))
    return replace(bare, publications=tuple(_publications(bare, {})))


def _zoned(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _instant(value) if isinstance(value, datetime) else value for key, value in row.items()}


def _instant(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=CHINA)


def _publications(site: Site, events: Mapping[tuple[str, int], Event]) -> Iterable[Publication]:
    for year in site.years:
        for township in site.townships:
            event = events.get((township.code, year)) or Event(township.name, year)
            yield from _of_township(site, township, event)
        yield from _others(site, year)


def _of_township(site: Site, township: Township, event: Event) -> Iterable[Publication]:
    key = f"{township.code}/{event.year}"
    rng = Random(key)
    at = event.at or _usual(rng, event.year)
    claimed = event.claimed or at.astimezone(CHINA).date()
    main = Publication(
        key=key,
        number=_number(site, key),
        kind="report",
        organ=organ_name(site, township),
        township=township,
        year=event.year,
        title=event.title or title("report", site.county_name, township.name, event.year, rng),
        published_at=at,
        claimed_on=claimed,
        filed_on=event.filed or claimed,
        revised_at=event.revised,
        withdrawn_at=event.withdrawn,
        restored_at=event.restored,
        carrier=event.carrier,
        markup=event.markup or _markup(rng),
        manner=Manner(event.form or usual_form(event.year), event.copies, event.hole, event.headless, event.words),
        cut=event.cut,
    )
    if not event.never:
        yield main
    if event.lookalike:
        yield _second(site, main, "lookalike", event.lookalike)
    if event.repost:
        yield _second(site, main, "repost", event.repost)


def _second(site: Site, main: Publication, kind: Kind, at: datetime) -> Publication:
    """Another article beside the township's report: about it, or the same once more."""
    key = f"{main.key}/{kind}"
    day = at.astimezone(CHINA).date()
    rng = Random(key)
    name = main.township.name if main.township else ""
    return replace(
        main,
        key=key,
        number=_number(site, key),
        kind=kind,
        title=main.title if kind == "repost" else title(kind, site.county_name, name, main.year, rng),
        published_at=at,
        claimed_on=day,
        filed_on=day,
        revised_at=None,
        withdrawn_at=None,
        restored_at=None,
        carrier="text",
        cut=False,
    )


def _others(site: Site, year: int) -> Iterable[Publication]:
    """What stands beside the reports of a year: those of departments and of the county, guides, rules, notices."""
    rows: list[tuple[Kind, str]] = [("department", "财政局"), ("department", "卫生健康局"), ("county", "")]
    more: list[tuple[Kind, str]] = [("lookalike", ""), ("notice", ""), ("guide", ""), ("rule", "")]
    for kind, office in rows + more[: 2 + year % 3]:
        key = f"{site.county}/{year}/{kind}{office}"
        rng = Random(key)
        at = _usual(rng, year)
        organ = f"{site.county_name}{office or '人民政府办公室'}"
        yield Publication(
            key=key,
            number=_number(site, key),
            kind=kind,
            organ=organ,
            township=None,
            year=year,
            title=title(kind, site.county_name, office, year, rng),
            published_at=at,
            claimed_on=at.date(),
            filed_on=at.date(),
            markup=rng.choice(_MARKUPS),
            manner=Manner(usual_form(year)),
        )


def _usual(rng: Random, year: int) -> datetime:
    """A working hour in January, most often late in it."""
    day = date(year + 1, 1, 5) + timedelta(days=min(25, int(rng.triangular(0, 26, 21))))
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return datetime.combine(day, time(rng.randint(8, 17), rng.randrange(60)), CHINA)


def _markup(rng: Random) -> Markup:
    return rng.choice(_MARKUPS)


def usual_form(year: int) -> FormName:
    """The form that was in force for a reporting year."""
    if year >= 2021:
        return "2021"
    return "2019" if year >= 2019 else "narrative"


def _number(site: Site, key: str) -> int:
    return 10_000_000 + crc32(f"{site.id}:{key}".encode()) % 80_000_000
