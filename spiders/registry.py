"""The registry of county sites: what a `[[site]]` row may hold, as a frozen value, and what rows may not share.

Knows the keys, their meaning and what is wrong with a value of theirs. Does not know how the file is read
(`crawler.runtime.sites`), which county codes exist, how a site is fetched, and what was found on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from spiders.families import NAMES

MOST_TOWNSHIPS = 200
"""Three times the units of the county that has the most."""

Render = Literal["auto", "never", "always"]
Tls = Literal["strict", "legacy"]


class RegistryError(Exception):
    """There is no such row. The message names those that there are."""


def wrong_id(text: str) -> str | None:
    """What is wrong with a row's id; None where nothing is."""
    sound = re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text)
    return None if sound else "which is not an id; give lower-case letters, digits, '-', '_' or '.'"


def _county(code: str) -> str | None:
    sound = re.fullmatch(r"[1-9]\d{5}", code)
    return None if sound else "which is not a county code; give the 6 digits as a string"


def _address(url: str) -> str | None:
    if "@" in urlsplit(url).netloc:
        return "which has a user's name or a password in it; no site is asked with either, so take them out"
    return None if _is_url(url) else "which is not an address; it has to begin with http:// or https:// and a host"


def _any(values: tuple[str, ...]) -> str | None:
    return None if values else "but one at least is wanted"


def _not_empty(text: str) -> str | None:
    return None if text else "but a text is wanted"


def _family(name: str) -> str | None:
    known = ("auto", *NAMES)
    return None if name in known else f"which is not known; give one of {', '.join(known)}"


def _day_of_year(text: str) -> str | None:
    return None if _is_month_day(text) else "which is not a day of the year; write it MM-DD"


def _townships(count: int) -> str | None:
    return None if 0 < count <= MOST_TOWNSHIPS else "which cannot be; leave the key out to use the gazetteer's count"


def _positive(number: int) -> str | None:
    return None if number > 0 else "but a number above 0 is wanted"


Address = Annotated[str, _address]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By which rule townships owe their reports: a rule's name, or a day of the year (`MM-DD`) with its basis."""

    rule: str = "default"
    month_day: Annotated[str, _day_of_year] | None = None
    basis: str | None = None
    url: str | None = None

    def problem(self) -> tuple[str, str] | None:
        """The key that is wrong beside the others, and what is."""
        if self.month_day and not self.basis:
            return "basis", "is missing; name the document that sets the day"
        return None


@dataclass(frozen=True, slots=True)
class Site:
    """One row. `hosts` are names, or `name:port` where only that port may be asked.

    `valid_from` (key `from`) is the first day on which the row is the right one, `valid_until` (key `until`) the first
    on which it no longer is. `columns` are list addresses known to hold the reports, walked without searching.
    `requests_a_night` and `megabytes_a_night` (of bodies and header lines) bound what one night may cost the site and
    this archive; a night that reaches one of them ends with what it has, and says so.
    `collections` are pages of others that collect reports, such as a province's: they are asked before a township is
    accused for the first time, on whatever host they are.
    """

    id: Annotated[str, wrong_id]
    county: Annotated[str, _county]
    start: Annotated[tuple[Address, ...], _any] = field(
        metadata={"missing": "give the address of the portal, column or listing page"}
    )
    hosts: tuple[Annotated[str, _not_empty], ...]
    family: Annotated[str, _family] = "auto"
    render: Render = "auto"
    tls: Tls = "strict"
    private_addresses: bool = False
    deadline: Deadline = field(default_factory=Deadline)
    valid_from: date | None = field(default=None, metadata={"key": "from"})
    valid_until: date | None = field(default=None, metadata={"key": "until"})
    expect: Annotated[int, _townships] | None = None
    verified: bool = False
    requests_a_night: Annotated[int, _positive] = 6000
    megabytes_a_night: Annotated[int, _positive] = 4000
    columns: tuple[Address, ...] = ()
    collections: tuple[Address, ...] = ()

    def problem(self) -> tuple[str, str] | None:
        """The key that is wrong beside the others, and what is."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            return "until", f"is {self.valid_until}, which is not after `from` ({self.valid_from})"
        return None

    def admits(self, url: str) -> bool:
        """Whether an address lies on one of the site's hosts."""
        return lies_on(self.hosts, url)

    def unreachable(self) -> str | None:
        """What is wrong with `hosts` beside the row's own addresses, whose hosts have to be among them."""
        for key, urls in (("start", self.start), ("columns", self.columns)):
            for url in urls:
                if not self.admits(url):
                    return f"lacks the host of {url}, an address of '{key}'; add it, as no other host is asked"
        return None

    def in_force(self, on: date) -> bool:
        """Whether the row is the right one on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on < self.valid_until)


def lies_on(hosts: Collection[str], url: str) -> bool:
    """Whether an address lies on one of these hosts, each a name, or `name:port` for a single port."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and (parts.hostname in hosts or parts.netloc.lower() in hosts)


LoadSites = Callable[[Path], Sequence[Site]]
"""How a registry file is read; handed in, as whose file it is and how it is checked is the crawler's."""


def by_id(sites: Sequence[Site], site_id: str) -> Site:
    """The row of that id; RegistryError naming it where there is none."""
    for site in sites:
        if site.id == site_id:
            return site
    known = ", ".join(site.id for site in sites[:8]) or "none"
    raise RegistryError(f"no site {site_id!r} in the registry; it has {len(sites)}: {known}")


def duplicate_ids(sites: Sequence[Site]) -> Iterator[tuple[Site, str]]:
    """Rows whose id an earlier row has, each with what is wrong."""
    seen: set[str] = set()
    for site in sites:
        if site.id in seen:
            yield site, "two rows have it; rename one of them"
        seen.add(site.id)


def shared_hosts(sites: Sequence[Site]) -> Iterator[tuple[Site, str]]:
    """Rows with a host of an earlier row that is in force at the same time: it would be asked by both at once."""
    seen: dict[str, list[Site]] = {}
    for site in sites:
        for host in site.hosts:
            for earlier in seen.get(host, ()):
                if earlier is not site and _overlap(site, earlier):
                    both = f"{host} is a host of site {earlier.id!r}, too, and would be asked by both at once"
                    yield site, f"{both}; make them one row, or end one by `until`"
            seen.setdefault(host, []).append(site)


def hosts_of(urls: Iterable[str]) -> tuple[str, ...]:
    """The hosts of these addresses, each once, with their ports where they have one."""
    return tuple(dict.fromkeys(urlsplit(url).netloc.rpartition("@")[2].lower() for url in urls))


def _overlap(first: Site, second: Site) -> bool:
    """Whether there is a day on which both rows are in force."""
    begins = max(site.valid_from or date.min for site in (first, second))
    return begins < min(site.valid_until or date.max for site in (first, second))


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        return False


def _is_month_day(value: str) -> bool:
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        return False
    return len(value) == 5
