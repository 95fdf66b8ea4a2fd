"""What a visitor may ask for: to read, by the methods for reading, and only where the database may be seen, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from archive.web.language import App, Message, Receive, Send, t
from archive.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request

READING: Final = ("GET", "HEAD")
WRITING: Final = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Methods that pages of Datasette or of its plugins may take. It looks for any other among its own functions."""


def read_only(app: App, is_ours: Callable[[str], bool], takes_forms: Callable[[str], bool]) -> App:
    """The application with every request that does not read refused (RFC 9110, 15.5.6).

    `is_ours` says whether a path is a page on the archive, `takes_forms` whether forms may be sent to it.
    """

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING:
            await app(scope, receive, send)
            return
        path = scope["path"]
        if takes_forms(path):
            allowed_methods: tuple[str, ...] = (*READING, "POST")
        else:
            allowed_methods = READING if is_ours(path) else (*READING, *WRITING)
        if scope["method"] in allowed_methods:
            await app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await Response("", status=204, headers=_preflight(allowed_methods)).asgi_send(send)
        else:
            headers = {"Allow": ", ".join(allowed_methods)}
            await Response.text(t("page-only-read"), status=405, headers=headers).asgi_send(send)

    return answered


def _preflight(methods: tuple[str, ...]) -> dict[str, str]:
    """What a browser is told that asks whether a script of another site may send a request with headers of its own."""
    listed = ", ".join((*methods, "OPTIONS"))
    return {
        "Allow": listed,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "86400",
    }


async def allowed(datasette: Datasette, request: Request) -> None:
    """Raise Datasette's Forbidden for those who may not, by the rules of its plugins."""
    if hasattr(datasette, "ensure_permissions"):
        await datasette.ensure_permissions(request.actor, [("view-database", DATABASE), "view-instance"])
        return
    from datasette.resources import DatabaseResource  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from datasette.utils.asgi import Forbidden

    if not await datasette.allowed(action="view-database", resource=DatabaseResource(DATABASE), actor=request.actor):
        raise Forbidden("view-database")
