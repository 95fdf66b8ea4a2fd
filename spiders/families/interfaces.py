"""Interfaces that answer a list page by page, each described in `interfaces.toml`: JSON, or markup, by page number.

A page is recognised by the call of an interface, if every parameter of the call is found in it; an answer by the
fragment of its address, which is not sent and keeps what was asked for. The keys of a description:

`endpoint` finds the interface's address in the page that calls it (group 1; `address` where only a script of the
platform has it). `ask` is the requested address, `query`, `form` and `json` are what is sent; `{endpoint}`, `{page}`
(from 1), `{size}`, `{first}` and `{last}` (numbers of records) and the parameters stand in for their values, and
empty values of `query` and `form` are not sent. `parameters` are looked for by `text` (patterns, group 1), `meta`
(names of tags), `query` and `address` (of the page), in this order; one without `default` has to be found, in the page
or in the page's `script`. In `answer`, `records`, `total` and `markup` are paths into the answer (`data.results`; the
empty path is the whole), `title`, `address` and `date` paths into a record; the first that leads to a value counts.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit

from spiders.families import articles, generic, hanweb, pagers
from spiders.pages.links import absolute, printed_date, strip_markup
from spiders.pages.page import Fetch, Landing, Link, Listing, Page

name = "interfaces"

CAPS = (200, 500, 1000, 10000)
"""Totals at which interfaces stop counting: they declare nothing."""

_CALLBACK = re.compile(r"^\s*[\w.$]+\((.*)\)\s*+;?\s*+$", re.DOTALL)
"""JSON as the argument of a function, as pages of other hosts want it."""
_CHINA = timezone(timedelta(hours=8))
# such as createPageHTML('page_div', 5, 1, or createPageHTML(3, 0,
_STATIC_PAGER = re.compile(r"createPageHTML\(\s*(?:['\"][\w-]+['\"]\s*,\s*)?['\"]?\d")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where a value is looked for, and what stands in for it; without `default` it has to be found.

    `in_script` says that the page's script may have it where the page does not.
    """

    text: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    default: str | None = None
    in_script: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFields:
    """Where an answer keeps its records or their markup, and where a record keeps what a list shows of it."""

    records: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    date: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface, as the module's docstring explains its keys."""

    name: str
    endpoint: str
    ask: str
    size: int
    answer: AnswerFields
    method: Literal["GET", "POST"] = "GET"
    address: str | None = None
    script: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@cache
def interfaces() -> Mapping[str, Interface]:
    """The described interfaces by their names. Raises TypeError for a key that no description has."""
    tables = tomllib.loads((Path(__file__).parent / "interfaces.toml").read_text(encoding="utf-8"))["interface"]
    return {table["name"]: _interface(table) for table in tables}


def _interface(table: dict[str, Any]) -> Interface:
    parts = {
        "parameters": {key: Parameter(**_tuples(row)) for key, row in table.get("parameters", {}).items()},
        "answer": AnswerFields(**_tuples(table["answer"])),
    }
    return Interface(**(table | parts))


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def land(page: Page) -> Landing | None:
    """A list by the answer of a described interface, or the shell of one by the call in its page."""
    state = dict(parse_qsl(urlsplit(page.url).fragment, keep_blank_values=True))
    asked = interfaces().get(state.get("interface", ""))
    if asked is None:
        listing = _called(page)
    elif state.get("page") == "0":
        listing = _script(asked, page, state)
    else:
        listing = _answer(asked, page, state)
    return Landing(name, listing=listing) if listing else None


# Asking


def _shows_itself(page: Page) -> bool:
    """Whether a page is an article, or a list with static pages: those of a site may call its search, too.

    A label such as 发布机构 alone makes no article, as tables of documents have it in their head.
    """
    if _STATIC_PAGER.search(page.text) or articles.meta(page, "ArticleTitle") or articles.is_report(page):
        return True
    headings = (node.text(deep=True) for node in page.tree.css("h1, h2"))
    return articles.is_labelled(page) and any(generic.REPORT.search(text) for text in headings)


