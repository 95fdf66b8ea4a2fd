"""What a link is, for the spider and for `nianbao identify`: the archive's knowledge under the names that they use."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import Any

from archive import gazetteer
from archive.extract.identity import identify
from archive.extract.identity.identify import Identity


def link(title: str, url: str, county_code: str) -> Identity:
    """What a list's item would lead to on a site of this county."""
    return identify.identify_link(title, url=url, county_code=county_code, gazetteer=gazetteer.load())


@cache
def township_names(county_code: str) -> Set[str]:
    """The townships' names, by which discovery tells a county's own links."""
    return frozenset(unit.name for unit in gazetteer.load().units(county_code))


def explain(title: str, url: str | None, county: str | None) -> dict[str, Any]:
    """What a title would be taken for, and why, as `identify --json` prints it."""
    judged = identify.identify_link(title, url=url, county_code=county, gazetteer=gazetteer.load())
    return identify.to_json(judged)


def in_words(said: dict[str, Any]) -> str:
    """The same for people."""
    issuer = said["issuer"]
    lines = [
        f"{said['kind']}, reporting year {said['year'] or 'not told'}"
        + (f": {said['reason']}" if said["reason"] else ""),
        f"issuer: {issuer['name'] or 'not told'} ({issuer['level']}, {issuer['match']})",
    ]
    if issuer["township_code"] or issuer["county_code"]:
        lines.append(f"code: {issuer['township_code'] or issuer['county_code']}")
    lines += [f"could be: {c['township_code']} {c['county']}{c['name']}" for c in issuer["candidates"]]
    lines += [f"because {reason}" for reason in said["why"]]
    return "\n".join(lines)
