"""`nianbao parse`: documents from the disk as the archive would read them, one JSON object a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.messages.coded import in_words
from archive.messages.printable import json_text, printable
from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current
from crawler.cli.options import Program
from crawler.runtime.clock import Clock
from crawler.runtime.config import Limits, load, locate

if TYPE_CHECKING:
    from archive.extract.report.model import Report
    from archive.extract.sandbox.policy import Policy


@verb("nianbao parse report.html")
@argument("paths", nargs=-1, required=True, metavar="PATH...", type=options.PATH)
@options.county("help-parse-county")
@option("--url", help="help-parse-url")
@option("--strict", is_flag=True, help="help-strict")
@option("--positions", is_flag=True, help="help-positions")
@options.now
@options.with_program
def parse(
    program: Program,
    paths: Sequence[Path],
    county: str | None,
    url: str | None,
    strict: bool,
    positions: bool,
    clock: Clock,
) -> ExitStatus:
    """Read documents and print what they say, one JSON object a line."""
    from archive.extract.output import positions_to_json, to_json
    from crawler.site_run import documents_on_disk

    status = ExitStatus.DONE
    for answer in documents_on_disk.parse(paths, clock.now(), county=county, url=url, policy=_policy(program)):
        if isinstance(answer, documents_on_disk.Unopened):
            click.echo(printable(f"nianbao: {in_words(answer.why, current())}"), err=True)
            status = ExitStatus.NOT_DONE
            continue
        said = to_json(answer.report, str(answer.path))
        said |= {"positions": positions_to_json(answer.report)} if positions else {}
        click.echo(json_text(said))
        if strict and _is_unreliable(answer.report):
            status = max(status, ExitStatus.NEEDS_ATTENTION)
    return status


def _policy(program: Program) -> Policy:
    """What one document may take: by the configuration where there is one, which `parse` does not need."""
    from crawler.site_run.reading_policy import policy

    path = locate(program.config)
    return policy(load(path).limits if path.exists() else Limits())


def _is_unreliable(report: Report) -> bool:
    """Whether a document could not be read, or breaks a rule."""
    return report.kind == "unreadable" or any(finding.severity == "error" for finding in report.findings)
