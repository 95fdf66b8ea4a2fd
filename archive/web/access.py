"""Whether a visitor may see what is made of the archive: who may not see the database may not see its pages either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request  # type: ignore[import-untyped]


async def allowed(datasette: Datasette, request: Request) -> None:
    """Raise Datasette's Forbidden for those who may not, by the rules of its plugins."""
    if hasattr(datasette, "ensure_permissions"):
        await datasette.ensure_permissions(request.actor, [("view-database", DATABASE), "view-instance"])
        return
    from datasette.resources import DatabaseResource  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from datasette.utils.asgi import Forbidden

    if not await datasette.allowed(action="view-database", resource=DatabaseResource(DATABASE), actor=request.actor):
        raise Forbidden("view-database")
