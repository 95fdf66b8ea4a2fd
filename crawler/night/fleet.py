"""The fleet of sites at a glance: each one's nights, what was found of what was to be, and since when we are blind.

Knows how to read it out of an archive and how to put trouble first. Concludes nothing anew: outcomes stand as they were
concluded at the end of each night.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from statistics import median_low

from archive import gazetteer
from archive.captures import known_pages, listing_changes, listings, record, site_runs
from archive.captures.site_runs import SiteNight
from archive.extract.layout.charset import decode
from archive.reports import reports_found
from archive.storage.database import Archive
from archive.storage.instants import text
from spiders.families import land
from spiders.pages.page import Page
from spiders.registry import Site

NIGHTS = 14
"""Site runs that the strip shows, the last on the right."""
BLIND_AFTER = 3
"""Days without a sound look from which a site counts as failing, whatever its last night was."""

MARKS: Mapping[str | None, str] = {
    "ok": "+", "partial": "p", "blocked": "b", "unreachable": "u", "broken": "x", "killed": "k", None: "?",
}  # fmt: skip
"""One character an outcome; `?` is a night that has not ended."""


@dataclass(frozen=True, slots=True)
class Health:
    """A site and how it fares.

    `nights` has a mark for each of its last runs, oldest first. `items` are those of the last run, `usual_items` the
    median of the sound ones before. `reason` tells why the last run was not `ok`, `reason_code` is its code. `failing`
    asks for a person. `note` tells of the last column that moved, and of a server that is not believed.
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


_OF_A_NIGHT = ("outcome", "detail", "requests", "items")
"""What `sites --json` prints of each night beside its instant, `at`."""


def fleet(sites: Sequence[Site], archive: Archive | None, now: datetime) -> list[Health]:
    """How every site of the registry fares, trouble first; without an archive, none was ever tried."""
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
        healths = [replace(health, note=notes.get(health.site)) for health in healths]
    return sorted(healths, key=_trouble)


def _notes(archive: Archive, now: datetime) -> dict[str, str]:
    """What is worth knowing of a site and no trouble, by site."""
    said: dict[str, str] = {}
    for site, moved in listing_changes.last_moves(archive).items():
        what = "moved" if moved.before and moved.after else "was added" if moved.after else "is gone"
        where = f"{moved.before or moved.after}" + (f" -> {moved.after}" if moved.before and moved.after else "")
        said[site] = f"a column {what} on {moved.at[:10]}: {where}"
    for site in site_runs.registered_sites(archive):
        if known_pages.has_sent_false_304(archive, site, now - known_pages.REMEMBERED):
            words = "says that pages have not changed when they have; it is asked for them in full"
            said[site] = "; ".join(filter(None, (said.get(site), words)))
    return said


def as_json(health: Health) -> dict[str, object]:
    """A site with all that is known of its health, for `sites --json`."""
    history = [
        {"at": text(night.started_at), **{name: getattr(night, name) for name in _OF_A_NIGHT}}
        for night in health.history
    ]
    return {
        **{part.name: getattr(health, part.name) for part in fields(health)},
        "last_ok": text(health.last_ok) if health.last_ok else None,
        "history": history,
    }


def in_columns(health: Health) -> dict[str, object]:
    """A site for a table: townships `found` of those expected, items `listed` of those usual."""
    last = ["-" if count is None else str(count) for count in (health.items, health.usual_items)]
    return {
        **{name: getattr(health, name) for name in ("site", "county", "family", "nights", "last_outcome")},
        "reason": health.reason or health.note,
        "days_since_ok": "never" if health.never_ok else health.days_since_ok,
        "found": f"{health.townships_found}/{health.townships}",
        "listed": "/".join(last) if health.site_runs else None,
    }


def _family(archive: Archive, site: Site) -> str:
    """The family that the row tells, or that the list kept last is of."""
    if site.family != "auto":
        return site.family
    url = listings.last_list(archive, site.id)
    stored = record.previous(archive, url) if url else None
    if url is None or stored is None:
        return site.family
    page = Page(url, decode(archive.payloads.get(stored.digest)).text)
    return land(page, site.family).family or site.family


def _health(site: Site, nights: Sequence[SiteNight], found: int, family: str, now: datetime) -> Health:
    names = gazetteer.load()
    county = names.county(site.county)
    sound = [night for night in nights if night.outcome == "ok"]
    last = nights[-1] if nights else None
    last_ok = sound[-1].started_at if sound else None
    days = (now - last_ok).days if last_ok else None
    usual = [night.items for night in sound if night.items is not None and night is not last]
    return Health(
        site=site.id,
        county_code=site.county,
        county=county.full_name if county else site.county,
        family=family,
        start=site.start,
        nights=strip(night.outcome for night in nights),
        last_outcome=last.outcome if last else None,
        last_ok=last_ok,
        days_since_ok=days,
        never_ok=bool(nights) and not sound,
        site_runs=len(nights),
        ok=len(sound),
        townships_found=found,
        townships=site.expect or len(names.units(site.county)),
        items=last.items if last else None,
        usual_items=median_low(usual[-10:]) if usual else None,
        reason=last.detail if last and last.outcome != "ok" else None,
        failing=bool(nights) and (not sound or last is None or last.outcome != "ok" or (days or 0) > BLIND_AFTER),
        history=tuple(nights[-NIGHTS:]),
        reason_code=last.reason if last and last.outcome != "ok" else None,
    )


def strip(outcomes: Iterable[str | None]) -> str:
    """The last nights, a mark each, oldest first; a dot for each night that has not been."""
    return "".join(MARKS[outcome] for outcome in [*outcomes][-NIGHTS:]).rjust(NIGHTS, ".")


def _trouble(health: Health) -> tuple[int, int, int, str]:
    """Sites never seen whole first, then those that we are blind to for longest; untried ones before sound ones."""
    worst = 0 if health.never_ok else 1 if health.failing else 2 if not health.site_runs else 3
    return worst, -(health.days_since_ok or 0), -(health.townships - health.townships_found), health.site
