"""`nianbao nightly`: all of a night's work, as the timer runs it."""

from __future__ import annotations

import click

from archive.messages.printable import json_text
from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current
from crawler.cli.options import Program
from crawler.runtime.clock import Clock


@verb("nianbao nightly")
@options.as_json("help-json-object")
@options.scheduler
@options.now
@options.with_program
def nightly(program: Program, as_json: bool, scheduler: str | None, clock: Clock) -> ExitStatus:
    """Crawl what is due, deadlines, alerts, backup, published copy."""
    from crawler.night import nightly as night_work
    from crawler.night import summary

    night = night_work.run(program.configuration(scheduler), clock)
    if as_json:
        click.echo(json_text(summary.as_json(night)))
    else:
        click.echo(summary.in_words(night, current()), nl=False)
    return ExitStatus.NEEDS_ATTENTION if night.needs_a_person else ExitStatus.DONE
