"""Errors of Datasette's own pages for which the address is at fault, and not the program.

Datasette answers some of them with status 500: a table sorted by a column that it does not have, a row whose key has
fewer parts than the table's, and a query that needs more memory than SQLite is given, or makes a value that is
longer than it may be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from datasette.handle_exception import handle_exception  # type: ignore[import-untyped]
from datasette.utils.asgi import BadRequest, NotFound, Response  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from archive import messages
from archive.web.language import current

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request


def of_the_address(request: Request, exception: Exception) -> Exception | None:
    """What Datasette should have raised; None where it is right, or where the program is at fault."""
    if isinstance(exception, (MemoryError, sqlite3.DataError)):  # SQLite's own bounds: of its heap, and of one value
        return refused("page-error-too-large")
    if isinstance(exception, DatasetteError) and exception.status == 500:
        wrong: Exception = BadRequest(exception.message)
        return None if isinstance(exception.__context__, sqlite3.Error) else wrong
    if isinstance(exception, sqlite3.ProgrammingError) and "pks" in request.scope.get("url_route", {}).get(
        "kwargs", {}
    ):
        missing: Exception = NotFound("There is no row of this key")
        return missing
    return None


def refused(code: str, **args: str) -> Exception:
    """A request that cannot be answered (status 400): programs are told in English, people in their language."""
    english, said = (messages.text(code, lang, **args) for lang in ("en", current()))
    fault: Exception = DatasetteError(english, error_dict={"said": said}, status=400)
    return fault


def answered(datasette: Datasette, request: Request, exception: Exception) -> Awaitable[Response]:
    """The answer that Datasette gives to an exception, as a page or as JSON."""
    answer: Awaitable[Response] = handle_exception(datasette, request, exception)()
    return answer
