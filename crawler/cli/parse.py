"""`nianbao parse`: documents from the disk as the archive would read them, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.runtime.clock import Clock


@verb("nianbao parse report.html")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=options.PATH)
@options.county("the county on whose site the documents were found")
@click.option("--url", help="the address that they came from")
@click.option("--strict", is_flag=True, help="exit 1 where a document is unreadable or a rule is broken")
@options.now
def parse(paths: Sequence[Path], county: str | None, url: str | None, strict: bool, clock: Clock) -> ExitStatus:
    """Read documents and print what they say, one JSON object a line."""
    from crawler import files

    status = ExitStatus.DONE
    for result in files.parse(paths, clock.now(), county=county, url=url):
        if isinstance(result, files.Unopened):
            click.echo(f"nianbao: {result.why}", err=True)
            status = ExitStatus.NOT_DONE
            continue
        click.echo(json.dumps(result, ensure_ascii=False))
        if strict and _is_unreliable(result):
            status = max(status, ExitStatus.NEEDS_ATTENTION)
    return status


def _is_unreliable(result: Mapping[str, Any]) -> bool:
    """Whether a document could not be read, or breaks a rule."""
    return result["kind"] == "unreadable" or any(finding["severity"] == "error" for finding in result["findings"])
