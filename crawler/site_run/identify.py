"""The archive's identification of links, as the spider and `nianbao identify` use it."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import Any

from archive import gazetteer
from archive.extract.identity import identify
from archive.extract.identity.identify import Identity


def link(title: str, url: str, county_code: str) -> Identity:
    """The identity of a list's item on a site of this county."""
    return identify.identify_link(title, url=url, county_code=county_code, gazetteer=gazetteer.load())


@cache
def township_names(county_code: str) -> Set[str]:
    """The names of a county's townships, by which discovery recognises their links."""
    return frozenset(unit.name for unit in gazetteer.load().units(county_code))


def explain(title: str, url: str | None, county: str | None) -> dict[str, Any]:
    """The identity of a title with its reasons, as `identify --json` prints it."""
    identity = identify.identify_link(title, url=url, county_code=county, gazetteer=gazetteer.load())
    return identify.to_json(identity)


def in_words(result: dict[str, Any]) -> str:
    """The result of `explain` as lines of text."""
    issuer = result["issuer"]
    lines = [
        f"{result['kind']}, reporting year {result['year'] or 'not told'}"
        + (f": {result['reason']}" if result["reason"] else ""),
        f"issuer: {issuer['name'] or 'not told'} ({issuer['level']}, {issuer['match']})",
    ]
    if issuer["township_code"] or issuer["county_code"]:
        lines.append(f"code: {issuer['township_code'] or issuer['county_code']}")
    lines += [f"could be: {c['township_code']} {c['county']}{c['name']}" for c in issuer["candidates"]]
    lines += [f"because {reason}" for reason in result["why"]]
    return "\n".join(lines)
