"""`nianbao backup`: a consistent copy of the archive."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archive.storage.errors import ArchiveError
from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import say
from crawler.cli.options import Program


@verb("nianbao backup /srv/backups/nianbao-2026-02-01.db")
@argument("destination", metavar="DEST", type=options.PATH_AS_WRITTEN, help="help-backup-destination")
@option("--verify", is_flag=True, help="help-backup-verify")
@options.with_program
def backup(program: Program, destination: str, verify: bool) -> ExitStatus:
    """A consistent copy while crawls run."""
    from archive.maintenance.backup import backup, check
    from archive.storage.database import payload_path

    path = Path(destination)
    if verify:
        check(path)
        click.echo(say("cli-backup-sound", path=path))
        return ExitStatus.DONE
    config = program.configuration()
    if destination.endswith(os.sep) and not path.is_dir():
        raise ArchiveError("wrong-no-such-folder", folder=destination)
    copy = backup(config.archive, path)
    click.echo(say("cli-backed-up", path=copy, payloads=payload_path(copy).name))
    return ExitStatus.DONE
