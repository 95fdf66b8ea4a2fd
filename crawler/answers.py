"""What the archive answers to the listing verbs: status, history, sites."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archive import account, gazetteer, judgements
from archive.clock import instant
from archive.errors import ArchiveError
from archive.store import Archive
from crawler.config import Config
from crawler.sites import registry

FAILING = {"blocked", "unreachable", "broken", "killed"}


def status(
    config: Config, now: datetime, county: str | None, year: int | None, as_of: datetime | None
) -> list[dict[str, Any]]:
    """Verdicts, one a township and year, with the reason and the evidence."""
    with Archive.read(config.archive) as archive:
        standings = list(judgements.compute(archive, as_of or now, county, year))
    if not standings and county:
        known = gazetteer.load().county(county)
        raise ArchiveError(
            f"{config.archive}: no site of county {county}{' ' + known.full_name if known else ''} was ever crawled; "
            "add a row to sites.toml and run `nianbao crawl`"
        )
    rows = [judgements.as_json(standing) for standing in standings]
    return [{**row, "why": row["evidence"]["why"]} for row in rows]


def history(config: Config, township: str, year: int, known_at: datetime | None = None) -> dict[str, Any]:
    """The history of one report, as it was known at an instant where one is given.

    Raises ArchiveError where the archive has none.
    """
    with Archive.read(config.archive) as archive:
        said = account.account(archive, township, year, known_at)
    if said is None:
        unit = gazetteer.load().unit(township)
        name = unit.name if unit else "a code that the gazetteer does not have"
        raise ArchiveError(
            f"{config.archive}: no report of {township} ({name}) for {year}; "
            f"`nianbao status --year {year}` says what is known"
        )
    return said


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
        f"{change['at']}  {change['kind']} ({change['cause']}): {change['before'] or '-'} -> {change['after'] or '-'}"
        for change in said["changes"]
        if change["kind"] not in ("appeared", "figures", "text")
    ]
    lines += [
        f"{'shown at' if place['up'] else 'was shown at'} {place['url']} since {place['first_seen']}"
        for place in said["manifestations"]
    ]
    return "\n".join(lines)


def sites(config: Config, now: datetime) -> list[dict[str, Any]]:
    """The registry's rows with their health; a site that was never seen whole counts as failing, not as quiet."""
    rows = registry(config)
    health = {}
    if config.archive.is_file():
        with Archive.read(config.archive) as archive:
            health = {row["site"]: dict(row) for row in archive.rows("SELECT * FROM sites_health")}
    return [_site(row, health.get(row.id, {}), now) for row in rows]


def _site(row: Any, health: dict[str, Any], now: datetime) -> dict[str, Any]:
    names = gazetteer.load()
    county = names.county(row.county)
    last_ok = health.get("last_ok")
    return {
        "site": row.id,
        "county_code": row.county,
        "county": county.full_name if county else row.county,
        "family": row.family,
        "start": list(row.start),
        "last_outcome": health.get("last_outcome"),
        "last_ok": last_ok,
        "days_since_ok": (now - instant(last_ok)).days if last_ok else None,
        "site_runs": health.get("site_runs", 0),
        "ok": health.get("ok") or 0,
        "townships": row.expect or len(names.units(row.county)),
        "detail": health.get("last_detail"),
        "failing": health.get("last_outcome") in FAILING or (bool(health.get("site_runs")) and not last_ok),
    }
