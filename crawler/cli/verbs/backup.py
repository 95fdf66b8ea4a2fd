"""`nianbao backup`: a consistent copy of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program


@verb("nianbao backup /srv/backups/nianbao-2026-02-01.db")
@click.argument("destination", metavar="DEST", type=options.PATH, help="a file, or a folder where it keeps its name")
@options.with_program
def backup(program: Program, destination: Path) -> ExitStatus:
    """A consistent copy while crawls run."""
    from archive.maintenance.backup import backup

    backup(program.configuration().archive, destination)
    return ExitStatus.DONE
