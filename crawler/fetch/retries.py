"""Which failures are worth asking again, how often, and after what pause. Pure: a table, and how to read it.

A pause is counted in delays between two requests, so that a site that is asked slowly is also asked again slowly; it
holds for the whole site, not for the one address. `docs/fetching.md` gives the table with its reasons.
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

Reason = Literal[
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
"""Requests repeated in one site run, whatever the reasons."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a failure asks for: the pauses before each further attempt, and the pause once it is given up; in delays."""

    pauses: tuple[float, ...] = ()
    rest: float = 0.0


MEASURES: Mapping[Reason, Measure] = {
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

_STATUSES: Mapping[int, Reason] = {
    **dict.fromkeys((408, 502, 504, 522, 524), "gateway"),
    **dict.fromkeys((202, 405, 412, 418, 521), "challenged"),
    **dict.fromkeys((401, 403), "forbidden"),
    500: "server_error",
    503: "unavailable",
    429: "too_many",
}
_EXCEPTIONS: tuple[tuple[type[Exception], Reason], ...] = (
    (TlsError, "tls"),
    (CannotResolveHostError, "no_name"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "cut_short"),
    (DownloadFailedError, "connection_broken"),
)


def of_status(status: int, *, empty: bool = False) -> Reason | None:
    """Why an answer is a failure, by its status or, for `empty`, as it says nothing; None for any other answer."""
    return _STATUSES.get(status, "empty" if empty and status == 200 else None)


def of_exception(exception: Exception) -> Reason | None:
    """Why an attempt came to nothing; None for what our own rules did."""
    return next((reason for kind, reason in _EXCEPTIONS if isinstance(exception, kind)), None)


def again(reason: Reason, failed: int, retry_after_seconds: float | None, longest_seconds: float) -> bool:
    """Whether to ask once more after `failed` attempts; not where the site wants a longer pause than a night allows."""
    return failed <= len(MEASURES[reason].pauses) and (
        retry_after_seconds is None or retry_after_seconds <= longest_seconds
    )


def pause(reason: Reason, failed: int, delay_seconds: float, retry_after_seconds: float | None = None) -> float:
    """Seconds to leave the site alone after the `failed`-th attempt: what it asks for, at least the table's."""
    measure = MEASURES[reason]
    wanted = measure.pauses[failed - 1] if failed <= len(measure.pauses) else measure.rest
    return max(wanted * delay_seconds, retry_after_seconds or 0.0)
