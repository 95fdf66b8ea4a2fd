"""The registry as this configuration has it: rows read, checked against the gazetteer, chosen by name and day, and
written into an archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from archive import gazetteer
from archive.captures import record
from archive.messages import Argument
from archive.messages.coded import reason
from archive.storage import toml
from archive.storage.database import Archive
from archive.storage.toml import Place
from crawler.runtime.config import Config, ConfigError
from spiders import registry as rules
from spiders.registry import Site

CountyExists = Callable[[str], bool]


def registry(config: Config) -> tuple[Site, ...]:
    """All rows; a file is read once as it is. Raises ConfigError with the file, the row and the remedy."""
    state: tuple[int, ...] = ()
    with suppress(OSError):
        found = config.sites.stat()
        state = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
    return _in_state(config.sites, state)


@lru_cache(maxsize=1)
def _in_state(path: Path, _: tuple[int, ...]) -> tuple[Site, ...]:
    """Thousands of rows take a third of a second, which a process pays no more that is forked from a warm one."""
    return load(path, county_exists=_in_gazetteer)


def covering(config: Config, url: str) -> Site | None:
    """The row whose hosts an address lies on; None where no row covers it, or there is no registry yet."""
    rows = registry(config) if config.sites.is_file() else ()
    return next((site for site in rows if site.admits(url)), None)


def lint(config: Config) -> tuple[int, list[ConfigError]]:
    """How many rows can be used, and all that is wrong with the registry. Raises ConfigError where it is unreadable."""
    sites, wrong = check(config.sites, county_exists=_in_gazetteer)
    return len(sites), wrong


def load(path: Path, *, county_exists: CountyExists | None = None) -> tuple[Site, ...]:
    """All rows of a registry file, in its order. Raises ConfigError at the first that is wrong."""
    sites = tuple(_site(path, number, row, county_exists) for number, row in enumerate(_rows(path), 1))
    for site, wrong in rules.duplicate_ids(sites):
        raise _wrong(path, site, "id", wrong)
    return sites


def check(path: Path, *, county_exists: CountyExists | None = None) -> tuple[list[Site], list[ConfigError]]:
    """The rows of a registry file that can be used, and all that is wrong with the file, each with its remedy.

    Raises ConfigError where the file as a whole cannot be read. Beside what `load` refuses, a host in two rows that
    are in force at the same time is wrong.
    """
    sites: list[Site] = []
    wrong: list[ConfigError] = []
    for number, row in enumerate(_rows(path), 1):
        try:
            sites.append(_site(path, number, row, county_exists))
        except ConfigError as error:
            wrong.append(error)
    wrong += [_wrong(path, site, "id", what) for site, what in rules.duplicate_ids(sites)]
    wrong += [_wrong(path, site, "hosts", what) for site, what in rules.shared_hosts(sites)]
    return sites, wrong


def chosen(config: Config, wanted: Sequence[str], today: date) -> list[Site]:
    """The sites named, or all that are in force today. Raises ConfigError for a name that no row has."""
    sites = registry(config)
    known = {site.id for site in sites}
    for name in wanted:
        if name not in known:
            raise ConfigError("wrong-unknown-site", path=config.sites, site=name)
    return [site for site in sites if (site.id in wanted if wanted else site.in_force(today))]


def _rows(path: Path) -> Sequence[object]:
    table = toml.read(path, ConfigError, reason("purpose-registry"), missing=reason("wrong-registry-missing"))
    return toml.tables(table, "site", Place(path, ConfigError, quote="'"))


def _site(path: Path, number: int, row: object, county_exists: CountyExists | None) -> Site:
    """A row, with the hosts of its start where it names none."""
    place = Place(path, ConfigError, _label(number, row), quote="'")
    if isinstance(row, dict):
        row = {"hosts": [], **row}
    site = toml.build(Site, row, place)
    if county_exists is not None and not county_exists(site.county):
        raise _wrong(path, site, "county", reason("wrong-county-unlisted", county=site.county))
    hosts = tuple(host.lower() for host in site.hosts) or rules.hosts_of(site.start)
    deadline = site.deadline
    if deadline.month_day and deadline.rule == "default":
        deadline = replace(deadline, rule="own")
    site = replace(site, hosts=hosts, deadline=deadline)
    if unreachable := site.unreachable():
        raise _wrong(path, site, "hosts", unreachable)
    return site


def _label(number: int, row: object) -> Argument:
    """How messages call a row: by its id, or its number where the id cannot be used."""
    name = row.get("id") if isinstance(row, dict) else None
    if isinstance(name, str) and rules.wrong_id(name) is None:
        return reason("row-site", site=repr(name))
    return reason("row-number", number=number)


def _wrong(path: Path, site: Site, key: str, what: Argument) -> ConfigError:
    row = reason("row-site", site=repr(site.id))
    return ConfigError("wrong-in-row", path=path, row=row, what=reason("wrong-of-key", key=f"'{key}'", what=what))


def _in_gazetteer(code: str) -> bool:
    return gazetteer.load().county(code) is not None


def register(archive: Archive, site: Site) -> None:
    """Write the registry's row into the archive."""
    settings = {
        key: value if isinstance(value, str | int | float | bool | list | tuple | type(None)) else _json_value(value)
        for key, value in asdict(site).items()
    }
    record.register_site(archive, site.id, site.county, site.family, site.start, settings)


def _json_value(value: object) -> object:
    return value if isinstance(value, dict) else str(value)
