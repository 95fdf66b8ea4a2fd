"""How a verb ends: the exit statuses of the contract, and one line for everything that can go wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import click

from archive.storage.errors import ArchiveError, explain
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


class UsageError(Exception):
    """Arguments that make no sense together; the message names the option and the remedy."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An exit status and the line on standard error that goes with it."""

    status: ExitStatus
    message: str


def failure(error: BaseException, archive: Callable[[], Path]) -> Failure:
    """How the program ends after this error; `archive` gives the path that SQLite's messages leave out."""
    match error:
        case ConfigError() | UsageError():
            return Failure(ExitStatus.WRONG_USAGE, str(error))
        case ArchiveError():
            return Failure(ExitStatus.NOT_DONE, str(error))
        case sqlite3.Error():
            return Failure(ExitStatus.NOT_DONE, str(explain(error, archive())))
        case KeyboardInterrupt():
            return Failure(ExitStatus.NOT_DONE, "stopped by the keyboard; the same command goes on where it was")
        case OSError():
            where, why = error.filename or "the system", error.strerror or error
            return Failure(ExitStatus.NOT_DONE, f"{where}: {why}; make that possible, or name another place")
    unforeseen = f"unforeseen: {type(error).__name__}: {error}; --debug shows where, please report it"
    return Failure(ExitStatus.NOT_DONE, unforeseen)


def usage_line(error: click.UsageError) -> str:
    """Wrong arguments in one line: the verb, the option at fault, the remedy."""
    called = error.ctx.command_path if error.ctx else "nianbao"
    return f"{called}: {_problem(error)}; `{called} --help` shows an example"


def _problem(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"the following arguments are required: {', '.join(map(_name, _missing(error)))}"
        case click.BadParameter():
            return f"argument {_name(error.param)}: {error.message}"
        case click.NoSuchOption():
            near = f" (did you mean {', '.join(error.possibilities)}?)" if error.possibilities else ""
            return f"unrecognized arguments: {error.option_name}{near}"
        case click.BadOptionUsage():
            return f"argument {error.option_name}: {_wanted(error)}"
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
    return "takes no value" if flag else "expected one argument"


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return "/".join(param.opts)
    return param.human_readable_name.strip("[].") if param else "?"
