"""Keys of the archive as links, wherever they appear: in tables, views and users' SQL."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from archive import patterns
from archive.extract.report.model import CellRef
from archive.web.language import t
from archive.web.metadata import DATABASE
from archive.web.pages import proof_words
from archive.web.tables import extent
from archive.web.words import VERDICTS

Name = Callable[[str, str], Awaitable[str | None]]
"""The name behind a key: (`townships`, `counties` or `versions`, key) to a name; None for a key that is not there."""

_TOWNSHIP, _COUNTY = patterns.lazy(r"\d{9}"), patterns.lazy(r"\d{6}")
_REPORT = patterns.lazy(r"(\d{9})/(\d{4})")
_VERSION = patterns.lazy(r"(\d{9})/(\d{4})/[0-9a-f]{6,}")
_CAPTURE = patterns.lazy(r"[0-9a-z]{15}")
_RUN = patterns.lazy(r"\d{8}T\d{6}-[0-9a-z]+")
_DIGEST = patterns.lazy(r"[0-9a-f]{64}")
_TOWNSHIP_SUBJECT = patterns.lazy(r"township:(\d{9})/(\d{4})")
_COUNTY_SUBJECT = patterns.lazy(r"county:(\d{6})/\d{4}")
_SITE_SUBJECT = patterns.lazy(r"site:(.+)")

CAPTURES = frozenset({"capture", "via", "listing_capture"})
VERSIONS = frozenset({"version", "version_before", "version_after", "before", "after"})
RUNS = frozenset({"run", "look"})
PAYLOADS = frozenset({"payload", "listing_payload"})


def report(township: str, year: int | str, version: str | None = None) -> str:
    """The path of a report's page."""
    return f"/-/report/{township}/{year}" + (f"?version={quote(version, safe='')}" if version else "")


def county(code: str) -> str:
    """The path of a county's page."""
    return f"/-/county/{code}"


def questions(county: str | None = None) -> str:
    """The path of the open questions, of one county or of all."""
    return "/-/questions" + (f"?county={quote(county, safe='')}" if county else "")


def search(text: str = "", county: str = "", year: int | str = "", after: int = 0) -> str:
    """The path of the search, or of its answer to a question; `after` goes on behind an entry of the index."""
    given = {"q": text, "county": county, "year": str(year), "after": str(after or "")}
    return "/-/search" + ("?" + urlencode({name: value for name, value in given.items() if value}) if text else "")


def township(code: str) -> str:
    """The path of the page of a township over the years."""
    return f"/-/township/{code}"


def side_by_side(code: str, year: int | str | None = None, by: str = "", order: str = "") -> str:
    """The path of the townships of a county side by side, in a year, by a measure."""
    return f"/-/county/{code}/townships{_given(year=year, by=by, order=order)}"


def country(year: int | str | None = None, by: str = "", order: str = "") -> str:
    """The path of the map of provinces in a year, its table by a measure."""
    return f"/-/map{_given(year=year, by=by, order=order)}"


def province(code: str, year: int | str | None = None, by: str = "", order: str = "") -> str:
    """The path of the counties of a province, by its two digits, side by side in a year, by a measure."""
    return f"/-/province/{code}{_given(year=year, by=by, order=order)}"


def rankings(of: str = "", area: str = "", year: int | str | None = None, by: str = "", order: str = "") -> str:
    """The path of a ranking of counties or townships, of a province by its two digits or of the country."""
    return f"/-/rankings{_given(of=of, province=area, year=year, by=by, order=order)}"


def years(code: str, first: int | str, second: int | str) -> str:
    """The path of two years of a township's report side by side."""
    return f"/-/township/{code}/{first}/{second}"


def copies(area: str, year: int | str | None = None) -> str:
    """The path of the copied reports of a province or county, by its two or six digits, of a year or of all."""
    return f"/-/copies/{area}{_given(year=year)}"


def copied(township: str, year: int | str) -> str:
    """The path of a copied report beside the one whose words it shares."""
    return f"/-/copied/{township}/{year}"


def feed(area: str = "") -> str:
    """The path of the feed of a province, county or township, by its two, six or nine digits, or of the country."""
    return f"/-/feed/{area}.atom" if area else "/-/feed.atom"


def place(area: str) -> str:
    """The path of the page that shows a place: its county's, or the front page."""
    return county(area[:6]) if len(area) >= 6 else "/"


def capture(key: str) -> str:
    """The path of a capture's row."""
    return f"/{DATABASE}/captures?capture={quote(key, safe='')}"


def run(key: str) -> str:
    """The path of a run's row; runs are a view, which has no pages of single rows."""
    return f"/{DATABASE}/runs?run={quote(key, safe='')}"


def payload(digest: str) -> str:
    """The path at which a payload's bytes are downloaded."""
    return f"/-/payload/{digest}"


def archived(key: str, *, cell: CellRef | None = None, stated: int | None = None, view: str = "", page: int = 0) -> str:
    """The path of an archived document's page: with a cell, or the n-th figure of the text, marked in it."""
    return f"/-/archived/{key}{_asked(cell, stated, view, page)}"


