"""The health of all sites: their last nights, townships found of those expected, and days since the last complete run.

Knows how to read it from an archive and how to sort failing sites first. Concludes nothing: outcomes are those
concluded at the end of each site run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from statistics import median_low

from archive import gazetteer, messages
from archive.captures import known_pages, listing_changes, listings, record, site_runs
from archive.captures.listing_changes import ColumnMove
from archive.captures.site_runs import SiteNight
from archive.extract.layout.charset import decode
from archive.messages import Argument
from archive.messages.coded import reason
from archive.reports import reports_found
from archive.storage.database import Archive
from archive.storage.instants import text
from spiders.families import land
from spiders.pages.page import Page
from spiders.registry import Site

NIGHTS = 14
"""Site runs in the strip, the last on the right."""
BLIND_AFTER = 3
"""Days without a complete check after which a site counts as failing, whatever its last outcome."""

MARKS: Mapping[str | None, str] = {
    "ok": "+", "partial": "p", "blocked": "b", "unreachable": "u", "broken": "x", "killed": "k", None: "?",
}  # fmt: skip
"""One character for each outcome; `?` is a site run that has not ended."""


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a site; the field names are JSON keys of `nianbao sites --json`.

    `nights` has a mark for each of its last runs, oldest first. `items` counts those of the last run, `usual_items` is
    the median of the `ok` runs before. `reason` says why the last run was not `ok`, `reason_code` is its code, and
    `reasons` are the codes and arguments of all that it names.
    `failing` sites need attention. `note` names the last column that moved, and a server that sent a false 304.
    """

    site: str
    county_code: str
    county: str
    family: str
    start: tuple[str, ...]
    nights: str
    last_outcome: str | None
    last_ok: datetime | None
    days_since_ok: int | None
    never_ok: bool
    site_runs: int
    ok: int
    townships_found: int
    townships: int
    items: int | None
    usual_items: int | None
    reason: str | None
    failing: bool
    history: tuple[SiteNight, ...]
    note: str | None = None
    reason_code: str | None = None
    reasons: Sequence[Argument] = ()
    notes: Sequence[Argument] = ()


_NIGHT_FIELDS = ("outcome", "detail", "requests", "items", "reason", "reasons")
"""The fields of each night in `sites --json`, besides its instant `at`."""


def fleet(sites: Sequence[Site], archive: Archive | None, now: datetime) -> list[Health]:
    """The health of every site of the registry, failing sites first; without an archive, no site was ever tried."""
    nights = site_runs.history(archive) if archive else {}
    found = reports_found.townships_by_site(archive) if archive else {}
    healths = [
        _health(
            site,
            nights.get(site.id, []),
            found.get(site.id, 0),
            _family(archive, site) if archive else site.family,
            now,
        )
        for site in sites
    ]
    if archive:
        notes = _notes(archive, now)
        healths = [_noted(health, notes.get(health.site, [])) for health in healths]
    return sorted(healths, key=_by_trouble)


def _notes(archive: Archive, now: datetime) -> dict[str, list[Argument]]:
    """Notes by site: moved columns and false 304s, which are no failures."""
    notes: dict[str, list[Argument]] = {}
    for site, moved in listing_changes.last_moves(archive).items():
        notes[site] = [_moved(moved)]
    for site in site_runs.registered_sites(archive):
        if known_pages.has_sent_false_304(archive, site, now - known_pages.REMEMBERED):
            notes.setdefault(site, []).append(reason("site-false-not-modified"))
    return notes


def _moved(moved: ColumnMove) -> Argument:
    day = moved.at[:10]
    if moved.before and moved.after:
        return reason("site-column-moved", day=day, before=moved.before, after=moved.after)
    if moved.after:
        return reason("site-column-added", day=day, url=moved.after)
    return reason("site-column-gone", day=day, url=moved.before)


def _noted(health: Health, notes: Sequence[Argument]) -> Health:
    return replace(health, notes=notes, note=messages.sentences(notes) or None)


