"""A county that changes its CMS at `options.moved`: from a TRS tree to UCAP, with the same texts under new addresses.

New ids, and in the new addresses the month of the move; the old addresses are gone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import trs, ucap
from tests.support.sites.message import Request, Response


def start(site: Site) -> tuple[str, ...]:
    return ("/",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    if now < site.options["moved"]:
        return trs.address(site, publication, now)
    return ucap.address(site, _refiled(site, publication), now)


def respond(site: Site, now: datetime, request: Request) -> Response:
    if now < site.options["moved"]:
        return trs.respond(site, now, request)
    return ucap.respond(_after(site), now, request)


def _after(site: Site) -> Site:
    return replace(site, publications=tuple(_refiled(site, one) for one in site.publications))


def _refiled(site: Site, publication: Publication) -> Publication:
    filed = max(publication.filed_on, site.options["moved"].date())
    return replace(publication, filed_on=filed)
