"""`nianbao demo`: a season against the sample sites."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from crawler.cli import options
from crawler.cli.command import option, verb
from crawler.cli.errors import ExitStatus, UsageError


@verb("nianbao demo")
@option("--folder", type=options.PATH, default="demo", help="help-demo-folder")
@option("--serve", is_flag=True, help="help-demo-serve")
def demo(folder: Path, serve: bool) -> ExitStatus:
    """Serve the sample county sites and play a season against them."""
    try:
        season = import_module("tests.support.sites.demo")
    except ModuleNotFoundError as error:
        raise UsageError("wrong-no-sample-sites") from error
    return ExitStatus(season.main(folder, serve=serve))
