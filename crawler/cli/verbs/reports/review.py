"""`nianbao review`: the questions that only people can answer, their answers, and both as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import options
from crawler.cli.command import argument, option, verb_with_actions
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.runtime import files
from crawler.runtime.clock import Clock

if TYPE_CHECKING:
    from archive.captures.answers import Answer
    from archive.deadlines.questions import OpenQuestion

ANSWERS = ("at", "person", "says", "question", "county_code", "township_code", "year", "url", "until", "note", "state")
EXAMPLE = "nianbao review answer list_ends yes --county 410425 --url http://x.gov.cn/nb/ --person 'Li Hua'"

_KINDS = 9
"""Cells of a question's kind."""

person = option("--person", metavar="NAME", help="help-review-person")


@verb_with_actions(EXAMPLE)
@options.county("help-only-county")
@options.year
@option("--limit", type=options.POSITIVE, metavar="N", help="help-limit")
@option("--by-county", is_flag=True, help="help-by-county")
@option("--csv", "sheet", type=options.PATH, metavar="FILE", help="help-csv")
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

    options.require_replaceable(sheet, (".csv",))
    with Archive.read(program.configuration().archive) as archive:
        every = questions.open_questions(archive, clock.now(), county, year)
    asked = every[:limit]
    if sheet is not None:
        sheet.write_bytes(question_sheet.write(asked))
        click.echo(say("cli-sheet-written", count=len(asked), sheet=sheet))
    elif as_json:
        show(map(questions.as_json, asked), (), as_json=True)
    else:
        _print(asked, left=len(every) - len(asked), by_county=by_county)
    return ExitStatus.DONE


@review.action(EXAMPLE)
@argument("kind", required=False, metavar="KIND")
@argument("says", required=False, metavar="yes|no|withdraw")
@options.county("help-answer-county", check=False)
@option("--township", metavar="CODE", help="help-answer-township")
@option("--year", metavar="YEAR", help="help-year")
@option("--url", metavar="URL", help="help-answer-url")
@option("--until", metavar="DAY", help="help-answer-until")
@option("--note", metavar="TEXT", help="help-note")
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
        raise UsageError("wrong-review-answer-unnamed", kinds=", ".join(Question))
    path, now = program.configuration().archive, clock.now()
    given = Given(kind, says, county, township, year, url, until, note)
    with Archive.read(path) as archive:
        try:
            found = understood(archive, given, person or "", now)
        except AnswerError as error:
            raise UsageError("wrong-review-answer", error=error) from error
    _store(path, found, clock)
    return ExitStatus.DONE


@review.action("nianbao review import answers.csv --person 'Li Hua'", name="import")
@argument("sheet", required=False, metavar="FILE", type=options.PATH)
@person
@options.unused_json
@options.now
@options.with_program
def import_(program: Program, sheet: Path | None, person: str | None, clock: Clock) -> ExitStatus:
    """Read a sheet that `review --csv` wrote; nothing is stored unless every row is good."""
    from archive.deadlines import question_sheet
    from archive.storage.database import Archive

    if sheet is None:
        raise UsageError("wrong-review-import-unnamed")
    path = program.configuration().archive
    with Archive.read(path) as archive:
        try:
            found = question_sheet.read(archive, files.read(sheet), person or "", clock.now())
        except question_sheet.SheetError as error:
            raise UsageError("wrong-review-import", sheet=sheet, error=error) from error
    _store(path, found, clock)
    return ExitStatus.DONE


@review.action("nianbao review answers --county 410425")
@options.county("help-only-county")
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
    click.echo(say("cli-answers-stored", count=len(given)) if given else say("cli-no-answers-stored"))


def _print(asked: Sequence[OpenQuestion], left: int, *, by_county: bool) -> None:
    """One line a question, with its weight and the address to open."""
    if not by_county:
        _print_lines(asked)
    else:
        for (code, name), of_county in groupby(_by_county(asked), lambda one: (one.county_code, one.county)):
            click.echo(f"{code} {name}")
            _print_lines(tuple(of_county))
    counts = {"count": len(asked), "left": left}
    click.echo(say("cli-questions-some", **counts) if left else say("cli-questions", **counts))


def _by_county(asked: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """The counties whose questions open most verdicts first, each with its questions in their order."""
    total: dict[str, int] = {}
    for one in asked:
        total[one.county_code] = total.get(one.county_code, 0) + one.weight
    return sorted(asked, key=lambda one: (-total[one.county_code], one.county_code))


def _print_lines(asked: Sequence[OpenQuestion]) -> None:
    from rich.cells import cell_len

    from crawler.cli.output import echo, in_words

    for one in asked:
        words = " ".join(one.asks(current()).split())
        kind = in_words("question", one.question)
        padded = kind + " " * (_KINDS - cell_len(kind))
        echo(f"{one.weight:5} {padded} {words} {one.links[0] if one.links else '-'}")
