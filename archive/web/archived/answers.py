"""The answers that carry something of an archived document: its page in a frame, a page as a picture, the file.

Each says what it is a copy of (RFC 7089), and under a policy that lets it do nothing and reach nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from archive import patterns
from archive.web.archived import capture
from archive.web.archived.capture import Captured
from archive.web.archived.studio import BusyError, Studio
from archive.web.archived.viewer import Asked, spot_of
from archive.web.language import t

FRAME_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'"
)
_PICTURE_POLICY: Final = "sandbox; default-src 'none'; img-src data:"
_DRAWN: Final = {"pdf": "image/png", "ofd": "image/svg+xml"}
"""As what the pages of a kind of document are drawn."""
_KEPT: Final = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
_KEY: Final = patterns.lazy(r"[a-z_0-9]{0,60}")
_SHOWN_BY_BROWSERS: Final = frozenset({"image/png", "image/jpeg", "image/gif"})


def asked(args: Mapping[str, str]) -> Asked:
    """What a query asks to see; what it names that is no key is left out."""
    cell = tuple(args.get(name) or "" for name in ("table", "line", "column"))
    table, line, column = cell if all(_KEY.fullmatch(part) for part in cell) else ("", "", "")
    numbers = {name: int(args[name]) for name in ("figure", "page") if re.fullmatch("[0-9]{1,4}", args.get(name) or "")}
    is_cell = table in ("disclosure", "applications", "review", "statistics") and bool(line)
    return Asked(
        (table, line, column) if is_cell else None,  # type: ignore[arg-type]
        None if is_cell else numbers.get("figure"),
        "read" if args.get("view") == "read" else "",
        numbers.get("page", 0),
    )


async def frame(studio: Studio, captured: Captured | None, wanted: Asked) -> Any:
    """An archived web page made harmless."""
    try:
        page = await studio.web_page(captured, spot_of(captured, wanted)) if captured else None
    except BusyError:
        return _busy()
    if captured is None or page is None:
        return Response.text(t("archived-not-drawn"), status=404)
    safe = {"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer"}
    return Response.html(page, headers={**_KEPT, **safe, **captured.memento})


async def picture(studio: Studio, captured: Captured | None, number: int) -> Any:
    """A page of an archived document as a picture; a picture as it came, as browsers show pictures safely."""
    try:
        kind, media_type, _ = await studio.outline(captured) if captured else ("", "", [])
        drawn = await studio.drawn_page(captured, kind, number) if captured and kind in _DRAWN else None
    except BusyError:
        return _busy()
    if captured is not None and kind == "image" and number == 1 and media_type in _SHOWN_BY_BROWSERS:
        drawn = captured.data
    if captured is None or drawn is None:
        return Response.text(t("archived-not-drawn"), status=404)
    headers = {**_KEPT, "Content-Security-Policy": _PICTURE_POLICY, **captured.memento}
    return Response(drawn, headers=headers, content_type=media_type or _DRAWN[kind])


async def file(studio: Studio, captured: Captured | None) -> Any:
    """An archived document as a download under its own name."""
    if captured is None:
        return Response.text(t("archived-missing"), status=404)
    try:
        kind, media_type, _ = await studio.outline(captured)
    except BusyError:
        return _busy()
    headers = capture.headers_of_file(captured, captured.file_name(kind, media_type))
    return Response(captured.data, headers=headers, content_type="application/octet-stream")


def _busy() -> Any:
    return Response.text(t("archived-busy"), status=503, headers={"Retry-After": "60"})
