"""What several verbs take: the configuration, the clock, a county, a year, an instant; and how output is wanted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.cli.errors import UsageError
from crawler.runtime.clock import Clock, parse_instant
from crawler.runtime.config import Config, ConfigError, load, locate

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Program:
    """The options before the verb: the path of the configuration, None for the usual one, and `--debug`."""

    config: str | None
    debug: bool = False

    def configuration(self, scheduler: str | None = None) -> Config:
        """The configuration that `--config`, the environment or this folder names. Raises ConfigError.

        `scheduler` goes before the address that it has.
        """
        config = load(locate(self.config))
        if config.alerts.channels:
            from crawler.notify.channel import configured_channels

            configured_channels(config)
        if scheduler is None:
            return config
        return replace(config, cluster=replace(config.cluster, scheduler=scheduler))


class _Instant(click.ParamType[datetime]):
    """An instant in ISO 8601; without a zone it is China's."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return value if isinstance(value, datetime) else parse_instant(value)
        except ValueError:
            self.fail(f"{value!r} is no instant; write 2026-02-01T08:00+08:00", param, ctx)


class _Whole(click.ParamType[int]):
    """A whole number from `least` to `most`."""

    name = "integer"

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{value!r} is no whole number", param, ctx)
        if (self._least is not None and number < self._least) or (self._most is not None and number > self._most):
            self.fail(f"{number} is not within {self._least} and {self._most}", param, ctx)
        return number


INSTANT = _Instant()
WHOLE = _Whole()
PORT = _Whole(0, 65_535)
YEAR = _Whole(1990, 2099)
"""A reporting year. The duty came into force on 2008-05-01 (国务院令第492号); own rules may go back further."""
PATH = click.Path(path_type=Path)

with_program = click.make_pass_decorator(Program)
"""Hands the verb what was given before it."""


def _clock(ctx: click.Context, param: click.Parameter, value: datetime | None) -> Clock:  # noqa: ARG001
    return Clock(value)


def _known_county(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """The code of the county that is written so, by code or name. Raises UsageError."""
    if value is None or ctx.resilient_parsing:
        return value
    from crawler.runtime.places import PlaceError, county_code

    try:
        return county_code(value)
    except PlaceError as error:
        raise UsageError(f"--county {value}, {error}") from error


def _registered(ctx: click.Context, key: str) -> Iterator[str]:
    """What the rows of the registry have under a key, for completion: none where there is no registry."""
    try:
        path = load(locate(ctx.find_root().params.get("config"))).sites
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["site"]
        yield from dict.fromkeys(row[key] for row in rows)
    except (ConfigError, OSError, ValueError, LookupError, TypeError):
        return


def complete_site(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The ids of the registry that begin like this."""
    return [site for site in _registered(ctx, "id") if site.startswith(incomplete)]


def complete_county(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The codes of the registry's counties that begin like this."""
    return [code for code in _registered(ctx, "county") if code.startswith(incomplete)]


def now(command: F) -> F:
    """`--now`, which gives the verb a `clock`."""
    return click.option(
        "--now", "clock", type=INSTANT, callback=_clock, metavar="INSTANT", help="take this for the present instant"
    )(command)


def scheduler(command: F) -> F:
    """`--scheduler`, the address of a Dask scheduler; it goes before the configuration's."""
    return click.option(
        "--scheduler", metavar="ADDRESS", help="spread the work over this Dask scheduler's workers (extra `cluster`)"
    )(command)


def as_json(what: str = "one JSON array") -> Callable[[F], F]:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help=f"print {what}")


def unused_json(command: F) -> F:
    """`--json` where there is nothing to list: scripts may give it to every action of a verb that lists."""
    return click.option("--json", is_flag=True, hidden=True, expose_value=False)(command)


def county(says: str | None = None, *, check: bool = True) -> Callable[[F], F]:
    """`--county`, the code of one that exists unless the verb makes that sure by itself."""
    return click.option(
        "--county",
        metavar="COUNTY",
        help=says,
        shell_complete=complete_county,
        callback=_known_county if check else None,
    )


def year(command: F) -> F:
    """`--year`, a reporting year."""
    return click.option("--year", type=YEAR, metavar="YEAR", help="reporting year")(command)


def as_of(command: F) -> F:
    """`--as-of` and `--published`."""
    command = click.option(
        "--published", is_flag=True, help="with --as-of: what had been published by then, as it is read today"
    )(command)
    return click.option("--as-of", type=INSTANT, metavar="T", help="what the archive knew at this instant")(command)
