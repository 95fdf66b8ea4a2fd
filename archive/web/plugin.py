"""Datasette's hooks: the project's pages, the payload download, links in cells, headers.

Thin: what a page shows is gathered in the module of its name.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]
from markupsafe import Markup
from pluggy import HookimplMarker

from archive.messages.printable import shown
from archive.storage.schema import APPLICATION_ID
from archive.web import (
    access,
    bounded_functions,
    caching,
    labels,
    language,
    links,
    plain,
    queries,
    sql_functions,
    words,
)
from archive.web.access import allowed
from archive.web.archived import answers, capture, studio, viewer
from archive.web.archived.capture import Captured
from archive.web.ask import Ask
from archive.web.compare import routes as compare_routes
from archive.web.data import csv_for_people, routes
from archive.web.drafts import draft_check
from archive.web.language import App, Message, Receive, Send, t
from archive.web.metadata import DATABASE
from archive.web.pages import answer, county, overview, payload, questions, report, search
from archive.web.tables import cells, extent, faults, filters, next_datasette
from archive.web.tables.database import ArchiveDatabase
from archive.web.when import moment, short_day

if TYPE_CHECKING:  # Datasette imports its plugins
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request
    from jinja2 import Environment

STATIC = Path(__file__).parent / "static"
STYLE = f"/-/nianbao/style.css?{sha256((STATIC / 'style.css').read_bytes()).hexdigest()[:8]}"
_EVERYWHERE = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
}

hookimpl = HookimplMarker("datasette")

_NAMES: WeakKeyDictionary[Datasette, dict[tuple[str, str], str]] = WeakKeyDictionary()
"""Names by table and code for each Datasette: a page of two thousand rows asks for few different ones."""

_NAME_OF = {
    "townships": "SELECT name FROM townships WHERE code = ?",
    "counties": "SELECT name FROM counties WHERE code = ?",
    "versions": "SELECT version AS name FROM versions WHERE version = ?",
}

LONGEST_VALUE = 32_000_000
"""Bytes of a value that a visitor's SQL may make; no value of an archive is as long."""

HEAP = 1_000_000_000
"""Bytes of memory that SQLite may take in this process, for all connections."""


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Bound what a query may take of the memory and in one call: `hex(zeroblob(400000000))` would take gigabytes."""
    if database == DATABASE and _is_archive(conn):
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        conn.execute(f"PRAGMA hard_heap_limit = {HEAP}")
        sql_functions.register(conn)
        bounded_functions.bound(conn)


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    """Datasette 1.0 is told once what earlier ones ask for."""
    return partial(next_datasette.told, datasette)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The pages and the download; none where Datasette serves something else."""
    return list(_routes()) if _serves_an_archive(datasette) else []


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Awaitable[Response] | None:
    """What Datasette takes for a failure of its own although the address is at fault, answered as what it is."""
    at_fault = faults.of_the_address(request, exception)
    return None if at_fault is None else faults.answered(datasette, request, at_fault)


