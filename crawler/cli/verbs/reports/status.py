"""`nianbao status`: one row a township and year, with the verdict and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    show(rows, COLUMNS, sentence="why", as_json=as_json)
    if not as_json:
        click.echo("".join(f"\n{say('cli-rule', rule=line)}" for line in rules_applied(rows)))
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
) -> list[dict[str, Any]]:
    """Verdicts, one a township and year, with the reason (in a language) and the evidence.

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
            standing = list(judgements.compute(archive, as_of or now, county, year, known_at))
        except RuleError as error:
            raise ConfigError.like(error) from error
    found = [(each.judgement, status_rows.as_json(each)) for each in standing]
    return [
        {**row, "rule": judged.rule.name, "why": reasons.sentence(judged.reason, judged.arguments, lang)}
        for judged, row in found
    ]


def rules_applied(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each rule behind these verdicts: its name, the document that sets it, and where that can be read."""
    found = {row["rule"]: (row["basis"], row["evidence"]["rule_url"]) for row in rows}
    return [f"{name}: {basis}{f' {url}' if url else ''}" for name, (basis, url) in sorted(found.items())]
