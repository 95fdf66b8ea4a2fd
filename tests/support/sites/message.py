"""What passes between the loopback server and a sample site: a request, and the answer to it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

CLICKS = b"@@clicks@@"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a site sees it. Header names are lower case; `peers` maps site ids to their base addresses."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peers: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The fields of a urlencoded body, over those of the query string."""
        return self.query | dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. `CLICKS` in the body stands for a counter that the server raises with every request."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def html(text: str, charset: str = "utf-8", declared: str | None = None, status: int = 200) -> Response:
    """A page encoded in `charset` whose header says `declared` (nothing at all where that is empty)."""
    kind = "text/html" if declared == "" else f"text/html; charset={declared or charset}"
    return Response(status, text.encode(charset, "xmlcharrefreplace"), kind)


def redirect(location: str) -> Response:
    return Response(302, b"", headers=(("Location", location),))


def not_found() -> Response:
    return html("<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", status=404)


def validated(response: Response, changed_at: datetime) -> Response:
    """The same answer with the validators of a static file: a strong ETag and the time it last changed."""
    tag = hashlib.sha256(response.body).hexdigest()[:16]
    stamp = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    return replace(response, headers=(*response.headers, ("ETag", f'"{tag}"'), ("Last-Modified", stamp)))


def conditional(request: Request, response: Response) -> Response:
    """304 where the request's validators still hold; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
    known = dict(response.headers)
    if response.status != 200 or request.method not in ("GET", "HEAD") or "ETag" not in known:
        return response
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return _unchanged(response) if tags & {known["ETag"], "*"} else response
    since = request.headers.get("if-modified-since")
    if since and parsedate_to_datetime(known["Last-Modified"]) <= _instant(since):
        return _unchanged(response)
    return response


def _instant(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _unchanged(response: Response) -> Response:
    return replace(response, status=304, body=b"")
