"""`nianbao history`: the versions of one report, and what changed in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from archive.messages.coded import Sentence
from archive.messages.moments import in_china
from archive.messages.printable import json_text, printable
from archive.storage.errors import ArchiveError
from crawler.cli import options
from crawler.cli.command import argument, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.cli.output import in_words
from crawler.runtime.config import Config

if TYPE_CHECKING:
    from archive.storage.database import Archive

SHOWN_IN_VERSIONS = ("appeared", "figures", "text")
"""Kinds of change that a version's own lines show."""


@verb("nianbao history 410425101 2025")
@argument("township", metavar="TOWNSHIP", type=options.TEXT, help="help-history-township")
@argument("year", metavar="YEAR", type=options.YEAR)
@options.as_of
@options.as_json("help-json-object")
@options.with_program
def history(
    program: Program, township: str, year: int, as_of: datetime | None, published: bool, as_json: bool
) -> ExitStatus:
    """Versions of a report, and what changed in each."""
    timeline = _timeline(program.configuration(), township, year, as_of, published=published)
    if as_json:
        click.echo(json_text(timeline))
        return ExitStatus.DONE
    click.echo("\n".join(in_china(printable(line)) for line in _in_words(timeline)))
    return ExitStatus.DONE


def _timeline(config: Config, township: str, year: int, as_of: datetime | None, *, published: bool) -> dict[str, Any]:
    """The history of one report, by its township's code or name, as it was known at an instant where one is given.

    With `published`: as it had been published by then, read as today. Raises ArchiveError where the archive has none.
    """
    from archive import gazetteer
    from archive.reports import timeline as reports_timeline
    from archive.storage.database import Archive

    known_at, published_by = (None, as_of) if published else (as_of, None)
    with Archive.read(config.archive) as archive:
        code = _code(archive, township)
        timeline = reports_timeline.report_timeline(archive, code, year, known_at, published_by)
    if timeline is None:
        unit = gazetteer.load().unit(code)
        name = unit.name if unit else Sentence("code-unlisted")
        raise ArchiveError("wrong-no-report", path=config.archive, unit=code, name=name, year=year)
    return timeline


def _code(archive: Archive, township: str) -> str:
    """The code itself, or that of the one watched township with this name. Raises ArchiveError with the candidates."""
    from archive.reports import townships

    if township.isdecimal():
        return township
    found = townships.watched(archive, township)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise ArchiveError("wrong-township-unwatched", path=archive.path, name=township)
    candidates = ", ".join(f"{unit.code} ({unit.county})" for unit in found)
    raise ArchiveError("wrong-township-of-several", path=archive.path, name=township, candidates=candidates)


def _in_words(timeline: Mapping[str, Any]) -> Iterator[str]:
    """A history for people: a line a version, indented lines for what changed in it, then the other changes."""
    yield say("cli-history-report", report=timeline["report"])
    for version in timeline["versions"]:
        yield from _version(version)
    for change in timeline["changes"]:
        if change["kind"] not in SHOWN_IN_VERSIONS:
            before, after = change["before"] or "-", change["after"] or "-"
            named = {"kind": in_words("change", change["kind"]), "cause": in_words("cause", change["cause"])}
            yield say("cli-history-change", at=change["at"], **named, before=before, after=after)
    for publication in timeline["manifestations"]:
        code = "cli-history-shown" if publication["up"] else "cli-history-was-shown"
        yield say(code, url=publication["url"], since=publication["first_seen"])


def _version(version: Mapping[str, Any]) -> Iterator[str]:
    from archive.reports import code_names

    named = {"change": in_words("change", version["change"]), "cause": in_words("cause", version["cause"])}
    claimed = version["claimed_on"] or say("cli-no-date")
    dated = {"number": version["seq"], "at": version["fetched_at"], "claimed": claimed}
    yield say("cli-history-version", **dated, **named, title=version["title"] or "")
    form = version["form"] or say("cli-no-form")
    yield "    " + say("cli-history-source", capture=version["capture"], form=form, parser=version["parser"])
    for cell in version["figures_changed"]:
        values = {side: say("cli-none") if cell[side] is None else str(cell[side]) for side in ("before", "after")}
        yield "    " + say("cli-history-figure", cell=code_names.cell(cell["cell"], current()), **values)
    for section in version["sections_changed"]:
        yield f"    {section['cell']}: {section['diff']}"
    for copy in version["copied_from"]:
        of = {"township": copy["township"], "year": copy["year"], "report": copy["report"]}
        yield "    " + say("cli-history-copied", share=f"{copy['share']:.0%}", **of)
