"""The registry of county sites: `[[site]]` rows of a TOML file as frozen values, each key checked.

Knows the keys and their meaning. Refuses to know which county codes exist (asked of `county_exists`), how a site is
fetched, and what was found on it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from spiders.families import NAMES

Render = Literal["auto", "never", "always"]
Tls = Literal["strict", "legacy"]
T = TypeVar("T")


class RegistryError(Exception):
    """A row that cannot be used. The message names the file, the row, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By which rule townships owe their reports: a rule's name, or a day of the year (`MM-DD`) with its basis."""

    rule: str = "default"
    month_day: str | None = None
    basis: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One row. `hosts` are names, or `name:port` where only that port may be asked.

    `valid_from` (key `from`) is the first day on which the row is the right one, `valid_until` (key `until`) the first
    on which it no longer is. `columns` are list addresses known to hold the reports, walked without searching.
    """

    id: str
    county: str
    start: tuple[str, ...]
    hosts: tuple[str, ...]
    family: str = "auto"
    render: Render = "auto"
    tls: Tls = "strict"
    private_addresses: bool = False
    deadline: Deadline = field(default_factory=Deadline)
    valid_from: date | None = None
    valid_until: date | None = None
    expect: int | None = None
    verified: bool = False
    columns: tuple[str, ...] = ()

    def admits(self, url: str) -> bool:
        """Whether an address lies on one of the site's hosts."""
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and (
            parts.hostname in self.hosts or parts.netloc.lower() in self.hosts
        )

    def in_force(self, on: date) -> bool:
        """Whether the row is the right one on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on < self.valid_until)


def load(path: Path, *, county_exists: Callable[[str], bool] | None = None) -> tuple[Site, ...]:
    """All rows of a registry file, in its order; raises RegistryError at the first that is wrong."""
    sites = tuple(_Row(path, number, row).site(county_exists) for number, row in enumerate(_rows(path), 1))
    for twins in _twins(path, sites):
        raise RegistryError(twins)
    return sites


def lint(path: Path, *, county_exists: Callable[[str], bool] | None = None) -> tuple[list[Site], list[str]]:
    """The rows of a registry file that can be used, and all that is wrong with the file, each with its remedy.

    Raises RegistryError where the file as a whole cannot be read. Beside what `load` refuses, a host in two rows that
    are in force at the same time is wrong: it would be asked by both at once.
    """
    sites, wrong = [], []
    for number, row in enumerate(_rows(path), 1):
        try:
            sites.append(_Row(path, number, row).site(county_exists))
        except RegistryError as error:
            wrong.append(str(error))
    return sites, [*wrong, *_twins(path, sites), *_shared_hosts(path, sites)]


def _rows(path: Path) -> list[Any]:
    """The rows as they stand in the file."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); give the path of a registry file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path}: is not valid TOML ({error})") from error
    rows = data.pop("site", [])
    for key in data:
        raise RegistryError(f"{path}: unknown key {key!r} outside of a row; a row begins with [[site]]")
    if not isinstance(rows, list):
        raise RegistryError(f"{path}: `site` has to be written [[site]], once for each row")
    return rows


def sites_in_force(sites: Iterable[Site], on: date) -> tuple[Site, ...]:
    """The rows that are the right ones on that day."""
    return tuple(site for site in sites if site.in_force(on))


def by_id(sites: Sequence[Site], site_id: str) -> Site:
    """The row of that id; RegistryError naming it where there is none."""
    for site in sites:
        if site.id == site_id:
            return site
    known = ", ".join(site.id for site in sites[:8]) or "none"
    raise RegistryError(f"no site {site_id!r} in the registry; it has {len(sites)}: {known}")


def _twins(path: Path, sites: Sequence[Site]) -> Iterator[str]:
    seen: set[str] = set()
    for site in sites:
        if site.id in seen:
            yield f"{path}: site {site.id!r}: key 'id': two rows have it; rename one of them"
        seen.add(site.id)


def _shared_hosts(path: Path, sites: Sequence[Site]) -> Iterator[str]:
    seen: dict[str, list[Site]] = {}
    for site in sites:
        for host in site.hosts:
            for other in seen.get(host, ()):
                if other is not site and _overlap(site, other):
                    yield (
                        f"{path}: site {site.id!r}: key 'hosts': {host} is a host of site {other.id!r}, too, and would"
                        " be asked by both at once; make them one row, or end one by `until`"
                    )
            seen.setdefault(host, []).append(site)


def _overlap(one: Site, other: Site) -> bool:
    """Whether there is a day on which both rows are in force."""
    begins = max(site.valid_from or date.min for site in (one, other))
    return begins < min(site.valid_until or date.max for site in (one, other))


