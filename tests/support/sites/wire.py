"""HTTP/1.1 as bytes: a request's head read, an answer's head written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

from tests.support.sites.message import Response

_REASONS = {status.value: status.phrase for status in HTTPStatus}


def parse(text: bytes) -> tuple[str, str, dict[str, str]] | None:
    """Method, target and headers of a request; None where it is none."""
    first, *lines = text.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1.") or not parts[1].startswith("/") or not parts[0].isalpha():
        return None
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            return None
        headers[name.strip().lower()] = value.strip()
    return parts[0].upper(), parts[1], headers


def length(headers: Mapping[str, str]) -> int | None:
    """How long the body is; None where the headers do not say it in a way that we take."""
    if "transfer-encoding" in headers:
        return None
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else None


def head(response: Response, size: int, closing: bool, now: datetime) -> bytes:
    lines = [
        f"HTTP/1.1 {response.status} {_REASONS.get(response.status, 'Unknown')}",
        "Server: nginx",
        f"Date: {_date(now)}",
    ]
    lines += [f"{name}: {value}" for name, value in response.headers]
    if response.status != 304:
        lines += [f"Content-Type: {response.content_type}", f"Content-Length: {size}"]
    if closing:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _date(now: datetime) -> str:
    return format_datetime(now.astimezone(UTC), usegmt=True)
