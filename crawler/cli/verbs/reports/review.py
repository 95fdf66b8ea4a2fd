"""`nianbao review`: the questions that only people can answer, their answers, and both as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import options
from crawler.cli.command import verb_with_actions
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.options import Program
from crawler.runtime.clock import Clock

if TYPE_CHECKING:
    from archive.captures.answers import Answer
    from archive.deadlines.questions import OpenQuestion

ANSWERS = ("at", "person", "says", "question", "county_code", "township_code", "year", "url", "until", "note", "state")
EXAMPLE = "nianbao review answer list_ends yes --county 410425 --url http://x.gov.cn/nb/ --person 'Li Hua'"

person = click.option("--person", metavar="NAME", help="who answers")


@verb_with_actions(EXAMPLE)
@options.county("only this county's")
@options.year
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="only the N that open most verdicts")
@click.option("--by-county", is_flag=True, help="grouped by county")
@click.option("--csv", "sheet", type=options.PATH, metavar="FILE", help="write a sheet to be filled in and imported")
@options.as_json()
@options.now
@options.with_program
@click.pass_context
def review(
    ctx: click.Context,
    program: Program,
    county: str | None,
    year: int | None,
    limit: int | None,
    by_county: bool,
    sheet: Path | None,
    as_json: bool,
    clock: Clock,
) -> ExitStatus:
    """Open questions by the verdicts that they hold up; `answer` one, list `answers`, `import` a sheet of them."""
    if ctx.invoked_subcommand:
        return ExitStatus.DONE
    from archive.deadlines import question_sheet, questions
    from archive.storage.database import Archive
    from crawler.cli.output import show

    with Archive.read(program.configuration().archive) as archive:
        every = questions.open_questions(archive, clock.now(), county, year)
    asked = every[:limit]
    if sheet is not None:
        sheet.write_bytes(question_sheet.write(asked))
        click.echo(f"{len(asked)} questions in {sheet}; fill in `says`, then `nianbao review import {sheet}`")
    elif as_json:
        show(map(questions.as_json, asked), (), as_json=True)
    else:
        _print(asked, left=len(every) - len(asked), by_county=by_county)
    return ExitStatus.DONE


@review.action(EXAMPLE)
@click.argument("kind", required=False, metavar="KIND")
@click.argument("says", required=False, metavar="yes|no|withdraw")
@options.county("the county that the question is about", check=False)
@click.option("--township", metavar="CODE", help="the unit; without it, every unit that the question concerns")
@click.option("--year", metavar="YEAR", help="reporting year")
@click.option("--url", metavar="URL", help="the list or the row, as the question gives it")
@click.option("--until", metavar="DAY", help="the last day on which the answer counts")
@click.option("--note", metavar="TEXT", help="why, for whoever reads it later")
@person
@options.unused_json
@options.now
@options.with_program
def answer(
    program: Program,
    kind: str | None,
    says: str | None,
    county: str | None,
    township: str | None,
    year: str | None,
    url: str | None,
    until: str | None,
    note: str | None,
    person: str | None,
    clock: Clock,
) -> ExitStatus:
    """Answer a question, or take an answer back; the verdicts are made anew."""
    from archive.captures.answers import Question
    from archive.deadlines.answering import AnswerError, Given, understood
    from archive.storage.database import Archive

    if not kind or not says:
        raise UsageError(f"review answer: name the question ({', '.join(Question)}) and say yes, no or withdraw")
    path, now = program.configuration().archive, clock.now()
    given = Given(kind, says, county, township, year, url, until, note)
    with Archive.read(path) as archive:
        try:
            found = understood(archive, given, person or "", now)
        except AnswerError as error:
            raise UsageError(f"review answer: {error}") from error
    _store(path, found, clock)
    return ExitStatus.DONE


@review.action("nianbao review import answers.csv --person 'Li Hua'", name="import")
@click.argument("sheet", required=False, metavar="FILE", type=options.PATH)
@person
@options.unused_json
@options.now
@options.with_program
def import_(program: Program, sheet: Path | None, person: str | None, clock: Clock) -> ExitStatus:
    """Read a sheet that `review --csv` wrote; nothing is stored unless every row is good."""
    from archive.deadlines import question_sheet
    from archive.storage.database import Archive

    if sheet is None:
        raise UsageError("review import: name the sheet; `nianbao review --csv FILE` writes one")
    path = program.configuration().archive
    with Archive.read(path) as archive:
        try:
            found = question_sheet.read(archive, sheet.read_bytes(), person or "", clock.now())
        except question_sheet.SheetError as error:
            raise UsageError(f"review import: {sheet}: nothing was stored\n{error}") from error
    _store(path, found, clock)
    return ExitStatus.DONE


@review.action("nianbao review answers --county 410425")
@options.county("only this county's")
@options.as_json()
@options.now
@options.with_program
def answers(program: Program, county: str | None, as_json: bool, clock: Clock) -> ExitStatus:
    """What was answered, by whom and when, and what has become of it."""
    from archive.captures import answers as stored
    from archive.deadlines import answering
    from archive.storage.database import Archive
    from crawler.cli.output import show

    with Archive.read(program.configuration().archive) as archive:
        given = stored.every(archive, county)
        states = answering.states(archive, given, clock.now())
    rows = [_as_row(one, state) for one, state in zip(given, states, strict=True)]
    show(rows, ANSWERS, as_json=as_json)
    return ExitStatus.DONE


def _as_row(given: Answer, state: str) -> dict[str, Any]:
    from archive.storage.instants import text

    subject = given.subject
    return {
        "at": text(given.at),
        "person": given.person,
        "says": given.says,
        "question": subject.question,
        "county_code": subject.county_code,
        "township_code": subject.township_code,
        "year": subject.year,
        "url": subject.url,
        "until": given.until.isoformat() if given.until else None,
        "note": given.note,
        "state": state,
    }


def _store(path: Path, given: Sequence[Answer], clock: Clock) -> None:
    """Store answers and make the verdicts anew, in the archive that nobody else writes meanwhile."""
    from archive.captures import answers
    from archive.deadlines import status
    from archive.storage.database import Archive, sole_run

    if given:
        with sole_run(path), Archive.existing(path) as archive:
            answers.store(archive, given)
            status.materialise(archive, clock.now())
    click.echo(f"{len(given)} answers stored; {'the verdicts are made anew' if given else 'nothing changed'}")


def _print(asked: Sequence[OpenQuestion], left: int, *, by_county: bool) -> None:
    """One line a question, with its weight and the address to open."""
    if not by_county:
        _print_lines(asked)
    else:
        for (code, name), of_county in groupby(_by_county(asked), lambda one: (one.county_code, one.county)):
            click.echo(f"{code} {name}")
            _print_lines(tuple(of_county))
    more = f"; {left} more without --limit" if left else ""
    click.echo(f"{len(asked)} open questions{more}")


def _by_county(asked: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """The counties whose questions open most verdicts first, each with its questions in their order."""
    total: dict[str, int] = {}
    for one in asked:
        total[one.county_code] = total.get(one.county_code, 0) + one.weight
    return sorted(asked, key=lambda one: (-total[one.county_code], one.county_code))


def _print_lines(asked: Sequence[OpenQuestion]) -> None:
    from crawler.cli.output import echo

    for one in asked:
        words = " ".join(one.asks().split())
        echo(f"{one.weight:5} {one.question:9} {words} {one.links[0] if one.links else '-'}")
