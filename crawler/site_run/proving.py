"""What listing checks prove, found in the captures that they read: at the end of a site run, and again at any time.

The only way in which a proof is made, so that `verify` and `reparse` find what the run found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache, partial
from itertools import groupby

from archive.captures import facts, proofs
from archive.captures.facts import OF_PAGES, Fact, Finding, Observation, OpenRow
from archive.captures.proofs import CapturedListPage, StoredCheck
from archive.extract.layout.charset import decode
from archive.messages.coded import Sentence
from archive.storage.database import Archive
from archive.storage.instants import china_day
from crawler.browser.exhausted import rendering_of
from crawler.site_run import identify
from spiders.pages import facts as of_pages
from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Link
from spiders.proof.checked_pages import CheckedPage, Surroundings
from spiders.proof.prove import prove
from spiders.proof.rows import Units
from spiders.registry import lies_on
from spiders.walk.identity import identified_link

_CLOSES = re.compile(rb"</(?:html|body)>", re.IGNORECASE)
_ENOUGH_PAGES = 3
"""So many other pages of a host, none with closing tags, show that its pages have none."""


@cache
def units_of(county: str) -> Units:
    """The units of a county, by name."""
    return Units(identify.townships(county))


def prove_missing(archive: Archive, site_run: int | None = None, since: datetime | None = None) -> int:
    """Prove the checks that have no proof, from their captures: of one site run, of those since an instant, or of all.

    Returns how many there were.
    """
    found = list(proofs.checks(archive, site_run, since, unproved=True))
    for check, findings in _proved(archive, found):
        proofs.store(archive, check.site_run, check.url, findings)
    return len(found)


def differences(archive: Archive, site_run: int | None = None) -> Iterator[tuple[Sentence, Sentence]]:
    """The stored proofs, of a site run or of all, that their captures do not give: (check, what differs)."""
    stored = (check for check in proofs.checks(archive, site_run) if check.proof is not None)
    for check, findings in _proved(archive, stored):
        if facts.dump(findings) != check.proof:
            subject = Sentence.of("verify-check", url=check.url, run=check.site_run)
            yield subject, Sentence("verify-proof")


@dataclass(frozen=True, slots=True)
class _Run:
    """What the proofs of all lists of a site run share: the addresses that answered, and the newest `Date`."""

    answered: Set[str]
    served_at: datetime | None


def _proved(archive: Archive, checks: Iterable[StoredCheck]) -> Iterator[tuple[StoredCheck, tuple[Finding, ...]]]:
    """Each check, which come run by run, with what it proves."""
    for site_run, of_run in groupby(checks, key=lambda check: check.site_run):
        dates = map(_instant, proofs.dates_served(archive, site_run))
        run = _Run(proofs.answered(archive, site_run), max(filter(None, dates), default=None))
        for check in of_run:
            yield check, _prove(archive, check, run)


def _prove(archive: Archive, check: StoredCheck, run: _Run) -> tuple[Finding, ...]:
    stored = proofs.pages(archive, (check.site_run, check.start))
    if not stored:
        return tuple(Finding(fact, Observation.PAGE_NOT_KEPT, {"number": 1}) for fact in OF_PAGES)
    around = Surroundings(
        units_of(check.county),
        partial(_identified, county=check.county, today=china_day(max(page.fetched_at for page in stored))),
        run.answered.__contains__,
        check.family,
        partial(lies_on, check.hosts) if check.hosts else lambda _: True,
        complete=check.complete,
        host_closes=_host_closes(archive, check, stored),
        served_at=run.served_at,
    )
    return tuple(_of_archive(finding) for finding in prove([_checked(page) for page in stored], around))


def _identified(link: Link, *, county: str, today: date) -> IdentifiedLink:
    """The link, identified as on the day of the check: which years are impossible depends on it."""
    return identified_link(link, partial(identify.link, today=today), county)


def _host_closes(archive: Archive, check: StoredCheck, stored: Sequence[CapturedListPage]) -> bool:
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


def _checked(stored: CapturedListPage) -> CheckedPage:
    if stored.body is None:
        return CheckedPage(None, stored.number, stored.fetched_at, stored.headers)
    decoded = decode(stored.body, declared=stored.headers.get("content-type"))
    page, rendering = rendering_of(stored.url, decoded.text, stored.request, decoded.charset or "utf-8")
    return CheckedPage(page, stored.number, stored.fetched_at, stored.headers, rendering, stored.replayed)


def _of_archive(finding: of_pages.Finding) -> Finding:
    """The archive's finding of the same codes as the spider's."""
    in_question = tuple(OpenRow(row.title, row.url, row.concerns) for row in finding.open_rows)
    return Finding(Fact(finding.fact), Observation(finding.observation), finding.args, in_question)
