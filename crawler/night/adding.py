"""New rows of the registry: proposed for addresses, several at a time, and added to `sites.toml` where they hold."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from archive.messages import Argument
from archive.messages.coded import CodedError, Sentence, of_system, reason
from crawler.night import probe
from crawler.night.probe import Trial
from crawler.runtime import files, sites
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.places import PlaceError, county_code

log = logging.getLogger("nianbao")

_REMARK: Final = re.compile(r"(?:^|\s)#.*")
"""Not the `#` of an address, as in https://www.example.gov.cn/#/list."""
_NO_ANSWER: Final = frozenset({"unreachable", "blocked"})
"""Outcomes after which another address of the same site would show no more."""


class Address(NamedTuple):
    """An address to find reports at, and its county's code where it is known."""

    url: str
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row as it is written in `sites.toml`, and what the site showed; or why no row can be proposed."""

    url: str
    row: str = ""
    trial: Trial | None = None
    error: ConfigError | None = None

    @property
    def unfit(self) -> CodedError | None:
        """Why the row is not worth adding; None where it is."""
        if self.trial is None:
            return self.error
        if not self.trial.columns:
            code = "wrong-site-unanswering" if self.trial.outcome in _NO_ANSWER else "wrong-no-list"
            return ConfigError(code, why=self.trial.why)
        return None


def addresses(path: Path, county: str | None) -> list[Address]:
    """The addresses of a file: one a line, a county's code or name after it where one is known, `#` for remarks.

    Raises ConfigError for a file that cannot be read, or a county that is none.
    """
    found = []
    try:
        lines = files.read(path).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("wrong-addresses-unreadable", path=path, error=_why(error)) from error
    for number, line in enumerate(lines, 1):
        url, *named = _REMARK.sub("", line).split() or [""]
        if not url:
            continue
        try:
            found.append(Address(url, county_code(named[0]) if named else county))
        except PlaceError as error:
            raise ConfigError("wrong-addresses-county", path=path, line=number, county=named[0], error=error) from error
    return found


def _why(error: OSError | UnicodeDecodeError) -> Argument:
    if isinstance(error, OSError):
        return of_system(error)
    return reason("wrong-not-utf-8", line=error.object[: error.start].count(b"\n") + 1)


def propose_all(
    config: Config, wanted: Sequence[Address], now: datetime, case: Path | None = None
) -> Iterator[Proposal]:
    """A proposal for each address, in their order; as many sites at a time as nights visit. `case` is as in `probe`."""

    def propose(address: Address) -> Proposal:
        try:
            probe.require_address(address.url)
            log.info(Sentence.of("log-trying", url=address.url, seconds=f"{config.politeness.delay:g}"))
            return Proposal(address.url, *probe.propose(config, address.url, address.county, now, case))
        except ConfigError as error:
            return Proposal(address.url, error=error)

    with ThreadPoolExecutor(config.politeness.workers) as pool:
        yield from pool.map(propose, wanted)


def add(config: Config, proposal: Proposal) -> CodedError | None:
    """Add a proposed row to the registry. Returns why it is not added; None where it is.

    The file is replaced as a whole, so that a reader never finds half a row.
    """
    if proposal.unfit:
        return proposal.unfit
    written = config.sites.read_text(encoding="utf-8") if config.sites.exists() else ""
    part = config.sites.with_name(config.sites.name + ".part")
    try:
        part.write_text("\n".join(filter(None, (written, proposal.row))), encoding="utf-8")
        if wrong := _wrong_with(part, config.sites):
            return wrong
        if config.sites.exists():
            part.chmod(config.sites.stat().st_mode & 0o777)
        part.replace(config.sites)
    finally:
        part.unlink(missing_ok=True)
    return None


def _wrong_with(part: Path, path: Path) -> ConfigError | None:
    """What is wrong with a registry that its present file does not have: a host or an id that a row has already."""
    before = set(map(str, sites.check(path)[1])) if path.exists() else set()
    now = [ConfigError(*_naming(error.sentence, path)) for error in sites.check(part)[1]]
    return next((error for error in now if str(error) not in before), None)


def _naming(said: Sentence, path: Path) -> tuple[str, dict[str, Argument]]:
    """What is said of one file, said of another."""
    return said.code, {**said.args, "path": str(path)}