class _Row:
    """A row while it is being read: every key is taken once, and what is left over is an error."""

    def __init__(self, path: Path, number: int, row: Any) -> None:
        self._where = f"{path}: row {number}"
        if not isinstance(row, dict):
            raise RegistryError(f"{self._where}: is not a table; begin it with [[site]]")
        self._left: dict[str, Any] = dict(row)

    def site(self, county_exists: Callable[[str], bool] | None) -> Site:
        site_id = self._id()
        county = self._county(county_exists)
        start = self._urls("start", required=True)
        hosts = self._strings("hosts") or tuple(dict.fromkeys(_host(url) for url in start))
        site = Site(
            id=site_id,
            county=county,
            start=start,
            hosts=tuple(host.lower() for host in hosts),
            family=self._choice("family", ("auto", *NAMES), "auto"),
            render=self._choice("render", get_args(Render), "auto"),
            tls=self._choice("tls", get_args(Tls), "strict"),
            private_addresses=self._take("private_addresses", bool, False),
            deadline=self._deadline(),
            valid_from=self._date("from"),
            valid_until=self._date("until"),
            expect=self._expect(),
            verified=self._take("verified", bool, False),
            columns=self._urls("columns"),
        )
        for key in self._left:
            raise self._error(key, "unknown key; see the list in docs or remove it")
        if site.valid_from and site.valid_until and site.valid_until <= site.valid_from:
            raise self._error("until", f"{site.valid_until} is not after `from` ({site.valid_from})")
        return site

    def _error(self, key: str, what: str) -> RegistryError:
        return RegistryError(f"{self._where}: key {key!r}: {what}")

    def _take(self, key: str, kind: type[T], default: T) -> T:
        value = self._left.pop(key, default)
        if value is default or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
            return value
        raise self._error(key, f"{value!r} is not {_ARTICLE.get(kind, kind.__name__)}")

    def _id(self) -> str:
        site_id = self._take("id", str, "")
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", site_id):
            raise self._error("id", f"{site_id!r} is not an id; give lower-case letters, digits, '-', '_' or '.'")
        self._where = f"{self._where.rsplit(': ', 1)[0]}: site {site_id!r}"
        return site_id

    def _county(self, county_exists: Callable[[str], bool] | None) -> str:
        county = self._take("county", str, "")
        if not re.fullmatch(r"[1-9]\d{5}", county):
            raise self._error("county", f"{county!r} is not a county code; give the 6 digits as a string")
        if county_exists is not None and not county_exists(county):
            raise self._error("county", f"{county} is not in the gazetteer; look the county's 6 digits up")
        return county

    def _strings(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list, [])
        if not all(isinstance(value, str) and value for value in values):
            raise self._error(key, "has to be a list of strings")
        return tuple(values)

    def _urls(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        values = self._strings(key)
        if required and not values:
            raise self._error(key, "is missing; give the address of the portal, column or listing page")
        for value in values:
            if not _is_url(value):
                raise self._error(
                    key, f"{value!r} is not an address; it has to begin with http:// or https:// and a host"
                )
        return values

    def _choice(self, key: str, known: Sequence[str], default: str) -> Any:
        value = self._take(key, str, default)
        if value not in known:
            raise self._error(key, f"{value!r} is not known; give one of {', '.join(known)}")
        return value

    def _date(self, key: str) -> date | None:
        value = self._left.pop(key, None)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self._error(key, f"{value!r} is not a date; write it YYYY-MM-DD") from None

    def _expect(self) -> int | None:
        if "expect" not in self._left:
            return None
        expect = self._take("expect", int, 0)
        if expect < 1:
            raise self._error("expect", f"{expect} townships cannot be; leave the key out to use the gazetteer's count")
        return expect

    def _deadline(self) -> Deadline:
        table: dict[str, Any] = dict(self._take("deadline", dict, {}))
        values = {key: table.pop(key, None) for key in ("rule", "month_day", "basis", "url")}
        for key in table:
            raise self._error(f"deadline.{key}", "unknown key; give rule, or month_day with basis and url")
        for key, value in values.items():
            if value is not None and not isinstance(value, str):
                raise self._error(f"deadline.{key}", f"{value!r} is not a string")
        if values["month_day"] is None:
            return Deadline(rule=values["rule"] or "default", basis=values["basis"], url=values["url"])
        if not _is_month_day(values["month_day"]):
            raise self._error("deadline.month_day", f"{values['month_day']!r} is not a day of the year; write it MM-DD")
        if not values["basis"]:
            raise self._error("deadline.basis", "is missing; name the document that sets the day")
        return Deadline(values["rule"] or "own", values["month_day"], values["basis"], values["url"])


_ARTICLE: Mapping[type, str] = {
    str: "a string",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    int: "a whole number",
}


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


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
