"""Which county a site is of, by what its own pages say. Pure.

Weighs the area code in the government's meta tag, names of counties in titles and footers, and names of townships in
links. Refuses to decide where two counties are about as likely: a clone, a template and a link to a neighbour all
name counties, too.
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
"""The weight from which a county is worth naming."""

CLEAR = 2
"""How many times the weight of the next one makes a county certain."""

_CODE, _TITLE, _TEXT = 4, 4, 1
_NAMES = ("SiteName", "ContentSource", "ArticleTitle", "ColumnName")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A county that a site may be of: its code and full name, its weight, and what speaks for it."""

    code: str
    name: str
    weight: int
    evidence: tuple[str, ...]


def candidates(pages: Iterable[Page], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The counties that pages of one site speak for, the likeliest first."""
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for page in pages:
        for code, reason, weight in (*_coded(page, gazetteer), *_named(page, gazetteer), *_townships(page, gazetteer)):
            weights[code][reason] = max(weight, weights[code].get(reason, 0))
    found = [
        Candidate(code, gazetteer.place_name(code), sum(reasons.values()), tuple(reasons))
        for code, reasons in weights.items()
        if sum(reasons.values()) >= ENOUGH
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.code)))


def certain(found: Sequence[Candidate]) -> Candidate | None:
    """The county that stands out; None where none does."""
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
    found = [(words, _TITLE, "a title names it") for words in heads]
    return [
        (county.code, reason, weight)
        for words, weight, reason in (*found, (body, _TEXT, "the text names it"))
        for county in gazetteer.find_counties(words)
    ]


def _townships(page: Page, gazetteer: Gazetteer) -> list[tuple[str, str, int]]:
    """Counties by how many of their townships are named in links; a name that several counties have counts for each."""
    named: dict[str, set[str]] = defaultdict(set)
    for anchor, _ in anchors(page):
        words = re.sub(r"人民政府|办事处|政府$", "", collapse_whitespace(anchor.text(deep=True)))
        for name in _names_in(words, gazetteer):
            for code in gazetteer.codes(name):
                named[code[:6]].add(name)
    most = max(map(len, named.values()), default=0)
    return [
        (county, f"links name {len(names)} of its townships", len(names))
        for county, names in named.items()
        if len(names) >= max(2, most / 2)
    ]


def _names_in(words: str, gazetteer: Gazetteer) -> list[str]:
    """Township names in a link's words: each stretch of two to eight characters that ends like one."""
    ends = [found.end() for found in re.finditer(r"[镇乡]|街道|苏木|地区|管理区", words)]
    return [
        words[start:end]
        for end in ends
        for start in range(max(0, end - 8), end - 1)
        if gazetteer.codes(words[start:end])
    ]
