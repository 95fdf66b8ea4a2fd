"""`nianbao sites`: the registry's rows with their health; a row for a new site, one row tried, all rows checked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.messages.coded import in_words
from archive.messages.printable import json_text
from crawler.cli import options
from crawler.cli.command import argument, option, verb_with_actions
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, ConfigError

if TYPE_CHECKING:
    from crawler.night.site_health import Health

COLUMNS = ("site", "county", "family", "nights", "days_since_ok", "found", "listed", "last_outcome", "reason")


@verb_with_actions("nianbao sites check jiaxian")
@options.as_json()
@options.now
@options.with_program
@click.pass_context
def sites(ctx: click.Context, program: Program, as_json: bool, clock: Clock) -> ExitStatus:
    """The registry with its health; `add URL` proposes a row, `check SITE` tries one, `check` reads all rows over."""
    if ctx.invoked_subcommand:
        return ExitStatus.DONE
    from crawler.cli.output import show
    from crawler.night import site_health

    rows = health_of_sites(program.configuration(), clock.now())
    shown = map(site_health.as_json, rows) if as_json else (site_health.in_columns(row, current()) for row in rows)
    show(shown, COLUMNS, as_json=as_json)
    return ExitStatus.NEEDS_ATTENTION if any(row.failing for row in rows) else ExitStatus.DONE


@sites.action("nianbao sites add https://www.example.gov.cn/zwgk/zfxxgknb/ --county 410425")
@argument("urls", nargs=-1, metavar="URL...")
@options.county("help-add-county")
@option("--from", "file", metavar="FILE", type=options.PATH, help="help-from")
@option("--print", "only_print", is_flag=True, help="help-print")
@option("--case", metavar="FOLDER", type=options.PATH, help="help-case")
@options.as_json("help-json-object-or-array")
@options.now
@options.with_program
def add(
    program: Program,
    urls: tuple[str, ...],
    county: str | None,
    file: Path | None,
    only_print: bool,
    case: Path | None,
    as_json: bool,
    clock: Clock,
) -> ExitStatus:
    """Try sites, propose their rows of the registry, and add those that show a list."""
    from crawler.cli.trials import Added
    from crawler.night import adding
    from crawler.night.adding import Address

    config = program.configuration()
    wanted = [*(Address(url, county) for url in urls), *(adding.addresses(file, county) if file else ())]
    if not wanted:
        raise UsageError("wrong-add-without-address")
    if case is not None and len(wanted) > 1:
        raise UsageError("wrong-case-with-many")
    results = []
    for proposal in adding.propose_all(config, wanted, clock.now(), case):
        if proposal.trial is None and len(wanted) == 1:
            raise proposal.error or ConfigError("no-list-found-why", why="")
        results.append(Added(proposal) if only_print else Added(proposal, config.sites, adding.add(config, proposal)))
        if not as_json:
            results[-1].print()
    if as_json:
        shown = [result.as_json for result in results]
        click.echo(json_text(shown if len(wanted) > 1 else shown[0]))
    if case is not None and not (case / "address.txt").is_file():
        click.echo(f"nianbao: {say('cli-no-case', path=case)}", err=True)
    return ExitStatus.DONE if all(result.is_done for result in results) else ExitStatus.NEEDS_ATTENTION


@sites.action("nianbao sites check jiaxian")
@argument("site", required=False, metavar="[SITE]", type=options.TEXT, shell_complete=options.complete_site)
@options.as_json("help-json-object")
@options.now
@options.with_program
def check(program: Program, site: str | None, as_json: bool, clock: Clock) -> ExitStatus:
    """Try one site without writing; without SITE, read all rows over."""
    from crawler.cli import trials
    from crawler.night import probe

    if not site:
        return _check_all(program.configuration(), as_json=as_json)
    trial = probe.check(program.configuration(), site, clock.now())
    trials.show(trial, as_json=as_json)
    return ExitStatus.DONE if trial.found_all else ExitStatus.NEEDS_ATTENTION


def health_of_sites(config: Config, now: datetime) -> list[Health]:
    """The registry's rows with their health, trouble first."""
    from archive.storage.database import Archive, refuse_lost
    from crawler.night.site_health import fleet
    from crawler.runtime.sites import registry

    rows = registry(config)
    refuse_lost(config.archive)
    if not config.archive.is_file():
        return fleet(rows, None, now)
    with Archive.read(config.archive) as archive:
        return fleet(rows, archive, now)


def _check_all(config: Config, *, as_json: bool) -> ExitStatus:
    """Read the whole registry over."""
    from crawler.runtime.sites import lint

    usable, wrong = lint(config)
    if not wrong:
        wrong += _wrong_rules(config)
    if as_json:
        click.echo(json_text({"usable": usable, "wrong": list(map(str, wrong))}))
    else:
        summary = say("cli-registry", path=config.sites, usable=usable, wrong=len(wrong))
        click.echo("\n".join([*(in_words(error, current()) for error in wrong), summary]))
    return ExitStatus.NEEDS_ATTENTION if wrong else ExitStatus.DONE


def _wrong_rules(config: Config) -> list[ConfigError]:
    """What is wrong with the deadline rules that rows name, or with the user's own."""
    from crawler.runtime.deadline_rules import rulebook

    try:
        rulebook(config)
    except ConfigError as error:
        return [error]
    return []
