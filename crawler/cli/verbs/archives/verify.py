"""`nianbao verify`: everything that the archive derives, computed again and compared."""

from __future__ import annotations

import logging
import sys

import click

from archive.messages.coded import Sentence
from archive.storage.instants import text
from crawler.cli import options
from crawler.cli.command import option, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock

log = logging.getLogger("nianbao")


@verb("nianbao verify --new")
@option("--new", is_flag=True, help="help-verify-new")
@option("--anew", is_flag=True, help="help-verify-anew")
@options.as_json()
@options.now
@options.with_program
def verify(program: Program, new: bool, anew: bool, as_json: bool, clock: Clock) -> ExitStatus:
    """Recompute every digest, key and derived table; say what differs. Stopped, it goes on where it was."""
    from archive.maintenance import verification, verify
    from archive.storage.database import Archive
    from crawler.cli import progress
    from crawler.cli.output import show
    from crawler.site_run import proving

    with Archive.read(program.configuration().archive) as archive, progress.stages(sys.stderr) as watch:
        place, began = verification.place_of(archive.path), text(clock.now())
        going = verification.Verification(archive, began, path=place, only_new=new, anew=anew, watch=watch)
        if going.resumed:
            log.info(Sentence.of("log-verify-resumed", began=going.resumed))
        problems = list(verify.verify(archive, proving.differences, going))
    if problems or as_json:
        lang = "en" if as_json else current()
        show([problem.as_row(lang) for problem in problems], ("check", "subject", "detail"), as_json=as_json)
    else:
        click.echo(say("cli-sound-new", since=going.since) if going.since else say("cli-sound"))
    return ExitStatus.NOT_DONE if problems else ExitStatus.DONE
