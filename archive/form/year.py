"""For which year a report is: a vote of the title, the period it states, its address and its dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.form.reading import Finding
from archive.form.years import arabic, arabic_years, plausible

_PERIOD = re.compile(r"((?:19|20)\d\d)年?0?1月0?1日?(?:起|开始)?[至到—–~-]+(?:(?:(?:19|20)\d\d|同)年?)?12月?31日?")
_LEAD = re.compile(r"((?:19|20)\d\d)年度?[^。;,]{0,14}公开[^。;,]{0,8}(?:报告|年报)")
_QUERY = re.compile(r"[?&](?:fbtime|nbyear|timeframe|year|nd)=((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_FOLDER = re.compile(
    r"/(?:n?((?:19|20)\d\d)n(?:xxgknb|ndbg)?|(?:gknb|xxgknb|nb|ndbg)((?:19|20)\d\d)n?)/", re.IGNORECASE
)
_WIDE = re.compile("[\uff0d-\uff19\uff5e]")
"""Wide digits and dashes; wide commas, colons and brackets are in every text and in no period."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One voice: the year it speaks for, its weight, and what it was read from."""

    year: int
    weight: int
    source: str


@dataclass(frozen=True, slots=True)
class Elected:
    """The reporting year, what spoke for it, and where the voices disagree."""

    year: int | None
    why: str = ""
    findings: tuple[Finding, ...] = ()


def ballots(
    *, titles: dict[str, int], lead: str, text: str, url: str | None, signed: date | None, published: date | None
) -> tuple[Vote, ...]:
    """All voices. `titles` maps a title to the year it names; dates speak for the year before them."""
    return tuple(_voices(titles, lead, text, url, signed, published))


def _voices(
    titles: dict[str, int], lead: str, text: str, url: str | None, signed: date | None, published: date | None
) -> Iterator[Vote]:
    for at, (title, year) in enumerate(titles.items()):
        yield Vote(year, 8 if at == 0 else 3, f"the title {title}")
    if found := _PERIOD.search(_even(text)):
        yield Vote(int(found[1]), 4, f"the period {found[0]}")
    if found := _LEAD.search(arabic("".join(lead.split()))):
        yield Vote(int(found[1]), 3, f"the opening {found[0]}")
    if found := (_QUERY.search(url or "") or _FOLDER.search(url or "")):
        yield Vote(int(next(filter(None, found.groups()))), 3, f"the address {found[0].strip('/?&')}")
    if signed:
        yield Vote(signed.year - 1, 2, f"the signing date {signed}")
    if published:
        yield Vote(published.year - 1, 2, f"the publication date {published}")


def _even(text: str) -> str:
    """The text without white space and with Arabic digits: a whole text at the least cost."""
    text = "".join(text.split())
    return arabic(text) if _WIDE.search(text) else arabic_years(text)


def elect(votes: tuple[Vote, ...], dated: date | None) -> Elected:
    """The year with the most weight behind it.

    The title wins over copying errors in the text, unless the report was `dated` (signed or published) before
    that year came to its end and the text speaks for an earlier one: then the title names the year of publication.
    """
    tally: defaultdict[int, int] = defaultdict(int)
    for vote in votes:
        if plausible(vote.year):
            tally[vote.year] += vote.weight
    if not tally:
        return Elected(None)
    year = max(tally, key=lambda each: (tally[each], -each))
    if (named := votes[0].year) and votes[0].weight == 8:
        year = named
        if dated and dated < date(named, 11, 1) and tally.get(named - 1, 0) >= 4:
            year = named - 1
    for_it = ", ".join(vote.source for vote in votes if vote.year == year)
    against = [vote for vote in votes if vote.year != year and vote.weight > 2]
    if not against:
        return Elected(year, f"year {year} from {for_it}")
    said = ", ".join(f"{vote.source} ({vote.year})" for vote in against)
    finding = Finding(
        "identity.year.disagrees", "warning", "source", f"taken as {year} from {for_it}; against it: {said}"
    )
    return Elected(year, f"year {year} from {for_it}", (finding,))
