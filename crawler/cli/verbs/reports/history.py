"""`nianbao history`: the versions of one report, and what changed in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from archive.messages.printable import json_text, printable
from archive.storage.errors import ArchiveError
from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program
from crawler.runtime.config import Config

if TYPE_CHECKING:
    from archive.storage.database import Archive

SHOWN_IN_VERSIONS = ("appeared", "figures", "text")
"""Kinds of change that a version's own lines show."""


@verb("nianbao history 410425101 2025")
@click.argument("township", metavar="TOWNSHIP", help="its nine-digit code, or its name")
@click.argument("year", metavar="YEAR", type=options.YEAR)
@options.as_of
@options.as_json("one JSON object")
@options.with_program
def history(
    program: Program, township: str, year: int, as_of: datetime | None, published: bool, as_json: bool
) -> ExitStatus:
    """Versions of a report, and what changed in each."""
    timeline = _timeline(program.configuration(), township, year, as_of, published=published)
    if as_json:
        click.echo(json_text(timeline))
        return ExitStatus.DONE
    from crawler.cli.output import in_china

    click.echo("\n".join(in_china(printable(line)) for line in _in_words(timeline)))
