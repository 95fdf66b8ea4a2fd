"""What the archive answers to the listing verbs: status, history, sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from archive import gazetteer
from archive.deadlines import status as judgements
from archive.deadlines.rules import RuleError
from archive.reports import timeline, townships
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from crawler.night.fleet import Health, fleet
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.sites import registry


def status(
    config: Config,
    now: datetime,
    county: str | None,
    year: int | None,
    as_of: datetime | None,
    *,
    published: bool = False,
) -> list[dict[str, Any]]:
    """Verdicts, one a township and year, with the reason and the evidence.

    `as_of` asks what the archive knew then; with `published` what had been published by then, as it is read today.
    """
    with Archive.read(config.archive) as archive:
        known_at = None if published else as_of
        try:
            standings = list(judgements.compute(archive, as_of or now, county, year, known_at))
        except RuleError as error:
            raise ConfigError(str(error)) from error
    rows = [judgements.as_json(standing) for standing in standings]
    return [{**row, "rule": row["evidence"]["rule"], "why": row["evidence"]["why"]} for row in rows]


def rules_applied(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each rule behind these verdicts: its name, the document that sets it, and where that can be read."""
    found = {row["rule"]: (row["basis"], row["evidence"]["rule_url"]) for row in rows}
    return [f"{name}: {basis}{f' {url}' if url else ''}" for name, (basis, url) in sorted(found.items())]


def history(
    config: Config, township: str, year: int, as_of: datetime | None = None, *, published: bool = False
) -> dict[str, Any]:
    """The history of one report, by its township's code or name, as it was known at an instant where one is given.

    With `published`: as it had been published by then, read as today. Raises ArchiveError where the archive has none.
    """
    known_at, published_by = (None, as_of) if published else (as_of, None)
    with Archive.read(config.archive) as archive:
        code = _code(archive, township)
        said = timeline.account(archive, code, year, known_at, published_by)
    if said is None:
        unit = gazetteer.load().unit(code)
        name = unit.name if unit else "a code that the gazetteer does not have"
        raise ArchiveError(
            f"{config.archive}: no report of {code} ({name}) for {year}; "
            f"`nianbao status --year {year}` says what is known"
        )
    return said


def _code(archive: Archive, township: str) -> str:
    """The code itself, or that of the one watched township with this name. Raises ArchiveError with the candidates."""
    if township.isdecimal():
        return township
    found = townships.watched(archive, township)
    if len(found) == 1:
        return found[0].code
    candidates = ", ".join(f"{candidate.code} ({candidate.county})" for candidate in found)
    raise ArchiveError(
        f"{archive.path}: "
        + (f"{township} is the name of {candidates}" if found else f"no watched township has the name {township}")
        + "; give its nine-digit code, as `nianbao status` shows it"
    )


def history_in_words(said: dict[str, Any]) -> str:
    """A history for people: a line a version, indented lines for what changed in it, then the other changes."""
    lines = [f"report {said['report']}"]
    for version in said["versions"]:
        lines.append(
            f"version {version['seq']}  {version['fetched_at']}  {version['change']} ({version['cause']})"
            f"  claimed {version['claimed_on'] or 'no date'}  {version['title'] or ''}"
        )
        lines.append(f"    capture {version['capture']}  form {version['form'] or 'none'}  parser {version['parser']}")
        lines += [f"    {c['cell']}: {c['before']} -> {c['after']}" for c in version["figures_changed"]]
        lines += [f"    {c['cell']}: {c['diff']}" for c in version["sections_changed"]]
        lines += [
            f"    {c['share']:.0%} of its own words stand in {c['township']}'s report for {c['year']} ({c['report']})"
            for c in version["copied_from"]
        ]
    lines += [
        f"{change['at']}  {change['kind']} ({change['cause']}): {change['before'] or '-'} -> {change['after'] or '-'}"
        for change in said["changes"]
        if change["kind"] not in ("appeared", "figures", "text")
    ]
    lines += [
        f"{'shown at' if place['up'] else 'was shown at'} {place['url']} since {place['first_seen']}"
        for place in said["manifestations"]
    ]
    return "\n".join(lines)


def sites(config: Config, now: datetime) -> list[Health]:
    """The registry's rows with their health, trouble first."""
    rows = registry(config)
    if not config.archive.is_file():
        return fleet(rows, None, now)
    with Archive.read(config.archive) as archive:
        return fleet(rows, archive, now)
