"""One site tried without touching the archive: for `sites check`, and for the row that `sites add` proposes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlsplit

from archive import gazetteer
from archive.captures import attempts, listings, record, site_runs
from archive.captures.reasons import Reason, SiteRunReason, because
from archive.deadlines import list_proofs
from archive.deadlines.list_proofs import ListProof
from archive.extract.layout.charset import decode
from archive.messages import Argument
from archive.messages.coded import reason
from archive.messages.printable import without_user
from archive.reports import reports_found
from archive.storage import owned_folders
from archive.storage.database import Archive
from crawler.fetch.guard import is_private
from crawler.night import county_of_site, page_case
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.sites import register, registry
from crawler.site_run import supervisor
from crawler.site_run.worker import SiteOrder
from spiders.families import land
from spiders.pages.page import Page
from spiders.registry import Site, wrong_id

PLACEHOLDER_COUNTY = "110101"
"""A placeholder for a county that is still unknown: only the pages of such a trial are used."""

COUNTY_REQUESTS = 6
"""The most requests for determining the county."""

TIME_LIMIT_SECONDS = 30 * 60
"""Seconds that a trial may take."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a site showed: how the run ended, its columns and their CMS, the reports listed by year and by township.

    The field names are JSON keys of `nianbao sites check`. `reason` is the code of `detail`, `reasons` are the codes
    and arguments of all that it names; `missing_by_year` names, for each year that the site shows, the townships
    without a report; `county_by` is the evidence for the county where it was not given. `lists` is what the night
    proves of each list.
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
    reasons: Sequence[Argument] = ()
    lists: list[ListProof] = field(default_factory=list)

    @property
    def why(self) -> Argument:
        """Why the run did not go well: the reasons, or what a former program said of them; else its outcome."""
        return self.reasons or self.detail or self.outcome

    @property
    def found_all(self) -> bool:
        """Whether the run went well and no township is missing."""
        return self.outcome == "ok" and not self.townships_missing


def require_address(url: str) -> None:
    """Raise ConfigError for what is no address of a site."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        usable = usable and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError("wrong-not-an-address", url=without_user(url))


def check(config: Config, wanted: str, now: datetime) -> Trial:
    """Try a row of the registry. Raises ConfigError where there is none of that id."""
    for site in registry(config):
        if site.id == wanted:
            return attempt(config, site, now)
    raise ConfigError("wrong-unknown-site", path=config.sites, site=wanted)


def propose(config: Config, url: str, county: str | None, now: datetime, case: Path | None = None) -> tuple[str, Trial]:
    """A `[[site]]` row for a portal or column address, and the evidence for it. Raises ConfigError.

    `url` is an address (`require_address`); a private IP address in it is allowed. Where no county is given, it is
    determined from the site's pages.
    `case` is a folder for the list page and what is read of it; it is made where a list was found.
    """
    if case is not None and (case / "address.txt").exists():
        raise ConfigError("wrong-case-taken", path=case)
    host = urlsplit(url).netloc
    if county is not None and gazetteer.load().county(county) is None:
        raise ConfigError("wrong-unknown-county", url=url, county=county)
    site = Site(
        "new", county or PLACEHOLDER_COUNTY, (url,), (host,), private_addresses=is_private(urlsplit(url).hostname or "")
    )
    county_evidence: tuple[str, ...] = ()
    if county is None:
        candidate = _county_of(config, site, now)
        site, county_evidence = (
            replace(site, county=candidate.code),
            (f"{candidate.code} {candidate.name}", *candidate.evidence),
        )
    site = replace(site, id=_free_id(config, host, site.county))
    trial = replace(attempt(config, site, now, case), county_by=list(county_evidence))
    return as_toml(site), trial


def _free_id(config: Config, host: str, county: str) -> str:
    """An id for a new row: the county's part of its host name, or what no row of the registry has yet."""
    taken = {site.id for site in registry(config)} if config.sites.is_file() else set()
    name = host.split(":")[0].removeprefix("www.").split(".")[0]
    numbered = (f"county-{county}-{number}" for number in count(2))
    return next(
        wanted
        for wanted in (name, f"county-{county}", *islice(numbered, len(taken) + 1))
        if wanted not in taken and not wanted.isdigit() and wrong_id(wanted) is None
    )


