"""`nianbao.toml`, read and checked: every key known, every path made absolute and of its kind. Opens nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from archive.messages import Argument
from archive.messages.coded import CodedError, reason
from archive.storage import toml
from archive.storage.toml import Place, between
from crawler.runtime import named_places

DEFAULT = Path("nianbao.toml")


_MEGABYTES = 1_000_000
"""More than machines have: a larger number was meant in another unit."""


class ConfigError(CodedError):
    """The configuration cannot be used. The message names the file, the key and the remedy."""


def _contact(written: str) -> Argument | None:
    """What is wrong with a contact: it goes into the User-Agent header (RFC 9110), and somebody has to answer there."""
    reachable = "@" in written or "://" in written or sum(letter.isdigit() for letter in written) >= 5
    if reachable and written.isascii() and written.isprintable():
        return None
    return reason("wrong-contact")


def _web_address(written: str) -> Argument | None:
    """What is wrong with the address of the pages: links to pages are made by adding a path to it."""
    if _is_address(written) and "?" not in written and "#" not in written:
        return None
    return reason("wrong-web-address")


def _heartbeat(written: str) -> Argument | None:
    """What is wrong with the address that a night asks at its end."""
    is_variable = written.startswith("env:") and written.removeprefix("env:").isidentifier()
    return None if is_variable or _is_address(written, with_user=True) else reason("wrong-heartbeat-address")


def _scheduler(written: str) -> Argument | None:
    """What is wrong with the address of a Dask scheduler; `dask scheduler` prints it."""
    scheme, separator, host = written.rpartition("://")
    try:
        is_whole = urlsplit(f"//{host}").port is not None
    except ValueError:
        is_whole = False
    return None if is_whole and bool(scheme) == bool(separator) and written.isprintable() else reason("wrong-scheduler")


def _is_address(written: str, *, with_user: bool = False) -> bool:
    """Whether it is an address of the web, whole and without blanks (RFC 3986)."""
    try:
        parts = urlsplit(written)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return is_whole and written.isprintable() and " " not in written and (with_user or "@" not in parts.netloc)


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently sites are asked: seconds between two requests to one host, and how many sites at a time."""

    delay: Annotated[float, between(0, 600)] = 3.0
    workers: Annotated[int, between(1, 256)] = 8


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Where more deadline rules stand."""

    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class Alerts:
    """The channels that alerts go to, as Apprise addresses or tables; `templates` is a folder of own words."""

    channels: tuple[str | Mapping[str, object], ...] = ()
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Nightly:
    """What a night does beside crawling: copies and a data set to publish, and how many backups to keep.

    Where it lays backups, summary (`.txt` and `.html` are added) and metrics; the address that it pings at its end
    (`env:NAME` is read from the environment); a schedule of the user's own.
    """

    publish: Path | None = None
    dataset: Path | None = None
    parquet: Path | None = None
    backups: Annotated[int, between(0, 1000)] = 7
    backup_folder: Path | None = None
    summary: Path | None = None
    metrics: Path | None = None
    heartbeat: Annotated[str, _heartbeat] | None = None
    schedule: Path | None = None


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser for lists that only scripts show: Chromium's path, where it is none of the usual ones.

    `sandbox` is Chromium's own (on, except for root), `memory` megabytes of all its processes, `seconds` what a page
    may take to come to rest beside the requests that it makes.
    """

    executable: Path | None = None
    sandbox: bool | None = None
    memory: Annotated[int, between(1, _MEGABYTES)] = 1500
    seconds: Annotated[float, between(0.001, 600)] = 30.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one site and one document may take, and megabytes with all child processes.

    A site's seconds are those of the clock, a document's those of processor time.
    """

    site_seconds: Annotated[float, between(0.001, 86_400)] = 7200.0
    site_memory: Annotated[int, between(1, _MEGABYTES)] = 3000
    document_seconds: Annotated[float, between(0.001, 86_400)] = 60.0
    document_memory: Annotated[int, between(1, _MEGABYTES)] = 3000


@dataclass(frozen=True, slots=True)
class Web:
    """What `serve` offers beside the archive: whether a page checks drafts that visitors send, and their largest size.

    A draft is limited like any document (`[limits]`); nothing of it is stored. `address` is where visitors find the
    pages: links in messages lead there.
    """

    address: Annotated[str, _web_address] | None = None
    check: bool = False
    check_megabytes: Annotated[int, between(1, 100)] = 20


@dataclass(frozen=True, slots=True)
class Cluster:
    """Other machines for a night: the address of a Dask scheduler, None where this machine does all by itself.

    `lease` is after how many seconds without contact a worker stops visiting a site, so that another may.
    """

    scheduler: Annotated[str, _scheduler] | None = None
    lease: Annotated[float, between(1, 3600)] = 30.0


@dataclass(frozen=True, slots=True)
class Config:
    """All of `nianbao.toml`. Paths are absolute, resolved beside the file."""

    path: Path
    archive: Path
    sites: Path
    contact: Annotated[str, _contact] | None = None
    politeness: Politeness = field(default_factory=Politeness)
    deadlines: Deadlines = field(default_factory=Deadlines)
    alerts: Alerts = field(default_factory=Alerts)
    nightly: Nightly = field(default_factory=Nightly)
    limits: Limits = field(default_factory=Limits)
    browser: Browser = field(default_factory=Browser)
    web: Web = field(default_factory=Web)
    cluster: Cluster = field(default_factory=Cluster)
    lang: Literal["en", "zh"] | None = None
    """The language of the pages for visitors whose browser asks for neither, and of the command line."""

    def problem(self) -> named_places.Problem | None:
        """What is wrong with the places that are named, taken together."""
        from archive.storage.database import payload_path

        night = self.nightly
        files = [
            ("nianbao.toml", self.path),
            ("archive", self.archive),
            ("sites", self.sites),
            ("deadlines.rules", self.deadlines.rules),
            ("nightly.schedule", night.schedule),
            ("nightly.publish", night.publish),
            ("nightly.metrics", night.metrics),
            *(("nightly.summary", Path(f"{night.summary}{suffix}")) for suffix in (".txt", ".html") if night.summary),
        ]
        folders = {
            "alerts.templates": self.alerts.templates,
            "nightly.backup_folder": night.backup_folder or self.archive.parent / "backups",
            "nightly.parquet": night.parquet,
            "nightly.dataset": night.dataset,
        }
        named = [(key, path) for key, path in files if path is not None]
        if self.archive.name:  # the file system's root has no name
            named.insert(1, ("archive", payload_path(self.archive)))
        return named_places.problem(named, folders, replaced=("nightly.dataset",))

    @property
    def user_agent(self) -> str:
        """Who we are, for the sites' own logs. Raises ConfigError where nobody can be reached."""
        if not self.contact:
            raise ConfigError("wrong-contact-missing", path=self.path)
        return f"nianbao (+{self.contact})"


def locate(named: str | None) -> Path:
    """The configuration file: the one named, the one in NIANBAO_CONFIG, or `nianbao.toml` here."""
    return Path(named or os.environ.get("NIANBAO_CONFIG") or DEFAULT).absolute()


def load(path: Path) -> Config:
    """Read the file. Raises ConfigError."""
    table = toml.read(path, ConfigError, reason("purpose-configuration"), missing=reason("wrong-configuration-missing"))
    _check_shape_of_channels(table, path)
    return toml.build(
        Config, {"archive": "nianbao.db", "sites": "sites.toml", **table}, Place(path, ConfigError), path=path
    )


def _check_shape_of_channels(table: Mapping[str, object], path: Path) -> None:
    """Refuse channels that are no list, without their value: an address holds a secret. Raises ConfigError."""
    alerts = table.get("alerts", {})
    channels = alerts.get("channels", []) if isinstance(alerts, Mapping) else None
    if not isinstance(channels, list):
        where = "alerts.channels" if isinstance(alerts, Mapping) else "alerts"
        raise ConfigError("wrong-channels", path=path, key=where)
