"""`nianbao check`: drafts of reports checked before they are published (自查), and the empty form."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.messages.printable import json_text, printable
from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.options import Program
from crawler.runtime.clock import Clock

if TYPE_CHECKING:
    from archive.drafts.review import Review
    from archive.drafts.words import Language
    from crawler.cli.draft_files import Drafts


@verb("nianbao check 年度报告.docx")
@argument("files", nargs=-1, metavar="FILE...", type=options.PATH)
@option("--last-year", type=options.PATH, metavar="FILE", help="help-last-year")
@options.county("help-check-county")
@option("--lang", type=options.OneOf(["zh", "en"]), help="help-lang")
@option("--html", type=options.PATH, metavar="FILE", help="help-html")
@option("--docx", type=options.PATH, metavar="FILE", help="help-docx")
@option("--blank", type=options.WHOLE, metavar="YEAR", help="help-blank")
@options.as_json("help-json")
@options.now
@options.with_program
def check(
    program: Program,
    files: Sequence[Path],
    last_year: Path | None,
    county: str | None,
    lang: Language | None,
    html: Path | None,
    docx: Path | None,
    blank: int | None,
    as_json: bool,
    clock: Clock,
) -> ExitStatus:
    """Check drafts of reports before they are published, and say what to mend."""
    language = lang or language_of_locale()
    if blank is not None:
        if last_year or html or county or as_json:
            raise UsageError("wrong-blank-alone")
        return _write_blank(blank, [*files, *([docx] if docx else [])])
    _require(files, html, docx)
    gc.disable()  # what is loaded now stays; collecting it again and again takes a tenth of the start
    from crawler.cli import draft_files

    with draft_files.Drafts(program, clock, language, county=county, last_year=last_year) as drafts:
        reviews = [(file, drafts.review(file)) for file in files]
        gc.freeze()
        gc.enable()
        _show(reviews, language, as_json=as_json)
        _write(drafts, reviews, language, html, docx)
    return ExitStatus.NEEDS_ATTENTION if any(review.remarks for _, review in reviews) else ExitStatus.DONE


def language_of_locale() -> Language:
    """English where the locale says so, else Chinese, in which the reports are written."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if name.lower().startswith("en") else "zh"


def _require(files: Sequence[Path], html: Path | None, docx: Path | None) -> None:
    """Raise UsageError where the arguments make no sense together."""
    if not files:
        raise UsageError("wrong-check-without-file")
    if len(files) > 1 and (html or docx):
        raise UsageError("wrong-check-many-files")
    for path in filter(None, (html, docx)):
        if any(path.exists() and path.samefile(file) for file in files if file.exists()):
            raise UsageError("wrong-file-is-draft", path=path)
    options.require_replaceable(html, (".html", ".htm"))
    options.require_replaceable(docx, (".docx",))
    for file in files:
        if not file.is_file():
            raise UsageError("wrong-no-such-file", path=file)


def _write_blank(year: int, files: Sequence[Path]) -> ExitStatus:
    """Write the empty form, under the name given or one that says what it is."""
    from archive.drafts import blank_form

    if year not in blank_form.YEARS:
        years = f"{blank_form.YEARS[0]} to {blank_form.YEARS[-1]}"
        raise UsageError("wrong-blank-year", year=year, years=years)
    if len(files) > 1:
        raise UsageError("wrong-blank-many")
    path = files[0] if files else Path(f"{year}年政府信息公开工作年度报告（空表）.docx")
    if path.exists():
        raise UsageError("wrong-file-exists", path=path)
    path.write_bytes(blank_form.write(year))
    click.echo(printable(str(path)))
    return ExitStatus.DONE


def _show(reviews: Sequence[tuple[Path, Review]], lang: Language, *, as_json: bool) -> None:
    from archive.drafts import terminal, words

    if as_json:
        found = [words.as_json(review, str(file), lang) for file, review in reviews]
        click.echo(json_text(found, indent=1))
        return
    for number, (file, review) in enumerate(reviews):
        lines = terminal.lines(review, file.name, lang)
        click.echo("\n".join([*([""] if number else []), *map(printable, lines)]))


def _write(
    drafts: Drafts, reviews: Sequence[tuple[Path, Review]], lang: Language, html: Path | None, docx: Path | None
) -> None:
    """The page and the marked draft, where they are wanted."""
    for file, review in reviews:
        if html:
            from archive.web.drafts import draft_page

            html.write_text(draft_page.render(review, file.name, lang), encoding="utf-8")
        if docx:
            docx.write_bytes(drafts.annotated(file, review))
