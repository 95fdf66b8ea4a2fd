"""One site tried without touching the archive: for `sites check`, and for the row that `sites add` proposes."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from archive import gazetteer
from archive.captures import attempts, listings, record, site_runs
from archive.captures.reasons import Reason, SiteRunReason, because
from archive.extract.layout.charset import decode
from archive.reports import reports_found
from archive.storage.database import Archive
from crawler.fetch.guard import is_private
from crawler.night import county_of_site, page_case
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.session import register
from crawler.runtime.sites import registry
from crawler.site_run import supervisor
from crawler.site_run.worker import SiteOrder
from spiders.families import land
from spiders.pages.page import Page
from spiders.registry import Site

STAND_IN = "110101"
"""A county that stands in for one still unknown: only the pages of such a trial are used."""

FEW = 6
"""Requests that have to do for telling the county."""

TIME_LIMIT_SECONDS = 30 * 60
"""Seconds that a trial may take."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a site showed: how the run ended, its columns and their CMS, the reports listed by year and by township.

    `reason` is the code of what `detail` says; `missing_by_year` names, of the years that the site shows, the townships
    without a report; `county_by` says what spoke for the county where nobody named it.
    """

    site: str
    outcome: str
    detail: str | None
    requests: int
    columns: list[str]
    reports_by_year: dict[int, int]
    townships_found: int
    townships_expected: int
    townships_missing: list[str]
    unresolved: list[str]
    families: list[str]
    missing_by_year: dict[int, list[str]]
    county_by: list[str]
    reason: str | None = None


def check(config: Config, wanted: str, now: datetime) -> Trial:
    """Try a row of the registry. Raises ConfigError where there is none of that id."""
    for site in registry(config):
        if site.id == wanted:
            return attempt(config, site, now)
    raise ConfigError(f"{config.sites}: no site has the id {wanted}; `nianbao sites` lists them")


def propose(config: Config, url: str, county: str | None, now: datetime, case: Path | None = None) -> tuple[str, Trial]:
    """A `[[site]]` row for a portal or column address, and the evidence for it. Raises ConfigError.

    Where no county is named, the site's own pages have to tell it. Who gives a private address in digits means it.
    `case` is a folder for the list page and what is read of it; it is made where a list was found.
    """
    if case is not None and (case / "address.txt").exists():
        raise ConfigError(f"{case}: holds a case already; name another folder by `--case FOLDER`")
    host = urlsplit(url).netloc
    if not host or urlsplit(url).scheme not in ("http", "https"):
        raise ConfigError(f"{url}: not an address; give one that begins with http:// or https://")
    if county is not None and gazetteer.load().county(county) is None:
        raise ConfigError(f"{url}: no county has the code {county}; give its six digits by `--county CODE`")
    site = Site("new", county or STAND_IN, (url,), (host,), private_addresses=is_private(urlsplit(url).hostname or ""))
    spoken: tuple[str, ...] = ()
    if county is None:
        told = _county_of(config, site, now)
        site, spoken = replace(site, county=told.code), (f"{told.code} {told.name}", *told.evidence)
    name = host.split(":")[0].removeprefix("www.").split(".")[0]
    site = replace(site, id=name if not name.isdigit() else f"county-{site.county}")
    trial = replace(attempt(config, site, now, case), county_by=list(spoken))
    return as_toml(site), trial


def attempt(config: Config, site: Site, now: datetime, case: Path | None = None) -> Trial:
    """Crawl the site into an archive that is thrown away, but for the list page, which goes into the folder `case`."""
    with _crawled(config, site, now) as (archive, run, ended):
        if case is not None and (page := page_case.list_page(_pages(archive), listings.starts(archive))):
            page_case.write(page, case)
        return _trial(archive, run, site, ended)


def _county_of(config: Config, site: Site, now: datetime) -> county_of_site.Candidate:
    """The county that the site's first pages speak for. Raises ConfigError with those that it cannot decide between."""
    with _crawled(config, site, now, requests=FEW) as (archive, run, ended):
        found = county_of_site.candidates(_pages(archive), gazetteer.load())
        result = site_runs.result(archive, run, site.id)
    certain = county_of_site.certain(found)
    if certain is not None:
        return certain
    if found:
        known = "; ".join(f"{one.code} {one.name} ({', '.join(one.evidence)})" for one in found[:5])
        raise ConfigError(f"{site.start[0]}: could be {known}; name the county by `--county CODE`")
    why = (result.detail if result else ended) or "none of its pages names one"
    raise ConfigError(f"{site.start[0]}: the county cannot be told ({why}); name it by `--county CODE` (six digits)")


