"""`nianbao backup`: a consistent copy of the archive."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archive.storage.errors import ArchiveError
from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program


@verb("nianbao backup /srv/backups/nianbao-2026-02-01.db")
@click.argument("destination", metavar="DEST", type=click.Path(), help="a file, or a folder where it keeps its name")
@click.option("--verify", is_flag=True, help="copy nothing: check the backup that DEST is")
@options.with_program
def backup(program: Program, destination: str, verify: bool) -> ExitStatus:
    """A consistent copy while crawls run."""
    from archive.maintenance.backup import backup, check
    from archive.storage.database import payload_path

    path = Path(destination)
    if verify:
        check(path)
        click.echo(f"{path}: sound, with all its payloads")
        return ExitStatus.DONE
    config = program.configuration()
    if destination.endswith(os.sep) and not path.is_dir():
        raise ArchiveError(f"{destination}: there is no such folder; make it, or name a file")
    copy = backup(config.archive, path)
    click.echo(f"{copy}: complete, with {payload_path(copy).name} beside it")
    return ExitStatus.DONE
