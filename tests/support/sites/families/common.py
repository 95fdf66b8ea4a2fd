"""What every CMS family needs: the text of an article, cut titles, a picture, a portal's links. Pure."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from random import Random
from typing import TypeVar

from tests.support.sites import docx, pdf
from tests.support.sites.blocks import Block, Prose
from tests.support.sites.county import Publication, Site
from tests.support.sites.markup import body
from tests.support.sites.message import Response

T = TypeVar("T")


def site_name(site: Site) -> str:
    return f"{site.county_name}人民政府"


def day(value: date) -> str:
    return value.strftime("%Y-%m-%d")


def stamp(publication: Publication) -> str:
    """The claimed date with a time of day, to the minute."""
    return f"{day(publication.claimed_on)} {publication.published_at:%H:%M}"


def shown(publication: Publication) -> str:
    """The title as a list shows it: whole, or cut."""
    return publication.title[:12] + "…" if publication.cut else publication.title


def pages(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """The items in pages; one empty page where there are none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [()]


def article(publication: Publication, now: datetime) -> str:
    """The inside of an article that carries its text on the page."""
    return body(blocks(publication, now), publication.markup, publication.key)


def inside(publication: Publication, now: datetime, beside: str) -> str:
    """The inside of an article however it is carried: its text, or a link to the file at `beside`, or a picture."""
    if publication.carrier in ("docx", "pdf"):
        name = f"{escape(publication.title)}.{ending(publication)}"
        return f'<p>　　附件：<a href="{escape(beside)}" target="_blank">{name}</a></p>'
    if publication.carrier == "picture":
        return f'<p style="text-align:center"><img src="{escape(beside)}" border="0"></p>'
    return article(publication, now)


def blocks(publication: Publication, now: datetime) -> tuple[Block, ...]:
    if publication.kind in ("report", "repost", "department", "county"):
        return publication.report(now).blocks
    return tuple(Prose(line) for line in _about(publication))


def ending(publication: Publication) -> str:
    """The ending of the file that carries the report beside its page."""
    return "png" if publication.carrier == "picture" else publication.carrier


def attached(publication: Publication, now: datetime) -> Response:
    """The file beside the page: the report as DOCX or PDF, or a picture of nothing."""
    if publication.carrier == "docx":
        return Response(200, docx.write(publication.title, blocks(publication, now)), docx.MEDIA_TYPE)
    if publication.carrier == "pdf":
        return Response(200, pdf.write(publication.title, blocks(publication, now)), pdf.MEDIA_TYPE)
    return Response(200, picture(), "image/png")


def picture() -> bytes:
    """A small grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xcc" * 64 for _ in range(64)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def meta(site: Site, publication: Publication, column: str) -> str:
    """The meta tags of 国办发〔2017〕47号; every other page has `content` before `name`."""
    pairs = {
        "SiteName": site_name(site),
        "SiteDomain": f"www.{site.id}.gov.cn",
        "SiteIDCode": f"{site.county}0001",
        "ColumnName": column,
        "ColumnType": column,
        "ArticleTitle": publication.title,
        "PubDate": stamp(publication),
        "ContentSource": publication.organ,
        "Author": "",
        "Keywords": "政府信息公开,年度报告",
        "Description": "",
        "Url": "",
    }
    if publication.number % 2:
        return "\n".join(f'<meta content="{escape(value)}" name="{name}"/>' for name, value in pairs.items())
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in pairs.items())


def _about(publication: Publication) -> tuple[str, ...]:
    """The text of what only looks like a report: no sections, no tables."""
    rng = Random(publication.key)
    year, organ = publication.year, publication.organ
    texts = {
        "lookalike": (
            f"为便于群众了解{organ}{year}年政府信息公开工作情况，现就报告的主要内容解读如下。",
            f"报告共六个部分，其中主动公开部分列出了全年公开的信息数量，{rng.choice(('图表', '数字'))}以报告原文为准。",
            "如需查阅全文，请到县政府门户网站政府信息公开年报栏目。",
        ),
        "notice": (
            "各乡镇人民政府、街道办事处，县政府各部门：",
            (
                f"按照条例规定，请各单位认真编制{year}年度政府信息公开工作年度报告，"
                f"于{year + 1}年1月31日前在县政府门户网站发布。"
            ),
            "联系人：县政府办公室政务公开股。",
        ),
        "guide": (
            f"为了更好地提供政府信息公开服务，{organ}编制了本指南（{year}年版）。",
            (
                "公民、法人和其他组织可以通过信函、当面或者网络提出公开申请，"
                "受理时间为工作日上午八时至十二时、下午二时三十分至五时三十分。"
            ),
        ),
        "rule": (
            "第一条 为规范政府信息公开工作年度报告的编制和发布，制定本制度。",
            "第二条 年度报告应当包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等内容。",
            f"第三条 本制度自{year}年起施行。",
        ),
    }
    return texts[publication.kind]
