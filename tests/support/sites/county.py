"""A county as the sample sites have it: its townships, everything its site ever publishes, and what is there when.

Times are aware; a day is a day in China.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from random import Random
from typing import Any, Literal

from tests.support.sites.faults import Fault
from tests.support.sites.reports import Manner, Report, report
from tests.support.sites.titles import Kind

CHINA = timezone(timedelta(hours=8))

Carrier = Literal["text", "docx", "pdf", "picture"]
Markup = Literal["clean", "word", "nested", "lines", "short"]


@dataclass(frozen=True, slots=True)
class Township:
    """A township by its nine-digit code and its name in the gazetteer."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Publication:
    """One article of a site. It is there in [published_at, withdrawn_at) and again from `restored_at`.

    `claimed_on` is the date printed on it, `filed_on` the one in its address. `township` is None for an article
    of the county or of a department; `organ` is the issuer's full name. `cut` says that the list cuts its title.
    """

    key: str
    number: int
    kind: Kind
    organ: str
    township: Township | None
    year: int
    title: str
    published_at: datetime
    claimed_on: date
    filed_on: date
    revised_at: datetime | None = None
    withdrawn_at: datetime | None = None
    restored_at: datetime | None = None
    carrier: Carrier = "text"
    markup: Markup = "clean"
    manner: Manner = field(default_factory=Manner)
    cut: bool = False

    @property
    def hex(self) -> str:
        """A 32-digit id, for the platforms that use one."""
        return Random(self.key).randbytes(16).hex()

    def there(self, now: datetime) -> bool:
        if now < self.published_at:
            return False
        back = self.restored_at is not None and now >= self.restored_at
        return self.withdrawn_at is None or now < self.withdrawn_at or back

    def changed_at(self, now: datetime) -> datetime:
        """When what it shows now began to be shown."""
        moments = (self.published_at, self.revised_at, self.restored_at)
        return max(moment for moment in moments if moment and moment <= now)

    def report(self, now: datetime) -> Report:
        """The report as it reads now; only for articles of kind `report`, `repost`, `department` or `county`."""
        revised = self.revised_at is not None and now >= self.revised_at
        code = self.township.code if self.township else self.key
        return report(self.organ, code, self.year, self.manner, self.title, self.claimed_on, revised)


@dataclass(frozen=True)
class Site:
    """A county site: who publishes there, everything it will ever publish, and how its CMS is set up."""

    id: str
    family: str
    county: str
    county_name: str
    city: str
    province: str
    townships: tuple[Township, ...]
    years: tuple[int, ...]
    publications: tuple[Publication, ...]
    robots: str | None = None
    faults: tuple[Fault, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, Publication]:
        return {publication.key: publication for publication in self.publications}

    @cached_property
    def instants(self) -> tuple[datetime, ...]:
        """Every moment at which something changes, in order."""
        found = set()
        for p in self.publications:
            found |= {p.published_at, p.revised_at, p.withdrawn_at, p.restored_at}
        moved = self.options.get("moved")
        return tuple(sorted(moment for moment in found | {moved} if moment))

    def visible(self, now: datetime) -> tuple[Publication, ...]:
        """What is there now, newest first as lists print it."""
        there = [publication for publication in self.publications if publication.there(now)]
        return tuple(sorted(there, key=lambda p: (p.claimed_on, p.number), reverse=True))

    def changed_at(self, now: datetime) -> datetime:
        """When the site last changed before now."""
        return max((moment for moment in self.instants if moment <= now), default=now)


def organ_name(site: Site, township: Township) -> str:
    """The full name under which a township issues."""
    return f"{site.county_name}{township.name}{'办事处' if township.name.endswith('街道') else '人民政府'}"
