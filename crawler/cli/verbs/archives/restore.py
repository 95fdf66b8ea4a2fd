"""`nianbao restore`: a backup put in the archive's place."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import options
from crawler.cli.command import argument, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock


@verb("nianbao restore backups/nianbao-2026-02-01.db")
@argument("backup", metavar="BACKUP", type=options.PATH, help="help-restore-backup")
@options.now
@options.with_program
def restore(program: Program, backup: Path, clock: Clock) -> ExitStatus:
    """Put a checked backup in the archive's place; what was there is renamed, not deleted."""
    from archive.maintenance.backup import restore
    from archive.storage.database import sole_run

    archive = program.configuration().archive
    with sole_run(archive):
        for aside in restore(backup, archive, clock.now()):
            click.echo(say("cli-moved-aside", path=aside))
    click.echo(say("cli-restored", path=archive, backup=backup))
    return ExitStatus.DONE
