"""How a verb ends: the exit statuses of the contract, and one line for everything that can go wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import click

from archive.messages.coded import CodedError, in_words, of_system
from archive.storage.damage import explained
from archive.storage.errors import ArchiveError
from crawler.cli.language import current, say
from crawler.runtime.config import ConfigError


class ExitStatus(IntEnum):
    """What the end of the program means to a script."""

    DONE = 0
    """All was done."""
    NEEDS_ATTENTION = 1
    """Done, but something needs attention: open alerts, failed sites, findings under `--strict`."""
    WRONG_USAGE = 2
    """The arguments or the configuration cannot be used; nothing was done."""
    NOT_DONE = 3
    """Not done: the archive is locked, the disk is full, its integrity is broken."""


class UsageError(CodedError):
    """Arguments that make no sense together; the message names the option and the remedy."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An exit status and the line on standard error that goes with it."""

    status: ExitStatus
    message: str


def failure(error: BaseException, archive: Callable[[], Path]) -> Failure:
    """How the program ends after this error; `archive` gives the path that SQLite's messages leave out."""
    lang = current()
    match error:
        case ConfigError() | UsageError():
            return Failure(ExitStatus.WRONG_USAGE, in_words(error, lang))
        case ArchiveError():
            return Failure(ExitStatus.NOT_DONE, in_words(error, lang))
        case sqlite3.Error():
            return Failure(ExitStatus.NOT_DONE, in_words(explained(error, archive()), lang))
        case KeyboardInterrupt() | click.Abort():
            return Failure(ExitStatus.NOT_DONE, say("wrong-stopped"))
        case OSError():
            where = str(error.filename or say("the-system"))
            return Failure(ExitStatus.NOT_DONE, say("wrong-system", where=where, why=of_system(error)))
    return Failure(ExitStatus.NOT_DONE, say("wrong-unforeseen", kind=type(error).__name__, error=str(error)))


def usage_line(error: click.UsageError) -> str:
    """Wrong arguments in one line: the verb, the option at fault, the remedy."""
    return say("usage-line", called=error.ctx.command_path if error.ctx else "nianbao", problem=_problem(error))


def _problem(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return say("usage-required", names=", ".join(map(_name, _missing(error))))
        case click.BadParameter():
            return say("usage-argument", name=_name(error.param), problem=error.message)
        case click.NoSuchOption() if error.possibilities:
            near = ", ".join(error.possibilities)
            return say("usage-unrecognized-near", names=error.option_name, near=near)
        case click.NoSuchOption():
            return say("usage-unrecognized", names=error.option_name)
        case click.BadOptionUsage():
            return say("usage-argument", name=error.option_name, problem=_wanted(error))
    return error.message


def _missing(error: click.MissingParameter) -> list[click.Parameter | None]:
    """The argument that is missing, and those after it, which then are missing, too."""
    known: list[click.Parameter] = error.ctx.command.params if error.ctx else []
    if error.param not in known:
        return [error.param]
    later = known[known.index(error.param) + 1 :]
    return [error.param, *(param for param in later if isinstance(param, click.Argument) and param.required)]


def _wanted(error: click.BadOptionUsage) -> str:
    """What was expected after the option at fault."""
    known = error.ctx.command.params if error.ctx else []
    flag = any(isinstance(param, click.Option) and param.is_flag and error.option_name in param.opts for param in known)
    return say("usage-no-value") if flag else say("usage-one-value")


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return "/".join(param.opts)
    return param.human_readable_name.strip("[].") if param else "?"
