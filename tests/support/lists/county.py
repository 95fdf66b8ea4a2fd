"""The county of drawn lists: its townships, their rows, and the page around a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial

from crawler.site_run import identify
from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Link
from spiders.proof.rows import Units
from spiders.walk.identity import identified_link

CODE = "360321"
HOST = "http://www.lianhua.example.gov.cn"
URL = f"{HOST}/nb/index.html"
TODAY = date(2026, 2, 2)
TOWNS = tuple(identify.townships(CODE))
HALF = len(TOWNS) // 2
SHAPES = ("ul", "table", "div", "dl")
"""How rows may be marked up."""

NEAR = '<div class="location">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>'
TOP = '<div class="top"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/hdjl/">互动交流</a></div>'


def href(number: int, year: int = 2025) -> str:
    return f"/nb/{year + 1}01/t{year + 1}0116_{year * 100 + number}.html"


def title(number: int, year: int = 2025) -> str:
    return f"{TOWNS[number]}{year}年政府信息公开工作年度报告"


def row(number: int, shape: str = "ul", year: int = 2025) -> str:
    said = title(number, year)
    return row_of(f'<a href="{href(number, year)}" title="{said}">{said}</a>', shape, f"{year + 1}-01-16")


def row_of(inside: str, shape: str, date: str) -> str:
    """A row of any content, with its date."""
    if shape == "table":
        return f"<tr><td>{inside}</td><td>{date}</td></tr>"
    if shape == "div":
        return f'<div class="item">{inside}<span>{date}</span></div>'
    if shape == "dl":
        return f"<dd>{inside}<i>{date}</i></dd>"
    return f"<li>{inside}<span>{date}</span></li>"


def shelf(numbers: Iterable[int], shape: str = "ul") -> str:
    return shelf_of("".join(row(number, shape) for number in numbers), shape)


def shelf_of(inside: str, shape: str) -> str:
    """A list of these rows."""
    if shape == "table":
        return f'<table class="list"><tbody>{inside}</tbody></table>'
    return f'<{shape} class="list">{inside}</{shape}>'


Shelf = Callable[[Iterable[int], str], str]
"""What shows the rows of these townships, marked up in one of the shapes."""


def page(inner: str, *, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年报-莲花县人民政府</title>{head}</head>'
        f"<body>{TOP}{NEAR}{inner}</body></html>"
    )


@cache
def units() -> Units:
    return Units(identify.townships(CODE))


@cache
def identified(link: Link) -> IdentifiedLink:
    return identified_link(link, partial(identify.link, today=TODAY), CODE)
