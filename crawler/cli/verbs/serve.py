"""`nianbao serve`: Datasette on the archive."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program


@verb("nianbao serve --port 8001")
@click.argument("archive", required=False, metavar="[ARCHIVE]", type=options.PATH, help="default: the configuration's")
@click.option("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
@click.option("--port", type=options.PORT, default=8001, metavar="PORT", help="its port (default: 8001)")
@options.with_program
def serve(program: Program, archive: Path | None, host: str, port: int) -> ExitStatus:
    """Open Datasette on the archive, read-only."""
    from crawler.cli import serving

    serving.run(archive or program.configuration().archive, host, port)
    return ExitStatus.DONE