def archived_data(key: str, *, cell: CellRef | None = None, stated: int | None = None) -> str:
    """The path of what is known of an archived document, and of where a figure stands in it, as JSON."""
    return f"/-/archived/{key}.json{_asked(cell, stated)}"


def archived_frame(key: str, *, cell: CellRef | None = None, stated: int | None = None) -> str:
    """The path of an archived web page made harmless, for a frame."""
    return f"/-/archived/{key}/frame{_asked(cell, stated)}"


def archived_page(key: str, number: int) -> str:
    """The path of a page of an archived document as a picture."""
    return f"/-/archived/{key}/page/{number}"


def archived_file(key: str) -> str:
    """The path at which an archived document is saved under its own name."""
    return f"/-/archived/{key}/file"


def comparison(township: str, year: int | str, before: str, after: str) -> str:
    """The path of two versions of a report side by side."""
    return f"/-/compare/{township}/{year}?{urlencode({'before': before, 'after': after})}"


def _given(**values: int | str | None) -> str:
    """The query of an address, of what is given."""
    return f"?{query}" if (query := urlencode({name: value for name, value in values.items() if value})) else ""


def _asked(cell: CellRef | None, stated: int | None, view: str = "", page: int = 0) -> str:
    given: dict[str, object] = {}
    if cell is not None:
        given = dict(zip(("table", "line", "column"), cell, strict=True))
    elif stated is not None:
        given = {"figure": stated}
    given |= ({"view": view} if view else {}) | ({"page": page} if page else {})
    return f"?{urlencode(given)}" if given else ""


def subject(text: str) -> str | None:
    """The path of what an alert or a change is about; None for the archive as a whole."""
    if found := _TOWNSHIP_SUBJECT.fullmatch(text):
        return report(found[1], found[2])
    if found := _COUNTY_SUBJECT.fullmatch(text):
        return county(found[1])
    if found := _SITE_SUBJECT.fullmatch(text):
        return f"/{DATABASE}/sites/{tilde_encode(found[1])}"
    return None


async def cell(column: str, value: object, year: object, base: str, name: Name) -> Markup | None:
    """A cell's markup where it holds a key of the archive, else None. `base` is Datasette's base_url."""
    text = str(value["value"]) if isinstance(value, dict) else value
    if not isinstance(text, str):
        return None
    if column in ("township_code", "successor") and _TOWNSHIP.fullmatch(text):
        known = await name("townships", text)
        target = report(text, year) if isinstance(year, int) else county(text[:6])
        return _coded(base, target, known, text)
    if column == "county_code" and _COUNTY.fullmatch(text):
        return _coded(base, county(text), await name("counties", text), text)
    if column in VERSIONS and _VERSION.fullmatch(text) and await name("versions", text) is None:
        return None  # a page that only carries a file has a document, and no version
    if column == "verdict" and text in VERDICTS:
        return Markup(
            '<span class="v v-{}" title="{}"><span class="mark" aria-hidden="true">{}</span> {}</span>'
        ).format(text, text, VERDICTS[text], t(f"word-verdict-{text}"))
    if column == "evidence":
        return _evidence(text)
    return _key(column, text, base)


def _key(column: str, text: str, base: str) -> Markup | None:
    """A key that links to its own page or row."""
    target = None
    if column == "report" and (found := _REPORT.fullmatch(text)):
        target = report(found[1], found[2])
    elif column in VERSIONS and (found := _VERSION.fullmatch(text)):
        target = report(found[1], found[2], text)
    elif column == "subject":
        target = subject(text)
    elif column in CAPTURES and _CAPTURE.fullmatch(text):
        target = capture(text)
    elif column in RUNS and _RUN.fullmatch(text):
        target = run(text)
    elif column in PAYLOADS and _DIGEST.fullmatch(text):
        return Markup('<a class="digest" href="{}" title="{}">{}…</a>').format(
            base + payload(text), t("page-download"), text[:12]
        )
    return link(base + target, text) if target else None


def link(target: str, text: str) -> Markup:
    """A link, as part of a sentence."""
    return Markup('<a href="{}">{}</a>').format(target, text)


def strong(number: int) -> Markup:
    """A number that a sentence stresses."""
    return Markup("<b>{}</b>").format(number)


def code(text: str) -> Markup:
    """A command within a sentence."""
    return Markup("<code>{}</code>").format(text)


def _coded(base: str, target: str, known: str | None, code: str) -> Markup:
    return Markup('<a href="{}" lang="zh-CN">{}</a>&nbsp;<em>{}</em>').format(base + target, known or code, code)


def _evidence(text: str) -> Markup | None:
    """The reason as a sentence, with the evidence folded below: its beginning on a page of many rows."""
    try:
        why = proof_words.why(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return None
    most = extent.current().characters
    shown = text if most is None or len(text) <= most else f"{text[:most]}…"
    code = Markup(str(escape(shown)).replace("&#34;", '"'))  # noqa: S704 - quotes need no escape in text, and are many
    return Markup("<details><summary>{}</summary><code>{}</code></details>").format(why, code)
