"""The registry of county sites: what a `[[site]]` row may hold, as a frozen value, and what rows may not share.

Knows the keys, their meaning and what is wrong with a value of theirs. Does not know how the file is read
(`crawler.runtime.sites`), which county codes exist, how a site is fetched, and what was found on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from spiders.families import NAMES

MOST_TOWNSHIPS = 200
"""Three times the units of the county that has the most."""

Problem = Mapping[str, "str | Mapping[str, str | int]"]
"""What is wrong: the code of a sentence (`reason`) and its arguments (`args`), as `archive.messages` words them."""

Render = Literal["auto", "never", "always"]
Tls = Literal["strict", "legacy"]


class RegistryError(Exception):
    """There is no such row. The message names those that there are."""


def _wrong(code: str, **args: str | int) -> Problem:
    return {"reason": code, "args": args}


def wrong_id(text: str) -> Problem | None:
    """What is wrong with a row's id; None where nothing is."""
    sound = re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text)
    return None if sound else _wrong("wrong-site-id")


def _county(code: str) -> Problem | None:
    sound = re.fullmatch(r"[1-9]\d{5}", code)
    return None if sound else _wrong("wrong-site-county")


def _address(url: str) -> Problem | None:
    try:
        if "@" in urlsplit(url).netloc:
            return _wrong("wrong-address-with-password")
    except ValueError:  # such as http://[ without the other bracket
        return _wrong("wrong-site-address")
    return None if _is_url(url) else _wrong("wrong-site-address")


def _any(values: tuple[str, ...]) -> Problem | None:
    return None if values else _wrong("wrong-none-given")


def _not_empty(text: str) -> Problem | None:
    return None if text else _wrong("wrong-empty")


def _family(name: str) -> Problem | None:
    known = ("auto", *NAMES)
    return None if name in known else _wrong("wrong-family", known=", ".join(known))


def _day_of_year(text: str) -> Problem | None:
    return None if _is_month_day(text) else _wrong("wrong-day-of-year")


def _townships(count: int) -> Problem | None:
    return None if 0 < count <= MOST_TOWNSHIPS else _wrong("wrong-townships")


def _positive(number: int) -> Problem | None:
    return None if number > 0 else _wrong("wrong-not-positive")


Address = Annotated[str, _address]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By which rule townships owe their reports: a rule's name, or a day of the year (`MM-DD`) with its basis."""

    rule: str = "default"
    month_day: Annotated[str, _day_of_year] | None = None
    basis: str | None = None
    url: str | None = None

    def problem(self) -> tuple[str, Problem] | None:
        """The key that is wrong beside the others, and what is."""
        if self.month_day and not self.basis:
            return "basis", _wrong("wrong-deadline-without-basis")
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
    start: Annotated[tuple[Address, ...], _any] = field(metadata={"missing": _wrong("wrong-start-missing")})
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

    def problem(self) -> tuple[str, Problem] | None:
        """The key that is wrong beside the others, and what is."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            return "until", _wrong("wrong-until", until=f"{self.valid_until}", begin=f"{self.valid_from}")
        return None

    def admits(self, url: str) -> bool:
        """Whether an address lies on one of the site's hosts."""
        return lies_on(self.hosts, url)

    def unreachable(self) -> Problem | None:
        """What is wrong with `hosts` beside the row's own addresses, whose hosts have to be among them."""
        for key, urls in (("start", self.start), ("columns", self.columns)):
            for url in urls:
                if not self.admits(url):
                    return _wrong("wrong-host-missing", url=url, key=key)
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


def duplicate_ids(sites: Sequence[Site]) -> Iterator[tuple[Site, Problem]]:
    """Rows whose id an earlier row has, each with what is wrong."""
    seen: set[str] = set()
    for site in sites:
        if site.id in seen:
            yield site, _wrong("wrong-id-twice")
        seen.add(site.id)


def shared_hosts(sites: Sequence[Site]) -> Iterator[tuple[Site, Problem]]:
    """Rows with a host of an earlier row that is in force at the same time: it would be asked by both at once."""
    seen: dict[str, list[Site]] = {}
    for site in sites:
        for host in site.hosts:
            for earlier in seen.get(host, ()):
                if earlier is not site and _overlap(site, earlier):
                    yield site, _wrong("wrong-host-shared", host=host, site=repr(earlier.id))
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
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
        return is_whole and value.isprintable() and " " not in value
    except ValueError:
        return False


def _is_month_day(value: str) -> bool:
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        return False
    return re.fullmatch(r"[0-9]{2}-[0-9]{2}", value) is not None  # 2024-W05-1 is a day of ISO 8601, too