def _called(page: Page) -> Listing | None:
    """The list that the page's scripts ask an interface for."""
    scripts = "\n".join(node.attributes.get("src") or node.text(deep=True) for node in page.tree.css("script"))
    for interface in interfaces().values():
        called = re.search(interface.endpoint, scripts, re.IGNORECASE)
        listing = _shell(interface, page, called) if called and not _shows_itself(page) else None
        if listing is not None:
            return listing
    return None


def _shell(interface: Interface, page: Page, called: re.Match[str]) -> Listing | None:
    """A page that calls the interface: what follows is the first page of the answer, or a script of the call."""
    found = _values(interface, page) | {"column": page.url, "interface": interface.name}
    missing = [row for key, row in interface.parameters.items() if key not in found and row.default is None]
    if called.lastindex:
        found["endpoint"] = unescape(called[1])
    if not missing:
        return _first_page(interface, found)
    if interface.script is None or not all(row.in_script for row in missing):
        return None
    scripts = (absolute(page, node.attributes.get("src")) for node in page.tree.css("script[src]"))
    url = next((url for url in scripts if url and re.search(interface.script, url)), None)
    headers = (("Referer", page.url),)
    state = _state(found | {"page": "0"})
    return Listing((), next=Fetch(f"{url}#{state}", "listing", headers=headers), page_number=0) if url else None


def _script(interface: Interface, page: Page, state: dict[str, str]) -> Listing | None:
    """A script that the page's call left values to; `state` has the values of the page."""
    found = _values(interface, page) | state
    is_found = all(key in found or row.default is not None for key, row in interface.parameters.items())
    return _first_page(interface, found) if is_found else None


def _first_page(interface: Interface, found: dict[str, str]) -> Listing:
    defaults = {key: row.default for key, row in interface.parameters.items() if row.default is not None}
    values = defaults | found
    endpoint = values.get("endpoint") or _fill(interface.address or "", values)
    values["endpoint"] = urljoin(values["column"], endpoint)
    return Listing((), next=_fetch(interface, values, 1), page_number=0)


def _values(interface: Interface, page: Page) -> dict[str, str]:
    return {key: value for key, row in interface.parameters.items() if (value := _find(row, page)) is not None}


def _find(parameter: Parameter, page: Page) -> str | None:
    """The value of a parameter in a page; None where it is not stated."""
    parts = urlsplit(page.url)
    asked = dict(parse_qsl(parts.query))
    in_text = (re.search(pattern, page.text) for pattern in parameter.text)
    in_path = (re.search(pattern, parts.path) for pattern in parameter.address)
    values = [
        *(unquote(unescape(match[1])) for match in in_text if match),
        *(articles.meta(page, key) for key in parameter.meta),
        *(asked.get(key) for key in parameter.query),
        *(match[1] for match in in_path if match),
    ]
    return next((value for value in values if value), None)


def _fetch(interface: Interface, values: dict[str, str], number: int) -> Fetch:
    """The request for a page of the list."""
    size = int(values.get("size", interface.size))
    numbers = {"page": number, "size": size, "first": (number - 1) * size + 1, "last": number * size}
    filled = values | {key: str(value) for key, value in numbers.items()}
    target, _, own = _fill(interface.ask, filled).partition("?")
    query = urlencode(dict(parse_qsl(own)) | _sent(interface.query, filled))
    body, kind = None, "application/x-www-form-urlencoded"
    if interface.json:
        body, kind = json.dumps({key: _typed(text, filled) for key, text in interface.json.items()}), "application/json"
    elif interface.method == "POST":
        body = urlencode(_sent(interface.form, filled))
    state = _state({key: value for key, value in filled.items() if key not in ("first", "last")})
    headers = (("Referer", values["column"]), *((("Content-Type", kind),) if body is not None else ()))
    url = f"{target}?{query}#{state}" if query else f"{target}#{state}"
    return Fetch(url, "listing", method=interface.method, body=body, headers=headers)


