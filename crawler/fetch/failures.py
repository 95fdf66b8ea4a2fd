"""What an attempt that got no answer means, by its exception: a verdict, and a reason by code. Pure."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from archive.captures.reasons import CaptureReason, because
from archive.captures.record import CaptureVerdict
from crawler.fetch.guard import Refused
from crawler.fetch.response_verdict import Judged
from crawler.fetch.transport import HeadTooLargeError, MalformedChunksError, TlsError

_FAILURES: tuple[tuple[type[Exception], CaptureVerdict, CaptureReason], ...] = (
    (DownloadCancelledError, "too_large", CaptureReason.TOO_LARGE),
    (DownloadTimeoutError, "unreachable", CaptureReason.TIMEOUT),
    (DownloadConnectionRefusedError, "unreachable", CaptureReason.CONNECTION_REFUSED),
    (CannotResolveHostError, "unreachable", CaptureReason.NAME_NOT_RESOLVED),
    (ResponseDataLossError, "unreachable", CaptureReason.ANSWER_CUT_SHORT),
    (TlsError, "unreachable", CaptureReason.TLS_FAILED),
    (MalformedChunksError, "unreachable", CaptureReason.MALFORMED_CHUNKS),
    (HeadTooLargeError, "unreachable", CaptureReason.HEADER_LINE_TOO_LONG),
    (DownloadFailedError, "unreachable", CaptureReason.CONNECTION_BROKEN),
)


def failure(exception: Exception) -> Judged:
    """The verdict on an attempt without an answer."""
    if isinstance(exception, Refused):
        return Judged("refused", exception.reason)
    verdict: CaptureVerdict
    for kind, verdict, code in _FAILURES:
        if isinstance(exception, kind):
            error = str(exception) if code is CaptureReason.TLS_FAILED else _after_colon(str(exception))
            return Judged(verdict, because(code, error=error))
    name, error = type(exception).__name__, _after_colon(str(exception))
    return Judged("unreachable", because(CaptureReason.FAILED_OTHERWISE, failure=name, error=error))


def _after_colon(text: str) -> str:
    return f": {text}" if text else ""