@hookimpl
def filters_from_request(datasette: Datasette, request: Request, database: str, table: str) -> Awaitable[None] | None:
    """What a table is filtered by has to be there."""
    return filters.refuse_unknown(datasette, request, table) if database == DATABASE else None


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Descriptions and canned queries of an archive that is served by its file alone.

    `nianbao serve` has them from the start: Datasette copies all of them several times a page.
    """
    if isinstance(getattr(datasette, "databases", {}).get(DATABASE), ArchiveDatabase):
        return {}
    return plain.described(datasette) or {}


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None, database: str, datasette: Datasette) -> Any:
    """Keys as links, verdicts with their mark, codes with their names."""
    if database != DATABASE:
        return None
    if isinstance(value, int):
        return cells.truth(column, value)
    if not isinstance(value, str | dict):
        return None

    names = _NAMES.setdefault(datasette, {})
    ask = Ask(datasette.get_database(DATABASE))

    async def name(table: str, code: str) -> str | None:
        if (table, code) not in names:
            found = await ask.one(_NAME_OF[table], code)
            if found is None:
                return None
            names[table, code] = found["name"]
        return names[table, code]

    async def shown() -> Markup | None:
        values = {key: one["value"] if isinstance(one, dict) else one for key, one in dict(row).items()}
        linked = await links.cell(column, value, values.get("year"), datasette.setting("base_url").rstrip("/"), name)
        return linked if linked is not None else await cells.shown(ask, table, values, column)

    return shown()


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """What every template of ours may use."""
    plain.add_templates(env, datasette)
    env.finalize = shown
    env.globals.update(
        path=datasette.urls.path,
        style=datasette.urls.path(STYLE),
        data=DATABASE,
        links=links,
        checks_drafts=lambda: draft_check.desk(datasette) is not None,
        moment=moment,
        words=words,
        t=t,
        link=links.link,
        strong=links.strong,
        code=links.code,
        short_day=short_day,
        full_stop=language.full_stop,
        table_label=labels.table_label,
        table_about=labels.table_about,
        column_label=labels.column_label,
        column_about=labels.column_about,
        canned_queries=lambda: queries.load().values(),  # of which Datasette 1.0 lists five
        query_label=labels.query_label,
        query_about=labels.query_about,
        code_label=labels.code_label,
        html_lang=language.tag,
        switch_language=language.switch,
    )


@hookimpl
def extra_template_vars() -> dict[str, str]:
    """The language of the page."""
    return {"lang": language.current()}


@hookimpl
def extra_css_urls(datasette: Datasette) -> list[str]:
    """One style sheet for Datasette's pages and ours."""
    if not _serves_an_archive(datasette):
        return []
    return [datasette.urls.path(STYLE)]


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way back to the front page."""
    if not _serves_an_archive(datasette):
        return []
    return [
        {"href": datasette.urls.path("/"), "label": t("page-overview")},
        {"href": datasette.urls.path(links.questions()), "label": t("page-questions")},
        {"href": datasette.urls.path(f"/{DATABASE}"), "label": t("page-tables")},
    ]


@hookimpl
def skip_csrf(datasette: Datasette, scope: Message) -> bool:
    """The form for drafts changes nothing and uses no cookie; what checks tokens would read its files first."""
    return _takes_forms(datasette, scope["path"])


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Every answer has its language and may be kept while the archive stays; it says that it is neither to be sniffed
    nor framed, and leaks no path to archived sites.
    """

    if not _serves_an_archive(datasette):
        return lambda app: app

    def wrap(app: App) -> App:
        reading = access.read_only(app, partial(_is_ours, datasette), partial(_takes_forms, datasette))

        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            async def guarded(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": _headers(message["headers"])}
                await send(message)

            await reading(scope, receive, guarded)

        bounded = extent.bounded(csv_for_people.served(wrapped))
        answered = caching.kept(bounded, lambda: _archive(datasette))
        return language.spoken(answered, (datasette.plugin_config(DATABASE) or {}).get("lang"))

    return wrap


def _headers(sent: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """An answer's headers, with those that all have. No redirect has a backslash, which browsers read as a slash.

    `GET /\\evil.example/` would lead to that host, as Datasette redirects to the path without the slash at its end.
    """
    names = {name.lower() for name, _ in sent}
    more = [(name, value) for name, value in _EVERYWHERE.items() if name not in names]
    kept = [(name, value.replace(b"\\", b"%5C") if name.lower() == b"location" else value) for name, value in sent]
    return kept + more


def _is_archive(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def _serves_an_archive(datasette: Datasette) -> bool:
    """Whether `nianbao serve` or a file among Datasette's serves an archive."""
    told = getattr(datasette, "metadata", None)  # Datasette 1.0 has no such method
    return bool(told and DATABASE in (told("databases") or {})) or plain.described(datasette) is not None


def _archive(datasette: Datasette) -> Path:
    """The archive's file, which is known only once Datasette has started."""
    return Path(datasette.get_database(DATABASE).path)


def _routes() -> Iterator[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The pages and the download, as Datasette takes them."""
    yield r"^/$", _overview
    yield r"^/-/nianbao/(?P<name>[a-z]+\.css)$", _style
    yield r"^/-/county/(?P<code>[0-9]{6})$", _county
    yield r"^/-/report/(?P<township>[0-9]{9})/(?P<year>[0-9]{4})$", _report
    yield r"^/-/questions$", _questions
    yield r"^/-/questions\.json$", _questions_json
    yield r"^/-/search$", _search
    yield r"^/-/payload/(?P<digest>[0-9a-f]{64})$", _payload
    yield rf"^{draft_check.PATH}$", _check
    yield from routes.ROUTES
    yield from compare_routes.ROUTES
    yield r"^/-/archived/(?P<capture>[0-9a-z]{15})$", _archived
    yield r"^/-/archived/(?P<capture>[0-9a-z]{15})\.json$", _archived_json
    yield r"^/-/archived/(?P<capture>[0-9a-z]{15})/frame$", _archived_frame
    yield r"^/-/archived/(?P<capture>[0-9a-z]{15})/page/(?P<number>[0-9]{1,4})$", _archived_page
    yield r"^/-/archived/(?P<capture>[0-9a-z]{15})/file$", _archived_file


def _is_ours(datasette: Datasette, path: str) -> bool:
    """Whether a path is a page of ours, or one of Datasette's on the archive."""
    here = path.removeprefix(datasette.setting("base_url").rstrip("/"))
    return here.split("/")[1:2] == [DATABASE] or any(re.match(route, here) for route, _ in _routes())


def _takes_forms(datasette: Datasette, path: str) -> bool:
    """Whether a path takes a form: only the page that checks drafts does, where it is there."""
    return bool(draft_check.desk(datasette)) and path.endswith(draft_check.PATH)


async def _style(request: Request) -> Response:
    path = STATIC / request.url_vars["name"]
    if not path.is_file():
        raise NotFound(path.name)
    headers = {"Cache-Control": "public, max-age=86400"}  # its address changes with it
    return Response(path.read_text(encoding="utf-8"), headers=headers, content_type="text/css; charset=utf-8")


async def _overview(datasette: Datasette, request: Request) -> Response:
    year_text = request.args.get("year")
    year = int(year_text) if year_text and re.fullmatch("[0-9]{4}", year_text) else None
    known = year_text is None or year is not None
    ask = Ask(datasette.get_database(DATABASE))
    content = await overview.gather(ask, year, request.args.get("province")) if known else None
    return await answer.page(datasette, request, "overview.html", content, t("page-overview-missing-page"))


async def _county(datasette: Datasette, request: Request) -> Response:
    code = request.url_vars["code"]
    content = await county.gather(Ask(datasette.get_database(DATABASE)), code)
    return await answer.page(datasette, request, "county.html", content, t("page-county-unknown", county=code))


async def _report(datasette: Datasette, request: Request) -> Response:
    township, year = request.url_vars["township"], request.url_vars["year"]
    ask = Ask(datasette.get_database(DATABASE))
    content = await report.gather(ask, township, int(year), request.args.get("version"))
    missing = t("page-report-missing", township=township, year=year)
    return await answer.page(datasette, request, "report.html", content, missing)


async def _questions(datasette: Datasette, request: Request) -> Response:
    county_code = request.args.get("county") or None
    known = county_code is None or re.fullmatch("[0-9]{6}", county_code)
    path = Path(datasette.get_database(DATABASE).path)
    await allowed(datasette, request)
    content = await questions.gather(path, county_code) if known else None
    return await answer.page(datasette, request, "questions.html", content, t("page-questions-county"))


async def _questions_json(datasette: Datasette, request: Request) -> Response:
    county_code = request.args.get("county") or None
    known = county_code is None or re.fullmatch("[0-9]{6}", county_code)
    await allowed(datasette, request)
    return routes.answer(await questions.as_json(_archive(datasette), county_code) if known else None)


async def _search(datasette: Datasette, request: Request) -> Response:
    question = search.Question.of(request.args)
    content = await search.gather(Ask(datasette.get_database(DATABASE)), question) if question else None
    return await answer.page(datasette, request, "search.html", content, t("search-malformed"))


async def _check(datasette: Datasette, request: Request) -> Response:
    await allowed(datasette, request)
    desk = draft_check.desk(datasette)
    if desk is None:
        raise NotFound("Drafts are not checked here")
    lang, reviewed, refusal = language.current(), None, None
    if request.method == "POST":
        try:
            form = await draft_check.received(request.headers, request.receive, desk.megabytes)
            found = await desk.review(Path(datasette.get_database(DATABASE).path), form)
            reviewed = (found, form["draft"].name)
        except draft_check.RefusedError as error:
            refusal = error.why
    content = draft_check.content(lang, desk.megabytes, reviewed, refusal)
    page = await datasette.render_template("check.html", content, request=request)
    headers = {"Content-Security-Policy": answer.POLICY, "Cache-Control": "no-store"}
    return Response.html(page, status=draft_check.STATUS[refusal] if refusal else 200, headers=headers)


async def _payload(datasette: Datasette, request: Request) -> Response:
    await allowed(datasette, request)
    digest = request.url_vars["digest"]
    body = await payload.read(Path(datasette.get_database(DATABASE).path), digest)
    if body is None:
        raise NotFound("No payload with this digest lies beside this archive")
    return Response(body, headers=dict(payload.headers(digest)), content_type="application/octet-stream")


async def _archived(datasette: Datasette, request: Request) -> Response:
    content, found = None, await _captured(datasette, request)
    if found is not None:
        try:
            content = await viewer.gather(_ask(datasette), studio.of(datasette), found, answers.asked(request.args))
        except studio.BusyError:
            return Response.text(t("archived-busy"), status=503, headers={"Retry-After": "60"})
        content |= {"origin": datasette.absolute_url(request, "/").removesuffix("/")}
    return await answer.page(datasette, request, "archived.html", content, t("archived-missing"))


async def _archived_json(datasette: Datasette, request: Request) -> Response:
    found = await _captured(datasette, request)
    return routes.answer(await viewer.as_json(_ask(datasette), found, answers.asked(request.args)) if found else None)


async def _archived_frame(datasette: Datasette, request: Request) -> Response:
    found = await _captured(datasette, request)
    return await answers.frame(studio.of(datasette), found, answers.asked(request.args))


async def _archived_page(datasette: Datasette, request: Request) -> Response:
    found = await _captured(datasette, request)
    return await answers.picture(studio.of(datasette), found, int(request.url_vars["number"]))


async def _archived_file(datasette: Datasette, request: Request) -> Response:
    return await answers.file(studio.of(datasette), await _captured(datasette, request))


async def _captured(datasette: Datasette, request: Request) -> Captured | None:
    await allowed(datasette, request)
    path = Path(datasette.get_database(DATABASE).path)
    return await capture.find(_ask(datasette), path, request.url_vars["capture"])


def _ask(datasette: Datasette) -> Ask:
    return Ask(datasette.get_database(DATABASE))
