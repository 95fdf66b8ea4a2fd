"""A clone of a county's TRS site on a host that is not the county's: same paths and ids, spoilt text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import trs
from tests.support.sites.message import Request, Response

_NOISE = {"报告": "報(bào)告", "公开": "公開(kāi)", "政务动态": "彩票平台", "来源：": "来源：棋牌娱乐网 "}


def start(site: Site) -> tuple[str, ...]:
    return trs.start(site)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return trs.address(site, publication, now)


def respond(site: Site, now: datetime, request: Request) -> Response:
    answer = trs.respond(site, now, request)
    if not answer.content_type.startswith("text/html"):
        return answer
    text = answer.body.decode("utf-8")
    for plain, spoilt in _NOISE.items():
        text = text.replace(plain, spoilt)
    return replace(answer, body=text.encode(), headers=())
