"""`nianbao serve`: Datasette on the archive."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program
from crawler.runtime.config import locate

if TYPE_CHECKING:
    from archive.extract.sandbox.policy import Policy


MOST_PROCESSES = 4
"""How many processes serve where nobody says: each takes some 150 MB, and few archives have more visitors."""
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@verb("nianbao serve --port 8001")
@argument("archive", required=False, metavar="[ARCHIVE]", type=options.PATH, help="help-serve-archive")
@option("--host", default="127.0.0.1", type=options.HOST, help="help-host")
@option("--port", type=options.PORT, default=8001, metavar="PORT", help="help-port")
@option("--processes", type=options.PROCESSES, default=None, metavar="N", help="help-processes")
@options.with_program
def serve(program: Program, archive: Path | None, host: str, port: int, processes: int | None) -> ExitStatus:
    """Open Datasette on the archive, read-only."""
    from crawler.cli import serving

    configured = program.configuration() if archive is None or locate(program.config).exists() else None
    lang = configured.lang if configured else None
    path = archive or program.configuration().archive
    serving.run(path, host, port, _drafts(program), lang, processes or min(_CORES, MOST_PROCESSES))
    return ExitStatus.DONE


def _drafts(program: Program) -> tuple[Policy, int] | None:
    """What a draft may take and how many megabytes it may have; None where no configuration has drafts checked."""
    from crawler.site_run.reading_policy import policy

    if not locate(program.config).exists():
        return None
    config = program.configuration()
    return (policy(config.limits), config.web.check_megabytes) if config.web.check else None
