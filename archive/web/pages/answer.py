"""A page as the answer to a request: its template filled, or the sentence that there is no such page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from archive.web.access import allowed

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""What a page may load: styles, pictures and frames of its own server, and no script."""


async def page(
    datasette: Datasette, request: Request, template: str, content: Mapping[str, Any] | None, missing: str
) -> Response:
    """The page; without content status 404 and `missing`. Raises Forbidden for those who may not see the archive."""
    await allowed(datasette, request)
    if content is None:  # said here: raised, Datasette would answer it with a redirect wherever a path ends in a slash
        said = await datasette.render_template("error.html", {"status": 404, "said": missing}, request=request)
        return Response.html(said, status=404)
    filled = await datasette.render_template(template, dict(content), request=request)
    return Response.html(filled, headers={"Content-Security-Policy": POLICY})
