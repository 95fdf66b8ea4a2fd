"""`nianbao demo`: a season against the sample sites."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus, UsageError


@verb("nianbao demo")
@click.option("--folder", type=options.PATH, default="demo", help="where its archive goes (default: demo)")
@click.option("--serve", is_flag=True, help="open Datasette on the archive afterwards")
def demo(folder: Path, serve: bool) -> ExitStatus:
    """Serve the sample county sites and play a season against them."""
    try:
        season = import_module("tests.support.sites.demo")
    except ModuleNotFoundError as error:
        raise UsageError(
            "the sample sites are part of the source checkout; clone the repository and run `make demo` there"
        ) from error
    return ExitStatus(season.main(folder, serve=serve))
