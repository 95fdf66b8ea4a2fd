"""`nianbao merge`: archives of several machines made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from archive.storage.errors import ArchiveError
from crawler.cli import options
from crawler.cli.command import argument, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program
from crawler.runtime.clock import Clock


@verb("nianbao merge /mnt/machine2/nianbao.db")
@argument(
    "others",
    nargs=-1,
    required=True,
    metavar="OTHER...",
    type=options.PATH,
    help="help-merge-others",
)
@options.as_json()
@options.now
@options.with_program
def merge(program: Program, others: Sequence[Path], as_json: bool, clock: Clock) -> ExitStatus:
    """Unite archives made on other machines: nothing lost, nothing twice."""
    from archive.maintenance.merge import merge
    from archive.storage.database import Archive, sole_run
    from crawler.cli.output import show

    path = program.configuration().archive
    for other in others:
        if not other.is_file():
            raise ArchiveError("wrong-no-such-file", path=other)
    with sole_run(path), Archive.open(path) as archive:
        merged = merge(archive, others, clock.now())
    rows = [{**asdict(source), "path": str(source.path)} for source in merged]
    show(rows, ("path", "captures", "payloads", "reports"), as_json=as_json)
    return ExitStatus.DONE
