"""One site tried without touching the archive: for `sites check`, and for the row that `sites add` proposes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from archive import gazetteer, observations
from archive.store import Archive
from crawler.config import Config, ConfigError
from crawler.session import register
from crawler.sites import registry
from spiders.registry import Site

TIME_LIMIT = 30 * 60
"""Seconds that a trial may take."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a site showed: how the run ended, its columns, and the reports listed, by year and by township."""

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


def check(config: Config, wanted: str, now: datetime) -> Trial:
    """Try a row of the registry. Raises ConfigError where there is none of that id."""
    for site in registry(config):
        if site.id == wanted:
            return attempt(config, site, now)
    raise ConfigError(f"{config.sites}: no site has the id {wanted}; `nianbao sites` lists them")


def propose(config: Config, url: str, county: str | None, now: datetime) -> tuple[str, Trial]:
    """A `[[site]]` row for a portal or column address, and the evidence for it. Raises ConfigError."""
    host = urlsplit(url).netloc
    if not host or urlsplit(url).scheme not in ("http", "https"):
        raise ConfigError(f"{url}: not an address; give one that begins with http:// or https://")
    if county is None or gazetteer.load().county(county) is None:
        raise ConfigError(f"{url}: name the county whose townships report there, by `--county CODE` (six digits)")
    name = host.split(":")[0].removeprefix("www.").split(".")[0]
    site = Site(name if not name.isdigit() else f"county-{county}", county, (url,), (host,))
    trial = attempt(config, site, now)
    return as_toml(site), trial


def attempt(config: Config, site: Site, now: datetime) -> Trial:
    """Crawl the site into an archive that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        path = Path(folder) / "nianbao.toml"
        path.write_text(_settings(config), encoding="utf-8")
        (path.parent / "sites.toml").write_text(as_toml(site), encoding="utf-8")
        with Archive.open(path.parent / "nianbao.db") as archive:
            run = observations.begin_run(archive, now, version("nianbao"), {"command": "sites check"})
            register(archive, site)
            command = [sys.executable, "-m", "crawler.worker", str(path), run, site.id, "--now", now.isoformat()]
            subprocess.run(command, check=False, timeout=TIME_LIMIT, stdin=subprocess.DEVNULL)
            return _trial(archive, site)


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
    return f'contact = "{config.contact}"\n[politeness]\ndelay = {config.politeness.delay}\nworkers = 1\n'


def _strings(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _trial(archive: Archive, site: Site) -> Trial:
    row = archive.one("SELECT outcome, detail, requests FROM site_runs")
    listed = archive.rows("SELECT * FROM listed_reports WHERE kind = 'report'")
    read = archive.rows("SELECT township_code, year FROM documents WHERE kind = 'report' AND township_code IS NOT NULL")
    found = {(r["township_code"], r["year"]) for r in [*listed, *read] if r["township_code"]}
    units = {unit.code: unit.name for unit in gazetteer.load().units(site.county)}
    seen = {code for code, _ in found}
    return Trial(
        site.id,
        row["outcome"] if row else "killed",
        row["detail"] if row else "the site's process ended without a word",
        row["requests"] if row else 0,
        [r["url"] for r in archive.rows("SELECT DISTINCT url FROM looks JOIN addresses ON address = start")],
        dict(sorted(Counter(year for _, year in found if year).items())),
        len(seen & set(units)),
        site.expect or len(units),
        [name for code, name in units.items() if code not in seen],
        sorted({r["title"] for r in listed if r["township_code"] is None}),
    )
