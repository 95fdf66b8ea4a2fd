"""`nianbao status`: one row a township and year, with the verdict and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, ConfigError

COLUMNS = ("township_code", "township", "year", "verdict", "rule", "first_seen", "claimed_on", "days_late")


@verb("nianbao status --year 2025 --county 410425")
@options.year
@options.county()
@options.as_of
@options.as_json()
@options.now
@options.with_program
def status(
    program: Program,
    year: int | None,
    county: str | None,
    as_of: datetime | None,
    published: bool,
    as_json: bool,
    clock: Clock,
) -> ExitStatus:
    """One row a township: verdict and evidence."""
    from crawler.cli.output import show

    lang = "en" if as_json else current()
    rows = status_rows(program.configuration(), clock.now(), county, year, as_of, published=published, lang=lang)
    if as_json:
        show(rows, (), as_json=True)
        return ExitStatus.DONE
    rules: dict[str, str] = {}
    show(_noting_rules(rows, rules), COLUMNS, sentence="why", as_json=False)
    click.echo("".join(f"\n{say('cli-rule', rule=rules[name])}" for name in sorted(rules)))
    return ExitStatus.DONE


def status_rows(
    config: Config,
    now: datetime,
    county: str | None = None,
    year: int | None = None,
    as_of: datetime | None = None,
    *,
    published: bool = False,
    lang: str = "en",
) -> Iterator[dict[str, Any]]:
    """Verdicts, one a township and year, with the reason (in a language) and the evidence, county by county.

    `as_of` asks what the archive knew then; with `published` what had been published by then, as it is read today.
    Raises ConfigError where no rule sets a date.
    """
    from archive.deadlines import reasons, status_rows
    from archive.deadlines import status as judgements
    from archive.deadlines.rules import RuleError
    from archive.storage.database import Archive

    with Archive.read(config.archive) as archive:
        known_at = None if published else as_of
        try:
            for found in judgements.compute(archive, as_of or now, county, year, known_at):
                judged = found.judgement
                why = reasons.sentence(judged.reason, judged.arguments, lang)
                yield {**status_rows.as_json(found), "rule": judged.rule.name, "why": why}
        except RuleError as error:
            raise ConfigError.like(error) from error


def rule_applied(row: Mapping[str, Any]) -> str:
    """A line for the rule behind a verdict: its name, the document that sets it, and where that can be read."""
    url = row["evidence"]["rule_url"]
    return f"{row['rule']}: {row['basis']}{f' {url}' if url else ''}"


def _noting_rules(rows: Iterator[dict[str, Any]], rules: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The rows, each of whose rules is noted by its name on the way."""
    for row in rows:
        rules[row["rule"]] = rule_applied(row)
        yield row