def _state(values: Mapping[str, str]) -> str:
    """What was asked for, as the fragment of an address: the same on every night."""
    return urlencode(sorted(values.items()))


def _fill(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], ""), text)


def _sent(fields: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {key: filled for key, text in fields.items() if (filled := _fill(text, values))}


def _typed(text: str, values: Mapping[str, str]) -> str | int:
    """A field of a JSON body: numbers of pages are numbers there."""
    filled = _fill(text, values)
    return int(filled) if text in ("{page}", "{size}", "{first}", "{last}") else filled


# Answers


def _answer(interface: Interface, page: Page, state: dict[str, str]) -> Listing | None:
    data = _data(page.text)
    number, column = int(state["page"]), state["column"]
    read = _records(interface.answer, data, column) or _markup(interface.answer, data, column, number)
    if read is None:
        return None
    items, total = read
    declared = None if total in CAPS or (total == len(items) == int(state["size"])) else total
    if not items and number == 1 and total is None:
        return None
    more = items and not (number == 1 and declared is not None and len(items) >= declared)
    ended = number - 1 if not items and number > 1 and declared is None else None
    return Listing(
        items,
        next=_fetch(interface, state, number + 1) if more else None,
        declared_items=declared,
        declared_pages=ended,
        page_number=number,
    )


def _data(text: str) -> Any:
    """The answer as JSON, with or without a callback; the text itself where it is none."""
    called = _CALLBACK.match(text)
    try:
        return json.loads(called[1] if called else text)
    except ValueError:
        return text


def _records(answer: AnswerFields, data: Any, column: str) -> tuple[tuple[Link, ...], int | None] | None:
    """The records of an answer as links, and its total; None where it has no records, or not all can be opened."""
    records = _first(data, answer.records)
    if not isinstance(records, list):
        return None
    total = _number(_first(data, answer.total))
    links = tuple(link for record in records if (link := _link(answer, record, column)))
    return (links, total) if total is not None or len(links) == len(records) else None


def _link(answer: AnswerFields, record: Any, column: str) -> Link | None:
    title, address = _first(record, answer.title), _first(record, answer.address)
    if not isinstance(title, str) or not isinstance(address, str):
        return None
    return Link(urljoin(column, unescape(address).strip()), strip_markup(title), _date(_first(record, answer.date)))


def _markup(answer: AnswerFields, data: Any, column: str, number: int) -> tuple[tuple[Link, ...], int | None] | None:
    """The rows of an answer's markup, and the total that it states; None where it is no list.

    A page after the first (`number`) may be empty: it is the end of a list without a total.
    """
    text = _first(data, answer.markup)
    if not isinstance(text, str):
        return None
    inside = Page(urldefrag(column).url, text)
    links = tuple(hanweb.record_links(inside)) if "<record" in text else generic.items(inside)
    body = inside.tree.body
    total = hanweb.number(inside, "totalrecord")
    if total is None and body is not None:
        total, _, _ = pagers.parse_declared(body.text(deep=True))
    return (links, total) if links or total == 0 or number > 1 else None


def _first(data: Any, paths: tuple[str, ...]) -> Any:
    """The first value that one of the paths leads to; None where none does."""
    return next((value for path in paths if (value := _at(data, path)) not in (None, "")), None)


def _at(data: Any, path: str) -> Any:
    for key in path.split(".") if path else ():
        if isinstance(data, str) and data.startswith("{"):
            data = _data(data)
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


def _date(value: Any) -> str | None:
    """The day of a record: as printed, or from a number of seconds or milliseconds."""
    text = str(value if value is not None else "")
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(_CHINA).date().isoformat()
    return printed_date(text) or (text[:10] or None)
