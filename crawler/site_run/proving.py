"""What listing checks prove, found in the captures that they read: at the end of a site run, and again at any time.

The only way in which a proof is made, so that `verify` and `reparse` find what the run found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache, partial

from archive.captures import facts, proofs
from archive.captures.facts import OF_PAGES, Fact, Finding, Observation, OpenRow
from archive.captures.proofs import StoredCheck, StoredPage
from archive.extract.layout.charset import decode
from archive.storage.database import Archive
from archive.storage.instants import china_day
from crawler.browser.exhausted import rendering_of
from crawler.site_run import identify
from spiders.pages import facts as of_pages
from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Link
from spiders.proof.prove import CheckedPage, Surroundings, prove
from spiders.proof.rows import Units
from spiders.walk.identity import identified_link

_CLOSES = re.compile(rb"</(?:html|body)>", re.IGNORECASE)
_ENOUGH_PAGES = 3
"""So many other pages of a host, none with closing tags, show that its pages have none."""


@cache
def units_of(county: str) -> Units:
    """The units of a county, by name."""
    return Units(identify.townships(county))


def prove_check(archive: Archive, check: StoredCheck) -> tuple[Finding, ...]:
    """What a stored listing check proves."""
    stored = proofs.pages(archive, (check.site_run, check.start))
    if not stored:
        return tuple(Finding(fact, Observation.PAGE_NOT_KEPT, {"number": 1}) for fact in OF_PAGES)
    around = _surroundings(archive, check, stored)
    return tuple(_of_archive(finding) for finding in prove([_checked(page) for page in stored], around))


def prove_missing(archive: Archive, site_run: int | None = None, since: datetime | None = None) -> int:
    """Prove the checks that have no proof, from their captures: of one site run, of those since an instant, or of all.

    Returns how many there were.
    """
    found = list(proofs.checks(archive, site_run, since, unproved=True))
    for check in found:
        proofs.store(archive, check.site_run, check.url, prove_check(archive, check))
    return len(found)


def differences(archive: Archive) -> Iterator[tuple[str, str]]:
    """The stored proofs that their captures do not give: (check, what differs)."""
    for check in proofs.checks(archive):
        if check.proof is None:
            continue
        if facts.dump(prove_check(archive, check)) != check.proof:
            yield f"{check.url} in site run {check.site_run}", "its captures prove something else than is stored"


def _surroundings(archive: Archive, check: StoredCheck, stored: Sequence[StoredPage]) -> Surroundings:
    answered = proofs.answered(archive, check.site_run)
    return Surroundings(
        units_of(check.county),
        partial(_identified, county=check.county, today=china_day(max(page.fetched_at for page in stored))),
        answered.__contains__,
        check.family,
        complete=check.complete,
        host_closes=_host_closes(archive, check, stored),
        served_at=max(filter(None, map(_instant, proofs.dates_served(archive, check.site_run))), default=None),
    )


def _identified(link: Link, *, county: str, today: date) -> IdentifiedLink:
    """The link, identified as on the day of the check: which years are impossible depends on it."""
    return identified_link(link, partial(identify.link, today=today), county)


def _host_closes(archive: Archive, check: StoredCheck, stored: Sequence[StoredPage]) -> bool:
    """Whether pages of this host end with closing tags; True where too few others are known to say otherwise."""
    if all(page.body is None or _CLOSES.search(page.body) for page in stored):
        return True
    others = list(proofs.bodies_of_host(archive, check.site_run, [page.capture for page in stored]))
    return len(others) < _ENOUGH_PAGES or any(_CLOSES.search(body) for body in others)


def _instant(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except ValueError:
        return None


def _checked(stored: StoredPage) -> CheckedPage:
    if stored.body is None:
        return CheckedPage(None, stored.number, stored.fetched_at, stored.headers)
    text = decode(stored.body, declared=stored.headers.get("content-type")).text
    page, rendering = rendering_of(stored.url, text, stored.request)
    return CheckedPage(page, stored.number, stored.fetched_at, stored.headers, rendering, stored.replayed)


def _of_archive(finding: of_pages.Finding) -> Finding:
    """The archive's finding of the same codes as the spider's."""
    in_question = tuple(OpenRow(row.title, row.url, row.concerns) for row in finding.open_rows)
    return Finding(Fact(finding.fact), Observation(finding.observation), finding.args, in_question)