def as_json(health: Health) -> dict[str, object]:
    """All fields of a site's health, for `sites --json`."""
    history = [
        {"at": text(night.started_at), **{name: getattr(night, name) for name in _NIGHT_FIELDS}}
        for night in health.history
    ]
    return {
        **{column.name: getattr(health, column.name) for column in fields(health) if column.name != "notes"},
        "last_ok": text(health.last_ok) if health.last_ok else None,
        "history": history,
    }


def in_columns(health: Health, lang: str = "en") -> dict[str, object]:
    """A site's row of the table: townships `found` of those expected, items `listed` of those usual."""
    last = ["-" if count is None else str(count) for count in (health.items, health.usual_items)]
    return {
        **{name: getattr(health, name) for name in ("site", "county", "family", "nights", "last_outcome")},
        "reason": _why(health, lang),
        "days_since_ok": "never" if health.never_ok else health.days_since_ok,
        "found": f"{health.townships_found}/{health.townships}",
        "listed": "/".join(last) if health.site_runs else None,
    }


def _why(health: Health, lang: str) -> str | None:
    """Why the last run was not `ok`, or what else is to be said of the site."""
    if health.reason is None:
        return messages.sentences(health.notes, lang) or None
    return messages.sentences(health.reasons, lang) if health.reasons and lang != "en" else health.reason


def _family(archive: Archive, site: Site) -> str:
    """The family in the site's row, else that of its last stored list."""
    if site.family != "auto":
        return site.family
    url = listings.last_list(archive, site.id)
    stored = record.previous(archive, url) if url else None
    if url is None or stored is None:
        return site.family
    decoded = decode(archive.payloads.get(stored.digest))
    page = Page(url, decoded.text, decoded.charset)
    return land(page, site.family).family or site.family


def _health(site: Site, nights: Sequence[SiteNight], found: int, family: str, now: datetime) -> Health:
    names = gazetteer.load()
    county = names.county(site.county)
    complete_nights = [night for night in nights if night.outcome == "ok"]
    last = nights[-1] if nights else None
    last_ok = complete_nights[-1].started_at if complete_nights else None
    days = (now - last_ok).days if last_ok else None
    usual = [night.items for night in complete_nights if night.items is not None and night is not last]
    return Health(
        site=site.id,
        county_code=site.county,
        county=county.full_name if county else site.county,
        family=family,
        start=site.start,
        nights=strip_of_nights(night.outcome for night in nights),
        last_outcome=last.outcome if last else None,
        last_ok=last_ok,
        days_since_ok=days,
        never_ok=bool(nights) and not complete_nights,
        site_runs=len(nights),
        ok=len(complete_nights),
        townships_found=found,
        townships=site.expect or len(names.units(site.county)),
        items=last.items if last else None,
        usual_items=median_low(usual[-10:]) if usual else None,
        reason=last.detail if last and last.outcome != "ok" else None,
        failing=bool(nights)
        and (not complete_nights or last is None or last.outcome != "ok" or (days or 0) > BLIND_AFTER),
        history=tuple(nights[-NIGHTS:]),
        reason_code=last.reason if last and last.outcome != "ok" else None,
        reasons=last.reasons if last and last.outcome != "ok" else (),
    )


def strip_of_nights(outcomes: Iterable[str | None]) -> str:
    """The marks of the last nights, oldest first; filled up with dots on the left."""
    return "".join(MARKS[outcome] for outcome in [*outcomes][-NIGHTS:]).rjust(NIGHTS, ".")


def _by_trouble(health: Health) -> tuple[int, int, int, str]:
    """Sort key: sites never `ok`, then failing sites by days without `ok`, then untried sites, then the rest."""
    worst = 0 if health.never_ok else 1 if health.failing else 2 if not health.site_runs else 3
    return worst, -(health.days_since_ok or 0), -(health.townships - health.townships_found), health.site
