"""`nianbao verify`: everything that the archive derives, computed again and compared."""

from __future__ import annotations

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current, say
from crawler.cli.options import Program


@verb("nianbao verify")
@options.as_json()
@options.with_program
def verify(program: Program, as_json: bool) -> ExitStatus:
    """Recompute every digest, key and derived table; say what differs."""
    from archive.maintenance import verify
    from archive.storage.database import Archive
    from crawler.cli.output import show
    from crawler.site_run import proving

    with Archive.read(program.configuration().archive) as archive:
        problems = list(verify.verify(archive, proving.differences))
    if problems or as_json:
        lang = "en" if as_json else current()
        show([problem.as_row(lang) for problem in problems], ("check", "subject", "detail"), as_json=as_json)
    else:
        click.echo(say("cli-sound"))
    return ExitStatus.NOT_DONE if problems else ExitStatus.DONE
