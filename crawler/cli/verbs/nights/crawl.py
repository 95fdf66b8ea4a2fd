"""`nianbao crawl`: sites fetched into the archive, now."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current
from crawler.cli.options import Program
from crawler.runtime.clock import Clock


@verb("nianbao crawl jiaxian")
@argument("sites", nargs=-1, metavar="[SITE]...", type=options.TEXT, shell_complete=options.complete_site)
@option("--revisit", is_flag=True, help="help-revisit")
@options.scheduler
@options.as_json()
@options.now
@options.with_program
def crawl(
    program: Program, sites: Sequence[str], revisit: bool, scheduler: str | None, as_json: bool, clock: Clock
) -> ExitStatus:
    """Fetch the listed sites, or all, into the archive."""
    from crawler.cli import progress
    from crawler.cli.output import show
    from crawler.night import site_processes

    config, watch = program.configuration(scheduler), progress.watcher(sys.stderr)
    results = site_processes.crawl(config, sites, clock, revisit=revisit, watch=watch)
    shown = results if as_json else [replace(result, detail=result.sentence(current())) for result in results]
    show(shown, ("site", "outcome", "requests", "bytes", "detail"), as_json=as_json)
    whole = all(result.outcome == "ok" for result in results)
    return ExitStatus.DONE if whole else ExitStatus.NEEDS_ATTENTION
