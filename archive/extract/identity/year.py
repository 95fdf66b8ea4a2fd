"""The reporting year, by weighted votes of the title, the stated period, the URL and the dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive import patterns
from archive.extract.identity.reasons import IdentityReason, YearSource, because, together
from archive.extract.identity.years import arabic, arabic_years, plausible
from archive.extract.report.model import Finding
from archive.messages.coded import Sentence

_PERIOD = patterns.lazy(r"((?:19|20)\d\d)年?0?1月0?1日?(?:起|开始)?[至到—–~-]+(?:(?:\1|同)年?)?12月?31日?")
"""A period of one year. A longer one belongs to a plan, or to everything that was ever disclosed."""
_OF_THE_REPORT = patterns.lazy(r"统计期限|数据|本报告|本年报|所列|起止")
_OPENING = patterns.lazy(r"((?:19|20)\d\d)年度?[,，]")
# such as 2023年信息公开年报 or 2018年新集乡政务公开工作年度报告
_LEAD = patterns.lazy(r"((?:19|20)\d\d)年度?[^。;,]{0,14}公开[^。;,]{0,8}(?:报告|年报)")
# such as ?fbtime=2024 or &timeFrame=2023
_QUERY = patterns.lazy(r"[?&](?:fbtime|nbyear|timeframe|year|nd)=((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
# such as /n2022n/ or /2024n/
_FOLDER = patterns.lazy(
    r"/(?:n?((?:19|20)\d\d)n(?:xxgknb|ndbg)?|(?:gknb|xxgknb|nb|ndbg)((?:19|20)\d\d)n?)/", re.IGNORECASE
)
_EARLY = 300
_WIDE = patterns.lazy("[\uff0d-\uff19\uff5e]")
"""Wide digits and dashes; wide commas, colons and brackets are in every text and in no period."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote: the year, its weight, the kind of source, and the words there."""

    year: int
    weight: int
    origin: YearSource
    quote: str

    @property
    def source(self) -> Sentence:
        """What it was read from, for a person."""
        return because(self.origin, quote=self.quote)


@dataclass(frozen=True, slots=True)
class YearDecision:
    """The reporting year, the votes for it, and findings about contradicting votes."""

    year: int | None
    why: Sentence | None = None
    findings: tuple[Finding, ...] = ()


def collect_votes(
    *, titles: dict[str, int], lead: str, text: str, url: str | None, signed: date | None, published: date | None
) -> tuple[Vote, ...]:
    """All votes. `titles` maps a title to the year it names; a date votes for the year before it."""
    return tuple(_iterate_votes(titles, lead, text, url, signed, published))


def _iterate_votes(
    titles: dict[str, int], lead: str, text: str, url: str | None, signed: date | None, published: date | None
) -> Iterator[Vote]:
    for at, (title, year) in enumerate(titles.items()):
        yield Vote(year, 8 if at == 0 else 3, YearSource.TITLE, title)
    normalised = _normalise(text)
    if found := _period(normalised):
        yield Vote(int(found[1]), 4, YearSource.PERIOD, found[0])
    if found := _OPENING.search(normalised[len("".join(lead.split())) :][:_EARLY]):
        yield Vote(int(found[1]), 2, YearSource.TEXT, found[1])
    if found := _LEAD.search(arabic("".join(lead.split()))):
        yield Vote(int(found[1]), 3, YearSource.OPENING, found[0])
    if found := (_QUERY.search(url or "") or _FOLDER.search(url or "")):
        yield Vote(int(next(filter(None, found.groups()))), 3, YearSource.ADDRESS, found[0].strip("/?&"))
    if signed:
        yield Vote(signed.year - 1, 2, YearSource.SIGNING_DATE, f"{signed}")
    if published:
        yield Vote(published.year - 1, 2, YearSource.PUBLICATION_DATE, f"{published}")


def _period(text: str) -> re.Match[str] | None:
    """The period that the report covers: the only one in the text, or the one introduced as that; else None."""
    periods = list(_PERIOD.finditer(text))
    if len({found[1] for found in periods}) > 1:
        periods = [
            found for found in periods if _OF_THE_REPORT.search(text[max(found.start() - 30, 0) : found.start()])
        ]
    return periods[0] if len({found[1] for found in periods}) == 1 else None


def _normalise(text: str) -> str:
    """The text without white space, with years in Arabic digits; NFKC, which is slow, only where it matters."""
    text = "".join(text.split())
    return arabic(text) if _WIDE.search(text) else arabic_years(text)


def decide(votes: tuple[Vote, ...], dated: date | None) -> YearDecision:
    """The year with the most weight.

    The first title outweighs copying errors in the text, unless the report was `dated` (signed or published) before
    that year ended and the text votes for the year before: then the title names the year of publication.
    """
    tally: defaultdict[int, int] = defaultdict(int)
    for vote in votes:
        if plausible(vote.year):
            tally[vote.year] += vote.weight
    if not tally:
        return YearDecision(None)
    year = max(tally, key=lambda each: (tally[each], -each))
    if (named := votes[0].year) and votes[0].weight == 8:
        year = named
        if dated and dated < date(named, 11, 1) and tally.get(named - 1, 0) >= 4:
            year = named - 1
    supporting = together(vote.source for vote in votes if vote.year == year)
    why = because(IdentityReason.YEAR_FROM, year=year, sources=supporting)
    against = [
        vote for vote in votes if vote.year != year and vote.weight > 2 and not _is_of_publication(vote, year, dated)
    ]
    if not against:
        return YearDecision(year, why)
    others = together(
        because(IdentityReason.YEAR_OF_SOURCE, source=vote.source.argument, year=vote.year) for vote in against
    )
    disagrees = because(IdentityReason.YEAR_CONTRADICTED, year=year, sources=supporting, others=others)
    return YearDecision(year, why, (Finding("identity.year.disagrees", "warning", "unknown", disagrees.as_stored),))


def _is_of_publication(vote: Vote, year: int, dated: date | None) -> bool:
    """Whether the vote is of a URL that names the year of publication, as folders of a site do."""
    return vote.origin is YearSource.ADDRESS and vote.year == year + 1 and (dated is None or dated.year == vote.year)
