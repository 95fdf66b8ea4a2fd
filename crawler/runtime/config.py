"""`nianbao.toml`, read and checked: every key known, every path made absolute. Opens nothing else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

DEFAULT = Path("nianbao.toml")


class ConfigError(Exception):
    """The configuration cannot be used. The message names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently sites are asked: seconds between two requests to one host, and how many sites at a time."""

    delay: float = 3.0
    workers: int = 8


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Where more deadline rules stand."""

    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class Alerts:
    """The channels that alerts go to, as Apprise addresses or tables; `templates` is a folder of own words."""

    channels: tuple[str | Mapping[str, Any], ...] = ()
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Nightly:
    """What a night does beside crawling: a copy to publish, and how many backups to keep.

    Where it lays backups, summary (`.txt` and `.html` are added) and metrics; the address that it pings at its end
    (`env:NAME` is read from the environment); a schedule of the user's own.
    """

    publish: Path | None = None
    backups: int = 7
    backup_folder: Path | None = None
    summary: Path | None = None
    metrics: Path | None = None
    heartbeat: str | None = None
    schedule: Path | None = None


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser for lists that only scripts show: Chromium's path, where it is none of the usual ones.

    `sandbox` is Chromium's own (on, except for root), `memory` megabytes of all its processes, `seconds` what a page
    may take to come to rest beside the requests that it makes.
    """

    executable: Path | None = None
    sandbox: bool | None = None
    memory: int = 1500
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one site and one document may take: seconds of wall clock, and megabytes with all child processes."""

    site_seconds: float = 7200.0
    site_memory: int = 3000
    document_seconds: float = 60.0
    document_memory: int = 3000


@dataclass(frozen=True, slots=True)
class Config:
    """All of `nianbao.toml`. Paths are absolute, resolved beside the file."""

    path: Path
    archive: Path
    sites: Path
    contact: str | None = None
    politeness: Politeness = field(default_factory=Politeness)
    deadlines: Deadlines = field(default_factory=Deadlines)
    alerts: Alerts = field(default_factory=Alerts)
    nightly: Nightly = field(default_factory=Nightly)
    limits: Limits = field(default_factory=Limits)
    browser: Browser = field(default_factory=Browser)

    @property
    def user_agent(self) -> str:
        """Who we are, for the sites' own logs. Raises ConfigError where nobody can be reached."""
        if not self.contact:
            raise ConfigError(
                f"{self.path}: `contact` is missing; set it to an address at which a site's staff can reach you"
            )
        return f"nianbao (+{self.contact})"


def locate(named: str | None) -> Path:
    """The configuration file: the one named, the one in NIANBAO_CONFIG, or `nianbao.toml` here."""
    return Path(named or os.environ.get("NIANBAO_CONFIG") or DEFAULT).absolute()


def load(path: Path) -> Config:
    """Read the file. Raises ConfigError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: no such file; write one (see README) or name it by --config or NIANBAO_CONFIG"
        ) from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error}); correct that line") from error
    table.setdefault("archive", "nianbao.db")
    table.setdefault("sites", "sites.toml")
    built: Config = _build(Config, {"path": path, **table}, path, "")
    return built


def _build(kind: type[Any], table: Mapping[str, Any], path: Path, where: str) -> Any:
    """A dataclass out of a TOML table: unknown keys and wrong types are errors that name the key."""
    hints = get_type_hints(kind)
    for key in table:
        if key not in hints:
            known = ", ".join(sorted(set(hints) - {"path"}))
            raise ConfigError(f"{path}: unknown key `{where}{key}`; known here: {known}")
    values = {}
    for part in fields(kind):
        if part.name in table:
            values[part.name] = _value(hints[part.name], table[part.name], path, where + part.name)
        elif part.default is MISSING and part.default_factory is MISSING:
            raise ConfigError(f"{path}: key `{where}{part.name}` is missing")
    return kind(**values)


def _value(hint: Any, value: Any, path: Path, key: str) -> Any:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if any(hasattr(kind, "__dataclass_fields__") for kind in kinds) and isinstance(value, Mapping):
        return _build(kinds[0], value, path, f"{key}.")
    if Path in kinds and isinstance(value, str | Path):
        return path.parent / Path(value).expanduser()
    if get_origin(kinds[0]) is tuple and isinstance(value, list):
        return tuple(value)
    if isinstance(value, int) and not isinstance(value, bool) and float in kinds:
        return float(value)
    plain = tuple(kind for kind in kinds if isinstance(kind, type))
    if (isinstance(value, bool) and bool not in plain) or not isinstance(value, plain):
        wanted = " or ".join(kind.__name__ for kind in plain if kind is not type(None))
        raise ConfigError(f"{path}: `{key}` is {value!r}, but a {wanted} is wanted")
    return value
