"""Whether this machine's clock can be trusted tonight: held against the archive's last instant and the servers' dates.

Verdicts on deadlines are as good as the clock. Servers are asked only where the last night lies further away than one
night should; each is asked once, for its robots.txt.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener

from archive.storage.instants import text

FAR = timedelta(hours=26)
"""A night and two hours: nothing that is nearer can turn a verdict."""

WITNESSES = 5
"""How many servers are asked at most."""

TIMEOUT_SECONDS = 10.0


def is_far(now: datetime, last: datetime | None) -> bool:
    """Whether the servers should be asked: the last night lies far off, before or behind."""
    return last is None or abs(now - last) > FAR


def doubt(now: datetime, last: datetime | None, said: Sequence[datetime]) -> str | None:
    """Why the clock is not to be trusted, in words; None where nothing speaks against it."""
    others = sorted(at for at in said if abs(now - at) > FAR)
    if 2 * len(others) > len(said):
        middle = others[len(others) // 2]
        return f"this machine's clock says {text(now)}, but {len(others)} of {len(said)} servers say {text(middle)}"
    if last is not None and last - now > FAR and not said:
        return (
            f"this machine's clock says {text(now)}, but the last run was at {text(last)}, and no server tells the time"
        )
    return None


def ask(pages: Iterable[str], user_agent: str) -> list[datetime]:
    """The dates that the servers of these pages give with their answers, whatever else they answer."""
    said = (_date(urljoin(page, "/robots.txt"), user_agent) for page in pages)
    return [at for at in said if at is not None]


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _date(url: str, user_agent: str) -> datetime | None:
    request = Request(url, headers={"User-Agent": user_agent})  # noqa: S310 - the registry takes http and https only
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as answer:
            said = answer.headers.get("Date")
    except HTTPError as error:
        said = error.headers.get("Date")
        error.close()
    except (OSError, HTTPException, ssl.SSLError, ValueError):
        return None
    try:
        return parsedate_to_datetime(said).astimezone(UTC) if said else None
    except ValueError:
        return None
