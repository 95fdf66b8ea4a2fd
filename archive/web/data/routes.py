"""Routes to what other programs take: feeds, the pages as JSON and the schemas of that.

What is here is for anybody: scripts of other sites may read it (CORS), and caches may keep it for a while.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from archive.web.access import allowed
from archive.web.ask import Ask
from archive.web.data import api, events, feed
from archive.web.language import t
from archive.web.metadata import DATABASE
from archive.web.pages.search import Question

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request

SCHEMAS = Path(__file__).parent / "schema"
FOR_ANYBODY = MappingProxyType({"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"})

Route = tuple[str, Callable[..., Awaitable[Response]]]


async def _feed(datasette: Datasette, request: Request) -> Response:
    area = request.url_vars["area"] or ""
    ask = await _ask(datasette, request)
    place = await events.place(ask, area)
    if place is None:
        raise NotFound(t("feed-unknown-place"))
    body = feed.write(area, place, await events.latest(ask, area), _absolute(datasette, request))
    return Response(body, headers=dict(FOR_ANYBODY), content_type=feed.MEDIA_TYPE)


async def _overview(datasette: Datasette, request: Request) -> Response:
    year = request.args.get("year")
    known = year is None or re.fullmatch("[0-9]{4}", year)
    ask = await _ask(datasette, request)
    return answer(await api.overview(ask, int(year) if year else None) if known else None)


async def _county(datasette: Datasette, request: Request) -> Response:
    return answer(await api.county(await _ask(datasette, request), request.url_vars["code"]))


async def _report(datasette: Datasette, request: Request) -> Response:
    township, year = request.url_vars["township"], int(request.url_vars["year"])
    return answer(await api.report(await _ask(datasette, request), township, year, request.args.get("version")))


async def _search(datasette: Datasette, request: Request) -> Response:
    question = Question.of(request.args)
    return answer(await api.search(await _ask(datasette, request), question) if question else None)


async def _schema(request: Request) -> Response:
    path = SCHEMAS / f"{request.url_vars['name']}.json"
    if not path.is_file():
        raise NotFound(path.name)
    return answer(json.loads(path.read_text(encoding="utf-8")))


ROUTES: tuple[Route, ...] = (
    (r"^/-/feed(?:/(?P<area>[0-9]{2}|[0-9]{6}|[0-9]{9}))?\.atom$", _feed),
    (r"^/-/overview\.json$", _overview),
    (r"^/-/county/(?P<code>[0-9]{6})\.json$", _county),
    (r"^/-/report/(?P<township>[0-9]{9})/(?P<year>[0-9]{4})\.json$", _report),
    (r"^/-/search\.json$", _search),
    (r"^/-/schema/(?P<name>[a-z]+)\.json$", _schema),
)
"""The routes, as Datasette takes them."""


async def _ask(datasette: Datasette, request: Request) -> Ask:
    """Whoever may not see the database may not see what is made of it either."""
    await allowed(datasette, request)
    return Ask(datasette.get_database(DATABASE))


def answer(content: dict[str, Any] | None) -> Response:
    """The content as JSON that anybody's script may read; None is status 404."""
    found = content is not None
    body = json.dumps(content if found else {"error": "not_found"}, ensure_ascii=False)
    return Response(
        body,
        status=200 if found else 404,
        headers=dict(FOR_ANYBODY),
        content_type="application/json; charset=utf-8",
    )


def _absolute(datasette: Datasette, request: Request) -> Callable[[str], str]:
    def whole(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    return whole
