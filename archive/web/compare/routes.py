"""Routes to the pages that compare: each as a page, as JSON and, where it is a table, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from archive.web import citation
from archive.web.access import allowed
from archive.web.ask import Ask
from archive.web.compare import as_json, copies, counties, country, county, rankings, township, versions, years
from archive.web.compare.sorting import Sorting
from archive.web.data.routes import FOR_ANYBODY, answer
from archive.web.language import t
from archive.web.metadata import DATABASE
from archive.web.pages.answer import page

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request

Content = dict[str, Any]
Route = tuple[str, Callable[..., Awaitable[Response]]]


@dataclass(frozen=True, slots=True)
class Compared:
    """A page that compares: its path, what it shows, its template, its JSON, which list of that is its table, and
    under `missing` what is said where there is no such page.
    """

    path: str
    gather: Callable[[Ask, Request], Awaitable[Content | None]]
    template: str
    as_json: Callable[[Content], Content]
    table: str | None = None
    missing: str = "feed-unknown-place"

    def routes(self) -> Iterator[Route]:
        """The addresses of the page and of its data, as Datasette takes them."""
        yield rf"^{self.path}$", _function(self._page)
        yield rf"^{self.path}\.json$", _function(self._json)
        if self.table:
            yield rf"^{self.path}\.csv$", _function(self._csv)

    async def _page(self, datasette: Datasette, request: Request) -> Response:
        await allowed(datasette, request)
        content = await self.gather(Ask(datasette.get_database(DATABASE)), request)
        if content is not None:
            content |= {"query": request.query_string, "data_name": request.path.rpartition("/")[2]}
        return await page(datasette, request, self.template, content, t(self.missing))

    async def _json(self, datasette: Datasette, request: Request) -> Response:
        return answer(await self._data(datasette, request))

    async def _csv(self, datasette: Datasette, request: Request) -> Response:
        """The table as CSV, with codes for heads; `archive.web.data.csv_for_people` makes it fit for spreadsheets."""
        data = await self._data(datasette, request)
        if data is None or self.table is None:
            raise NotFound(t(self.missing))
        body = _csv_of([{"year": data["year"]} | row for row in data[self.table]])
        return Response(body, headers=dict(FOR_ANYBODY), content_type="text/csv; charset=utf-8")

    async def _data(self, datasette: Datasette, request: Request) -> Content | None:
        await allowed(datasette, request)
        ask = Ask(datasette.get_database(DATABASE))
        content = await self.gather(ask, request)
        return None if content is None else {"as_of": await citation.as_of(ask)} | self.as_json(content)


def _function(method: Callable[[Datasette, Request], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """A method as a plain function, which Datasette 1.0 wants."""

    async def view(datasette: Datasette, request: Request) -> Response:
        return await method(datasette, request)

    return view


async def _map(ask: Ask, request: Request) -> Content | None:
    sorting = Sorting.of(request.args, country.MEASURES)
    return await country.gather(ask, sorting) if sorting else None


async def _province(ask: Ask, request: Request) -> Content | None:
    sorting = Sorting.of(request.args, counties.MEASURES)
    return await counties.province(ask, request.url_vars["code"], sorting) if sorting else None


async def _rankings(ask: Ask, request: Request) -> Content | None:
    what, area = request.args.get("of") or "counties", request.args.get("province") or ""
    if what not in rankings.MEASURES or not (area == "" or (len(area) == 2 and area.isascii() and area.isdigit())):
        return None
    sorting = Sorting.of(request.args, rankings.MEASURES[what], rankings.BY)
    return await rankings.gather(ask, what, area, sorting) if sorting else None


async def _townships(ask: Ask, request: Request) -> Content | None:
    sorting = Sorting.of(request.args, county.MEASURES)
    return await county.gather(ask, request.url_vars["code"], sorting) if sorting else None


async def _township(ask: Ask, request: Request) -> Content | None:
    return await township.gather(ask, request.url_vars["code"])


async def _years(ask: Ask, request: Request) -> Content | None:
    first, second = sorted(int(request.url_vars[name]) for name in ("first", "second"))
    return await years.gather(ask, request.url_vars["code"], first, second)


async def _versions(ask: Ask, request: Request) -> Content | None:
    before, after = request.args.get("before") or "", request.args.get("after") or ""
    return await versions.gather(ask, request.url_vars["code"], int(request.url_vars["year"]), before, after)


async def _copies(ask: Ask, request: Request) -> Content | None:
    asked = Sorting.of(request.args, ())
    return await copies.listed(ask, request.url_vars["code"], asked.year) if asked else None


async def _copied(ask: Ask, request: Request) -> Content | None:
    return await copies.beside(ask, request.url_vars["code"], int(request.url_vars["year"]))


PAGES: Final = (
    Compared("/-/map", _map, "map.html", as_json.country, "provinces"),
    Compared("/-/province/(?P<code>[0-9]{2})", _province, "province.html", as_json.province, "counties"),
    Compared("/-/rankings", _rankings, "rankings.html", as_json.ranking, "rows"),
    Compared("/-/county/(?P<code>[0-9]{6})/townships", _townships, "side_by_side.html", as_json.townships, "townships"),
    Compared("/-/township/(?P<code>[0-9]{9})", _township, "township.html", as_json.township),
    Compared(
        "/-/township/(?P<code>[0-9]{9})/(?P<first>[0-9]{4})/(?P<second>[0-9]{4})",
        _years,
        "years.html",
        as_json.years,
        missing="years-missing",
    ),
    Compared(
        "/-/compare/(?P<code>[0-9]{9})/(?P<year>[0-9]{4})",
        _versions,
        "comparison.html",
        as_json.versions,
        missing="compare-missing",
    ),
    Compared("/-/copies/(?P<code>[0-9]{2}|[0-9]{6})", _copies, "copies.html", as_json.copies, "copies"),
    Compared(
        "/-/copied/(?P<code>[0-9]{9})/(?P<year>[0-9]{4})",
        _copied,
        "copied.html",
        as_json.copied,
        missing="copied-missing",
    ),
)
ROUTES: Final[tuple[Route, ...]] = tuple(route for compared in PAGES for route in compared.routes())


def _csv_of(rows: Sequence[Content]) -> str:
    """Rows as CSV: counts of verdicts as columns of their own are measures already, lists are joined."""
    written = io.StringIO(newline="")
    names = [name for name in (rows[0] if rows else {"year": None}) if name != "verdicts"]
    writer = csv.DictWriter(written, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(
        {name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows
    )
    return written.getvalue()
