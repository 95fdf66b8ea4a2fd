"""The program `nianbao`: its verbs by name, the options before a verb, and how a run ends."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

import click

from archive.messages.printable import printable
from crawler.cli import language
from crawler.cli.command import Actions, Option, grouped, long_options, option
from crawler.cli.errors import ExitStatus, failure, usage_line
from crawler.cli.options import PATH_AS_WRITTEN, Program
from crawler.cli.streams import LinesInWords, escape_what_cannot_be_shown, open_what_is_closed
from crawler.runtime.config import ConfigError
from crawler.runtime.log_lines import to_standard_error

NAME = "nianbao"
NEW_OBJECTS = 10_000
"""Containers after whose making cycles are looked for: after each 700, as Python does, is a tenth of a verb's start."""
COMPLETION = "_NIANBAO_COMPLETE"
"""The variable by which a shell asks for completions, and for the script that lets it ask."""

VERBS = {
    "init": "nights", "demo": "nights", "sites": "nights", "crawl": "nights",
    "nightly": "nights", "alerts": "nights", "doctor": "nights",
    "status": "reports", "history": "reports", "findings": "reports", "review": "reports",
    "parse": "reports", "check": "reports", "identify": "reports",
    "serve": "archives", "export": "archives", "merge": "archives", "backup": "archives",
    "restore": "archives", "verify": "archives", "reparse": "archives",
}  # fmt: skip
"""Verbs in the order of their list, each with its folder, where a module of its name holds a command of its name."""


class _Verbs(Actions):
    """A verb's module is imported when the verb is called or helped with."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return self.parse_group(
            ctx, [*chain.from_iterable(grouped(args, long_options(ctx, self), before_command=True))]
        )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        module = import_module(f"crawler.cli.verbs.{VERBS[cmd_name]}.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Verbs, noun="verb", code="help-nianbao", subcommand_metavar="VERB ...", example="nianbao status --year 2025"
)
@click.version_option(
    package_name=NAME, prog_name=NAME, message="%(prog)s %(version)s", help="help-version", cls=Option
)
@option("--config", type=PATH_AS_WRITTEN, metavar="FILE", help="help-config")
@option("--debug", is_flag=True, help="help-debug")
@click.pass_context
def program(ctx: click.Context, config: str | None, debug: bool) -> None:
    """Finds, reads and archives the annual open-government reports of China's townships."""
    ctx.obj = Program(config, debug=debug)


def run(arguments: Sequence[str]) -> int:
    """Run one verb. Returns the exit status; an error is one line on standard error."""
    if completing := os.environ.get(COMPLETION):
        from click.shell_completion import shell_complete

        try:
            return shell_complete(program, {}, NAME, COMPLETION, completing)
        except (LookupError, ValueError):  # the variable was set by something else than a shell that asks
            return ExitStatus.WRONG_USAGE
    gc.set_threshold(NEW_OBJECTS)
    open_what_is_closed()
    escape_what_cannot_be_shown()
    language.choose(arguments)
    keep_from_others()
    to_standard_error(logging.INFO, LinesInWords())
    options = Program(None)
    try:
        with program.make_context(NAME, list(arguments)) as ctx:
            options = Program(ctx.params["config"], debug=ctx.params["debug"])
            status = program.invoke(ctx)
        sys.stdout.flush()
        return int(status)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        click.echo(printable(usage_line(error)), err=True)
        return ExitStatus.WRONG_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.DONE
    except (Exception, KeyboardInterrupt) as error:
        return _fail(options, error)


def keep_from_others() -> None:
    """Have files that are made from here on, by child processes too, be nobody's but the user's and, to read, the
    group's: archives hold what sites sent, backups and outboxes what channels were told."""
    os.umask(os.umask(0o077) | 0o027)


def _fail(options: Program, error: BaseException) -> int:
    """Report an error in one line; under `--debug` raise it."""
    if options.debug:
        raise error
    failed = failure(error, lambda: _archive(options))
    click.echo(printable(f"{NAME}: {failed.message}"), err=True)
    return failed.status


def _archive(options: Program) -> Path:
    try:
        return options.configuration().archive
    except ConfigError:
        return Path("nianbao.db")