@contextmanager
def _crawled(
    config: Config, site: Site, now: datetime, requests: int | None = None
) -> Iterator[tuple[Archive, str, Reason | None]]:
    """The archive and the run of one trial, and why its process was ended if it was; with at most so many requests."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        path = Path(folder) / "nianbao.toml"
        path.write_text(_settings(config), encoding="utf-8")
        (path.parent / "sites.toml").write_text(as_toml(site), encoding="utf-8")
        with Archive.open(path.parent / "nianbao.db") as archive:
            run = record.begin_run(archive, now, version("nianbao"), {"command": "sites check"})
            register(archive, site)
            order = SiteOrder(path, run, site.id, now, requests=requests)
            limits = replace(config.limits, site_seconds=min(TIME_LIMIT_SECONDS, config.limits.site_seconds))
            yield archive, run, supervisor.run(order.command, f"{run}/{site.id}", limits)


def _pages(archive: Archive) -> list[Page]:
    """The pages that a trial brought, as far as they are text."""
    return [Page(page.url, decode(archive.payloads.get(page.digest)).text) for page in attempts.pages(archive)]


def as_toml(site: Site) -> str:
    """The row as it stands in `sites.toml`, keys with default values left out."""
    lines = ["[[site]]", f'id = "{site.id}"', f'county = "{site.county}"', f"start = {_strings(site.start)}"]
    hosts = tuple(dict.fromkeys(urlsplit(start).netloc for start in site.start))
    lines += [f"hosts = {_strings(site.hosts)}"] if set(site.hosts) - set(hosts) else []
    lines += [f'{key} = "{value}"' for key in ("family", "render") if (value := getattr(site, key)) != "auto"]
    lines += ['tls = "legacy"'] if site.tls == "legacy" else []
    lines += ["private_addresses = true"] if site.private_addresses else []
    lines += [f"columns = {_strings(site.columns)}"] if site.columns else []
    return "\n".join(lines) + "\n"


def _settings(config: Config) -> str:
    text = f'contact = "{config.contact}"\n[politeness]\ndelay = {config.politeness.delay}\nworkers = 1\n[browser]\n'
    text += f"executable = {json.dumps(str(config.browser.executable))}\n" if config.browser.executable else ""
    return text + (f"sandbox = {json.dumps(config.browser.sandbox)}\n" if config.browser.sandbox is not None else "")


def _strings(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _trial(archive: Archive, run: str, site: Site, ended: Reason | None) -> Trial:
    result = site_runs.result(archive, run, site.id)
    stopped = ended or because(SiteRunReason.PROCESS_ENDED)
    listed = reports_found.listed(archive)
    found = {(one.township_code, one.year) for one in (*listed, *reports_found.read(archive)) if one.township_code}
    units = {unit.code: unit.name for unit in gazetteer.load().units(site.county)}
    seen = {code for code, _ in found}
    years = {year for _, year in found if year}
    return Trial(
        site.id,
        result.outcome if result else "killed",
        result.detail if result else str(stopped),
        result.requests if result else 0,
        listings.starts(archive),
        dict(sorted(Counter(year for _, year in found if year).items())),
        len(seen & set(units)),
        site.expect or len(units),
        [name for code, name in units.items() if code not in seen],
        sorted({report.title for report in listed if report.township_code is None}),
        sorted({land(page).family or "unknown" for page in _pages(archive) if land(page).listing}),
        {year: [name for code, name in units.items() if (code, year) not in found] for year in sorted(years)},
        [],
        result.reason if result else stopped.code,
    )
