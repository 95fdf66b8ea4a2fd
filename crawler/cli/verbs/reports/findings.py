"""`nianbao findings`: what archived reports contradict, and what people say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import options
from crawler.cli.command import argument, option, verb_with_actions
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock

if TYPE_CHECKING:
    from archive.reports.judgements import Says

COLUMNS = ("report", "township", "severity", "blame", "rule", "detail", "says", "person", "note")
EXAMPLE = (
    "nianbao findings dismiss 410425101/2024 applications.new.row_sum --person 'Li Hua' --note 'a note explains it'"
)

Command = Callable[..., Any]


def _of_one(command: Command) -> Command:
    """The arguments and options of every word on a finding."""
    for part in (
        options.with_program,
        options.now,
        options.unused_json,
        option("--note", metavar="TEXT", help="help-note"),
        option("--person", metavar="NAME", help="help-findings-person"),
        argument("rule", required=False, metavar="RULE"),
        argument("report", required=False, metavar="REPORT"),
    ):
        command = part(command)
    return command


@verb_with_actions("nianbao findings --county 410425 --year 2024")
@options.county("help-only-county")
@options.year
@options.as_json()
@options.with_program
@click.pass_context
def findings(ctx: click.Context, program: Program, county: str | None, year: int | None, as_json: bool) -> ExitStatus:
    """Findings of the reports in force, with what people said of them; `confirm`, `dismiss` or `withdraw` one."""
    if ctx.invoked_subcommand:
        return ExitStatus.DONE
    from archive.drafts import finding_sentences
    from archive.reports import judgements
    from archive.storage.database import Archive
    from crawler.cli.output import show

    with Archive.read(program.configuration().archive) as archive:
        rows = judgements.findings(archive, county=county, year=year)
        if not as_json and current() == "zh":
            rows = finding_sentences.judged_in_chinese(archive, rows)
    show(rows, COLUMNS, as_json=as_json)
    return ExitStatus.DONE


@findings.action(EXAMPLE.replace("dismiss", "confirm"))
@_of_one
def confirm(program: Program, clock: Clock, **given: str | None) -> ExitStatus:
    """Say that the report is wrong there, as a person who looked."""
    from archive.reports.judgements import Says

    return _say(program, clock, Says.CONFIRMED, **given)


@findings.action(EXAMPLE)
@_of_one
def dismiss(program: Program, clock: Clock, **given: str | None) -> ExitStatus:
    """Say that a finding is none; alerts that rest on it close with the next night."""
    from archive.reports.judgements import Says

    return _say(program, clock, Says.DISMISSED, **given)


@findings.action(EXAMPLE.replace("dismiss", "withdraw"))
@_of_one
def withdraw(program: Program, clock: Clock, **given: str | None) -> ExitStatus:
    """Take an earlier word on a finding back."""
    from archive.reports.judgements import Says

    return _say(program, clock, Says.WITHDRAWN, **given)


def _say(
    program: Program,
    clock: Clock,
    says: Says,
    *,
    report: str | None,
    rule: str | None,
    person: str | None,
    note: str | None,
) -> ExitStatus:
    """Store a word in the archive that nobody else writes meanwhile."""
    from archive.reports.judgements import Word, judge
    from archive.storage.database import Archive, sole_run

    if not report or not rule or not person:
        raise UsageError("wrong-finding-unnamed", example=EXAMPLE)
    path = program.configuration().archive
    with sole_run(path), Archive.open(path) as archive:
        meant = judge(archive, Word(report, rule, says, person, note), clock.now())
    for found in meant:
        click.echo(say(f"cli-finding-{says}", report=found.report, rule=found.rule, detail=found.detail))
    return ExitStatus.DONE
