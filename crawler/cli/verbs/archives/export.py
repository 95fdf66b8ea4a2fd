"""`nianbao export`: the archive for other programs, as WARC, WACZ, CSV, Parquet or a workbook."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import options
from crawler.cli.command import argument, verb_with_actions
from crawler.cli.errors import ExitStatus
from crawler.cli.language import enumerated, say
from crawler.cli.options import Program

if TYPE_CHECKING:
    from archive.export.tables import Format

Run = Callable[..., ExitStatus]


@verb_with_actions("nianbao export csv out --year 2025", noun="format", required=True)
def export() -> None:
    """WARC, WACZ, CSV, Parquet or a workbook of everything, a county or a year."""


def _scoped(run: Run) -> Run:
    """A folder to write to, and what of the archive is wanted."""
    run = options.year(options.county()(options.with_program(run)))
    return argument("destination", metavar="DEST", type=options.PATH, help="help-export-destination")(run)


@export.action("nianbao export warc out --county 410425")
@_scoped
def warc(program: Program, destination: Path, county: str | None, year: int | None) -> ExitStatus:
    """Requests and answers as they were, for replay in any web archive."""
    from archive.export import Scope, warc
    from archive.storage.database import Archive

    with Archive.read(program.configuration().archive) as archive:
        done = warc.export(archive, destination, Scope(county, year), f"nianbao {version('nianbao')}")
    click.echo(
        say(
            "cli-exported-warc",
            path=destination,
            responses=done.responses,
            revisits=done.revisits,
            metadata=done.metadata,
        )
    )
    return ExitStatus.DONE


@export.action("nianbao export wacz out --county 410425")
@_scoped
def wacz(program: Program, destination: Path, county: str | None, year: int | None) -> ExitStatus:
    """The same as one file that ReplayWeb.page opens, with its digests."""
    from archive.export import Scope, wacz
    from archive.storage.database import Archive

    path = destination / "nianbao.wacz"
    with Archive.read(program.configuration().archive) as archive:
        done = wacz.export(archive, path, Scope(county, year), f"nianbao {version('nianbao')}")
    click.echo(
        say("cli-exported-warc", path=path, responses=done.responses, revisits=done.revisits, metadata=done.metadata)
    )
    return ExitStatus.DONE


@export.action("nianbao export csv out --year 2025")
@_scoped
def csv(program: Program, destination: Path, county: str | None, year: int | None) -> ExitStatus:
    """Tidy tables as CSV, with a data dictionary and a Frictionless package."""
    return _tables(program, destination, county, year, "csv")


@export.action("nianbao export parquet out --year 2025")
@_scoped
def parquet(program: Program, destination: Path, county: str | None, year: int | None) -> ExitStatus:
    """The same tables as Parquet; needs the extra `parquet`."""
    return _tables(program, destination, county, year, "parquet")


@export.action("nianbao export xlsx out --county 410425")
@_scoped
def xlsx(program: Program, destination: Path, county: str | None, year: int | None) -> ExitStatus:
    """The same tables as one Excel workbook, for people; needs the extra `xlsx`."""
    from archive.export import Scope, workbook
    from archive.storage.database import Archive

    with Archive.read(program.configuration().archive) as archive:
        counts = workbook.export(archive, destination / "nianbao.xlsx", Scope(county, year))
    return _said(destination, counts)


def _tables(program: Program, destination: Path, county: str | None, year: int | None, form: Format) -> ExitStatus:
    from archive.export import Scope, tables
    from archive.storage.database import Archive

    with Archive.read(program.configuration().archive) as archive:
        counts = tables.export(archive, destination, Scope(county, year), form)
    return _said(destination, counts)


def _said(destination: Path, counts: dict[str, int]) -> ExitStatus:
    click.echo(say("cli-exported", path=destination, counts=enumerated(f"{n} {name}" for name, n in counts.items())))
    return ExitStatus.DONE
