"""The CMS families of the sample sites, by name: each a pure function of site, instant and request.

A family also tells where a site's crawl would start and at which address it shows a publication.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import (
    annual,
    asp,
    gkmlpt,
    hanweb,
    jpaas,
    leaf,
    lonsun,
    manuscripts,
    mirror,
    moved,
    odd,
    scripted,
    trs,
    ucap,
    vsb,
)
from tests.support.sites.message import Request, Response, not_found


@dataclass(frozen=True, slots=True)
class Family:
    """`start` gives paths, `address` the path (with its query, if any) of an article at an instant."""

    respond: Callable[[Site, datetime, Request], Response]
    start: Callable[[Site], tuple[str, ...]]
    address: Callable[[Site, Publication, datetime], str]


FAMILIES: Mapping[str, Family] = {
    "annual": Family(annual.respond, annual.start, annual.address),
    "asp": Family(asp.respond, asp.start, asp.address),
    "gkmlpt": Family(gkmlpt.respond, gkmlpt.start, gkmlpt.address),
    "hanweb": Family(hanweb.respond, hanweb.start, hanweb.address),
    "jpaas": Family(jpaas.respond, jpaas.start, jpaas.address),
    "leaf": Family(leaf.respond, leaf.start, leaf.address),
    "lonsun": Family(lonsun.respond, lonsun.start, lonsun.address),
    "manuscripts": Family(manuscripts.respond, manuscripts.start, manuscripts.address),
    "mirror": Family(mirror.respond, mirror.start, mirror.address),
    "moved": Family(moved.respond, moved.start, moved.address),
    "odd": Family(odd.respond, odd.start, odd.address),
    "scripted": Family(scripted.respond, scripted.start, scripted.address),
    "trs": Family(trs.respond, trs.start, trs.address),
    "ucap": Family(ucap.respond, ucap.start, ucap.address),
    "vsb": Family(vsb.respond, vsb.start, vsb.address),
}


def respond(site: Site, now: datetime, request: Request) -> Response:
    """What a site answers at an instant."""
    if request.path == "/robots.txt":
        return not_found() if site.robots is None else Response(200, site.robots.encode(), "text/plain")
    if request.method not in ("GET", "HEAD", "POST"):
        return Response(405, b"", "text/plain", (("Allow", "GET, HEAD, POST"),))
    return FAMILIES[site.family].respond(site, now, request)
