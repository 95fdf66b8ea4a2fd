"""The registry as this configuration has it: rows read, checked against the gazetteer, chosen by name and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive import gazetteer
from crawler.runtime.config import Config, ConfigError
from spiders import registry as rows
from spiders.registry import RegistryError, Site


def registry(config: Config) -> tuple[Site, ...]:
    """All rows. Raises ConfigError with the file, the row and the remedy."""
    names = gazetteer.load()
    try:
        return rows.load(config.sites, county_exists=lambda code: names.county(code) is not None)
    except RegistryError as error:
        raise ConfigError(str(error)) from error


def covering(config: Config, url: str) -> Site | None:
    """The row whose hosts an address lies on; None where no row covers it, or there is no registry yet."""
    rows = registry(config) if config.sites.is_file() else ()
    return next((site for site in rows if site.admits(url)), None)


def lint(config: Config) -> tuple[int, list[str]]:
    """How many rows can be used, and all that is wrong with the registry. Raises ConfigError where it is unreadable."""
    names = gazetteer.load()
    try:
        sites, wrong = rows.lint(config.sites, county_exists=lambda code: names.county(code) is not None)
    except RegistryError as error:
        raise ConfigError(str(error)) from error
    return len(sites), wrong


def chosen(config: Config, wanted: Sequence[str], today: date) -> list[Site]:
    """The sites named, or all that are in force today. Raises ConfigError for a name that no row has."""
    sites = registry(config)
    known = {site.id for site in sites}
    for name in wanted:
        if name not in known:
            raise ConfigError(f"{config.sites}: no site has the id {name}; `nianbao sites` lists them")
    return [site for site in sites if (site.id in wanted if wanted else site.in_force(today))]
