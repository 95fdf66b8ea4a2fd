"""Which failures are retried, how often, and after what pause. Pure: a table, and how to read it.

A pause is counted in delays between two requests, so that retries are slow at sites that are crawled slowly; it applies
to the whole site, not only to the address. `docs/fetching.md` gives the table with its reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from crawler.fetch.transport import TlsError

RetryReason = Literal[
    "no_name",
    "connection_refused",
    "connection_broken",
    "cut_short",
    "timeout",
    "tls",
    "empty",
    "server_error",
    "gateway",
    "unavailable",
    "too_many",
    "forbidden",
    "challenged",
]

RETRIES = 60
"""The most retries in a site run, for whatever reasons."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The response to a failure: the pauses before each further attempt, and the pause after giving up; in delays."""

    pauses: tuple[float, ...] = ()
    rest: float = 0.0


MEASURES: Mapping[RetryReason, Measure] = {
    "no_name": Measure((5,)),
    "connection_refused": Measure((3, 10)),
    "connection_broken": Measure((1, 5)),
    "cut_short": Measure((1, 5)),
    "timeout": Measure((5,), 5),
    "tls": Measure(),
    "empty": Measure((2,)),
    "server_error": Measure((2,), 2),
    "gateway": Measure((3, 10), 3),
    "unavailable": Measure((10, 10), 10),
    "too_many": Measure((10, 20), 20),
    "forbidden": Measure((), 10),
    "challenged": Measure((), 10),
}

_STATUSES: Mapping[int, RetryReason] = {
    **dict.fromkeys((408, 502, 504, 522, 524), "gateway"),
    **dict.fromkeys((202, 405, 412, 418, 521), "challenged"),
    **dict.fromkeys((401, 403), "forbidden"),
    500: "server_error",
    503: "unavailable",
    429: "too_many",
}
_EXCEPTIONS: tuple[tuple[type[Exception], RetryReason], ...] = (
    (TlsError, "tls"),
    (CannotResolveHostError, "no_name"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "cut_short"),
    (DownloadFailedError, "connection_broken"),
)


def reason_of_status(status: int, *, empty: bool = False) -> RetryReason | None:
    """Why an answer is a failure, by its status or by an `empty` body; None for an answer that is no failure."""
    return _STATUSES.get(status, "empty" if empty and status == 200 else None)


def reason_of_exception(exception: Exception) -> RetryReason | None:
    """Why an attempt had no answer; None for exceptions of our own rules."""
    return next((reason for kind, reason in _EXCEPTIONS if isinstance(exception, kind)), None)


def should_retry(reason: RetryReason, failed: int, retry_after_seconds: float | None, longest_seconds: float) -> bool:
    """Whether to retry after `failed` attempts; not where the site wants a longer pause than a night allows."""
    return failed <= len(MEASURES[reason].pauses) and (
        retry_after_seconds is None or retry_after_seconds <= longest_seconds
    )


def pause(reason: RetryReason, failed: int, delay_seconds: float, retry_after_seconds: float | None = None) -> float:
    """Seconds of pause after the `failed`-th attempt: those of the table, or more where the site asks for more."""
    measure = MEASURES[reason]
    wanted = measure.pauses[failed - 1] if failed <= len(measure.pauses) else measure.rest
    return max(wanted * delay_seconds, retry_after_seconds or 0.0)
