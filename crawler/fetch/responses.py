"""A response as it arrives: its text, and its headers without what must not be stored."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from archive.extract.layout.charset import decode
from crawler.fetch.response_verdict import is_document
from spiders.pages.addresses import without_credentials
from spiders.pages.page import WitnessKind
from spiders.walk.errand import Errand

_GZIP = b"\x1f\x8b"
"""The first bytes of packed sitemaps."""


def witness_asked(request: Request) -> WitnessKind | None:
    """The kind of witness that a request asks; None for what a witness named, and for any other request."""
    errand = Errand.of(request)
    return errand.witness if errand.kind == "portal" else None


def decode_response(request: Request, response: Response) -> tuple[Response, int]:
    """The response as text, and the number of characters that could not be decoded.

    The charset is determined from the bytes, as declared charsets are wrong too often. A file stays as it is.
    """
    kind, body = Errand.of(request).kind, response.body
    if witness_asked(request) and body[:2] == _GZIP:
        return response, 0
    if kind == "attachment" and body.lstrip()[:1] != b"<":
        return response, 0
    if kind == "report" and response.status == 200 and is_document(request.url, body):
        return response, 0
    decoded = decode(response.body, declared=header(response, "Content-Type"))
    page = HtmlResponse(
        response.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        encoding=decoded.charset or "utf-8",
        request=request,
        flags=response.flags,
        ip_address=response.ip_address,
    )
    return page, decoded.text.count("\ufffd")


def header(response: Response, name: str) -> str | None:
    """A header's value without the credentials of any address in it; None where the response lacks the header."""
    value = response.headers.get(name)
    return without_credentials(value.decode("latin-1")) if value else None


def header_lines(response: Response) -> list[tuple[str, str]]:
    """Each header line of a response, its name in lower case."""
    return [
        (name.decode("latin-1").lower(), without_credentials(value.decode("latin-1")))
        for name in response.headers
        for value in response.headers.getlist(name)
    ]