def attempt(config: Config, site: Site, now: datetime, case: Path | None = None) -> Trial:
    """Crawl the site into an archive that is thrown away, but for the list page, which goes into the folder `case`."""
    with _crawled(config, site, now) as (archive, run, ended):
        if case is not None and (page := page_case.list_page(_pages(archive), listings.starts(archive))):
            page_case.write(page, case)
        return _trial(archive, run, site, ended)


def _county_of(config: Config, site: Site, now: datetime) -> county_of_site.CountyCandidate:
    """The county, by the site's first pages. Raises ConfigError, with the candidates, if it is uncertain."""
    with _crawled(config, site, now, requests=COUNTY_REQUESTS) as (archive, run, ended):
        found = county_of_site.candidates(_pages(archive), gazetteer.load())
        result = site_runs.result(archive, run, site.id)
    certain = county_of_site.certain(found)
    if certain is not None:
        return certain
    if found:
        known = "; ".join(f"{county.code} {county.name} ({', '.join(county.evidence)})" for county in found[:5])
        raise ConfigError("wrong-county-of-several", url=site.start[0], known=known)
    stopped = [ended.to_json()] if ended else []
    why = (result.reasons if result else stopped) or [reason("no-page-names-county")]
    raise ConfigError("wrong-county-untold", url=site.start[0], why=why)


@contextmanager
def _crawled(
    config: Config, site: Site, now: datetime, requests: int | None = None
) -> Iterator[tuple[Archive, str, Reason | None]]:
    """Crawl into a temporary archive; gives the archive, the run, and why its process was stopped, if it was."""
    with owned_folders.temporary("nianbao-trial-") as folder:
        path = folder / "nianbao.toml"
        path.write_text(_config_text(config), encoding="utf-8")
        (path.parent / "sites.toml").write_text(as_toml(site), encoding="utf-8")
        with Archive.open(path.parent / "nianbao.db") as archive:
            run = record.begin_run(archive, now, version("nianbao"), {"command": "sites check"})
            register(archive, site)
            order = SiteOrder(path, run, site.id, now, requests=requests)
            limits = replace(config.limits, site_seconds=min(TIME_LIMIT_SECONDS, config.limits.site_seconds))
            yield archive, run, supervisor.run(order.command, f"{run}/{site.id}", limits)


def _pages(archive: Archive) -> list[Page]:
    """The pages that a trial fetched, decoded."""
    decoded = ((page.url, decode(archive.payloads.get(page.digest))) for page in attempts.pages(archive))
    return [Page(url, page.text, page.charset) for url, page in decoded]


def as_toml(site: Site) -> str:
    """The row as written in `sites.toml`, without keys that have their default values."""
    lines = ["[[site]]", f'id = "{site.id}"', f'county = "{site.county}"', f"start = {_strings(site.start)}"]
    hosts = tuple(dict.fromkeys(urlsplit(start).netloc for start in site.start))
    lines += [f"hosts = {_strings(site.hosts)}"] if set(site.hosts) - set(hosts) else []
    lines += [f'{key} = "{value}"' for key in ("family", "render") if (value := getattr(site, key)) != "auto"]
    lines += ['tls = "legacy"'] if site.tls == "legacy" else []
    lines += ["private_addresses = true"] if site.private_addresses else []
    lines += [f"columns = {_strings(site.columns)}"] if site.columns else []
    return "\n".join(lines) + "\n"


def _config_text(config: Config) -> str:
    text = f'contact = "{config.contact}"\n[politeness]\ndelay = {config.politeness.delay}\nworkers = 1\n[browser]\n'
    text += f"executable = {json.dumps(str(config.browser.executable))}\n" if config.browser.executable else ""
    return text + (f"sandbox = {json.dumps(config.browser.sandbox)}\n" if config.browser.sandbox is not None else "")


def _strings(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _trial(archive: Archive, run: str, site: Site, ended: Reason | None) -> Trial:
    result = site_runs.result(archive, run, site.id)
    stopped = ended or because(SiteRunReason.PROCESS_ENDED)
    listed = reports_found.listed(archive)
    found = {
        (report.township_code, report.year)
        for report in (*listed, *reports_found.read(archive))
        if report.township_code
    }
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
        result.reasons if result else [stopped.to_json()],
        list_proofs.of_run(archive, site.county, run),
    )
