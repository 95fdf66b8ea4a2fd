"""Which county a site belongs to, by its own pages. Pure.

Weighs the area code in the government's meta tag, names of counties in titles and footers, and names of townships in
links. Does not decide between two counties that are about as likely: clones, templates and links to neighbours name
counties, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.gazetteer import Gazetteer
from spiders.pages.links import anchors, collapse_whitespace
from spiders.pages.page import Page

ENOUGH = 3
"""The least weight of a candidate."""

CLEAR = 2
"""A county is certain from this many times the weight of the next candidate."""

_CODE, _TITLE, _TEXT = 4, 4, 1
_NAMES = ("SiteName", "ContentSource", "ArticleTitle", "ColumnName")


@dataclass(frozen=True, slots=True)
class CountyCandidate:
    """A county that a site may belong to: its code and full name, its weight, and the evidence for it."""

    code: str
    name: str
    weight: int
    evidence: tuple[str, ...]


def candidates(pages: Iterable[Page], gazetteer: Gazetteer) -> tuple[CountyCandidate, ...]:
    """The counties for which the pages of a site have evidence, the likeliest first."""
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for page in pages:
        for code, reason, weight in (*_coded(page, gazetteer), *_named(page, gazetteer), *_townships(page, gazetteer)):
            weights[code][reason] = max(weight, weights[code].get(reason, 0))
    found = [
        CountyCandidate(code, gazetteer.place_name(code), sum(reasons.values()), tuple(reasons))
        for code, reasons in weights.items()
        if sum(reasons.values()) >= ENOUGH
    ]
    return tuple(sorted(found, key=lambda candidate: (-candidate.weight, candidate.code)))


def certain(found: Sequence[CountyCandidate]) -> CountyCandidate | None:
    """The candidate that is certain; None where none is."""
    if found and (len(found) == 1 or found[0].weight >= CLEAR * found[1].weight):
        return found[0]
    return None


def _coded(page: Page, gazetteer: Gazetteer) -> list[tuple[str, str, int]]:
    """The first six digits of the site's code in the government's meta tag."""
    code = page.metas.get("siteidcode", "")[:6]
    return [(code, f"SiteIDCode begins with {code}", _CODE)] if gazetteer.county(code) else []


def _named(page: Page, gazetteer: Gazetteer) -> list[tuple[str, str, int]]:
    window = page.tree.css_first("title")
    heads = [collapse_whitespace(window.text())] if window else []
    heads += [page.metas[name.lower()] for name in _NAMES if name.lower() in page.metas]
    body = collapse_whitespace(page.tree.body.text(deep=True)) if page.tree.body else ""
    found = [(text, _TITLE, "a title names it") for text in heads]
    return [
        (county.code, reason, weight)
        for text, weight, reason in (*found, (body, _TEXT, "the text names it"))
        for county in gazetteer.find_counties(text)
    ]


def _townships(page: Page, gazetteer: Gazetteer) -> list[tuple[str, str, int]]:
    """Counties by the number of their townships named in links; a name shared by several counties counts for each."""
    named: dict[str, set[str]] = defaultdict(set)
    for anchor, _ in anchors(page):
        text = re.sub(r"人民政府|办事处|政府$", "", collapse_whitespace(anchor.text(deep=True)))
        for name in _names_in(text, gazetteer):
            for code in gazetteer.codes(name):
                named[code[:6]].add(name)
    most = max(map(len, named.values()), default=0)
    return [
        (county, f"links name {len(names)} of its townships", len(names))
        for county, names in named.items()
        if len(names) >= max(2, most / 2)
    ]


def _names_in(text: str, gazetteer: Gazetteer) -> list[str]:
    """Township names in a link's text: each run of two to eight characters that ends like a township's name."""
    ends = [found.end() for found in re.finditer(r"[镇乡]|街道|苏木|地区|管理区", text)]
    return [
        text[start:end] for end in ends for start in range(max(0, end - 8), end - 1) if gazetteer.codes(text[start:end])
    ]
