"""What several verbs take: the configuration, the clock, a county, a year, an instant; and how output is wanted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.cli.command import option
from crawler.cli.errors import UsageError
from crawler.cli.language import say
from crawler.runtime.clock import Clock, parse_instant
from crawler.runtime.config import Config, ConfigError, load, locate

F = TypeVar("F", bound=Callable[..., object])

_LONGEST = 100
"""Letters of a wrong value that a message shows."""


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
            self.fail(say("usage-instant", value=repr(value)), param, ctx)


_DIGITS = re.compile(r"-?[0-9]{1,18}")
_SECONDS = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class _Whole(click.ParamType[int]):
    """A whole number from `least` to `most`."""

    name = "integer"

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not _DIGITS.fullmatch(str(value)):
            self.fail(say("usage-whole-number", value=repr(value)), param, ctx)
        number = int(value)
        if (self._least is not None and number < self._least) or (self._most is not None and number > self._most):
            self.fail(self._wanted(number), param, ctx)
        return number

    def _wanted(self, number: int) -> str:
        if self._most is None:
            return say("usage-not-in-range", number=number, least=self._least)
        return say("usage-not-within", number=number, least=self._least, most=self._most)


class _Seconds(click.ParamType[float]):
    """A number, fractions too."""

    name = "float"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if not _SECONDS.fullmatch(str(value)):
            self.fail(say("usage-number", value=repr(value)), param, ctx)
        return float(value)


class OneOf(click.Choice[str]):
    """One of these words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What to say of another word."""
        known = ", ".join(map(repr, self._normalized_mapping(ctx=ctx).values()))
        return say("usage-not-one-of", value=repr(value), known=known)


class _Hour(click.ParamType[time]):
    """A time of day, as 02:30."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if isinstance(value, time):
            return value
        if not _HOUR.fullmatch(value):
            self.fail(say("usage-hour", value=repr(value)), param, ctx)
        return time.fromisoformat(value)


class _Path(click.Path):
    """A path. An empty one would be this folder, as where a variable is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail(say("usage-path"), param, ctx)
        if "\0" in str(value):
            self.fail(say("usage-path-with-nul"), param, ctx)
        return super().convert(value, param, ctx)


class _Text(click.ParamType[str]):
    """Text that says something, such as an id. An empty one would be as if none was given."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value).strip():
            self.fail(say("usage-text"), param, ctx)
        return str(value)


class _Host(click.ParamType[str]):
    """A host to listen at. An empty one would be every address of the machine, as where a variable is not set."""

    name = "host"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value).strip():
            self.fail(say("usage-host"), param, ctx)
        return str(value)


INSTANT = _Instant()
HOST = _Host()
TEXT = _Text()
HOUR = _Hour()
SECONDS = _Seconds()
POSITIVE = _Whole(1)
WHOLE = _Whole()
PROCESSES = _Whole(1, 256)
PORT = _Whole(0, 65_535)
YEAR = _Whole(1990, 2099)
"""A reporting year. The duty came into force on 2008-05-01 (国务院令第492号); own rules may go back further."""
PATH = _Path(path_type=Path)
PATH_AS_WRITTEN = _Path()

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
        raise UsageError(
            "wrong-county-option", county=value[:_LONGEST].strip() or repr(value[:_LONGEST]), error=error
        ) from error


def _registered(ctx: click.Context, key: str) -> Iterator[str]:
    """What the rows of the registry have under a key, for completion: none where there is no registry."""
    try:
        path = load(locate(ctx.find_root().params.get("config"))).sites
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["site"]
        found = dict.fromkeys(row[key] for row in rows)
        yield from (value for value in found if isinstance(value, str) and re.fullmatch(r"[\w.-]+", value))
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
    return option("--now", "clock", type=INSTANT, callback=_clock, metavar="INSTANT", help="help-now")(command)


def scheduler(command: F) -> F:
    """`--scheduler`, the address of a Dask scheduler; it goes before the configuration's."""
    return option("--scheduler", metavar="ADDRESS", help="help-scheduler")(command)


def as_json(says: str = "help-json") -> Callable[[F], F]:
    """`--json`."""
    return option("--json", "as_json", is_flag=True, help=says)


def unused_json(command: F) -> F:
    """`--json` where there is nothing to list: scripts may give it to every action of a verb that lists."""
    return option("--json", is_flag=True, hidden=True, expose_value=False)(command)


def county(says: str | None = None, *, check: bool = True) -> Callable[[F], F]:
    """`--county`, the code of one that exists unless the verb makes that sure by itself."""
    return option(
        "--county",
        metavar="COUNTY",
        help=says,
        shell_complete=complete_county,
        callback=_known_county if check else None,
    )


def require_replaceable(path: Path | None, suffixes: Sequence[str]) -> None:
    """Raise UsageError where writing a file would replace one that is none of its kind, by the end of its name."""
    if path is not None and path.exists() and path.suffix.lower() not in suffixes and not path.is_fifo():
        raise UsageError("wrong-file-of-another-kind", path=path, suffix=suffixes[0])


def year(command: F) -> F:
    """`--year`, a reporting year."""
    return option("--year", type=YEAR, metavar="YEAR", help="help-year")(command)


def _with_an_instant(ctx: click.Context, param: click.Parameter, value: bool) -> bool:  # noqa: ARG001
    if value and ctx.params.get("as_of") is None:
        raise UsageError("wrong-published-without-instant")
    return value


def as_of(command: F) -> F:
    """`--as-of` and `--published`."""
    command = option("--published", is_flag=True, callback=_with_an_instant, help="help-published")(command)
    return option("--as-of", type=INSTANT, is_eager=True, metavar="T", help="help-as-of")(command)
