"""Whether this machine's clock can be trusted: compared with the archive's last instant and the servers' dates.

Verdicts on deadlines are only as good as the clock. Servers are asked only where the last night is further away than a
night should be; each is asked once, for its robots.txt.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, build_opener

from archive.messages.coded import Sentence
from archive.storage.instants import text
from crawler.runtime.no_redirects import NoRedirects

MAX_DEVIATION = timedelta(hours=26)
"""A night and two hours: no smaller deviation can change a verdict."""

SLACK = timedelta(hours=1)
"""How far the last instant may lie ahead, as the clocks of two machines differ."""

MAX_SERVERS = 5
"""The most servers to ask."""

TIMEOUT_SECONDS = 10.0


def is_far(now: datetime, last: datetime | None) -> bool:
    """Whether to ask the servers: the last night is far off, in the past or the future."""
    return last is None or now - last > MAX_DEVIATION or last - now > SLACK


def why_distrusted(now: datetime, last: datetime | None, server_times: Sequence[datetime]) -> Sentence | None:
    """Why the clock cannot be trusted; None where there is no evidence against it."""
    is_ahead = last is not None and last - now > SLACK
    deviating = sorted(at for at in server_times if abs(now - at) > (SLACK if is_ahead else MAX_DEVIATION))
    if 2 * len(deviating) > len(server_times):
        middle = deviating[len(deviating) // 2]
        number, of = len(deviating), len(server_times)
        return Sentence.of("clock-servers-differ", now=text(now), number=number, of=of, middle=text(middle))
    if last is not None and is_ahead and not server_times:
        return Sentence.of("clock-behind-last-run", now=text(now), last=text(last))
    return None


def ask_servers(pages: Iterable[str], user_agent: str) -> list[datetime]:
    """The `Date` headers of the answers of these pages' servers, whatever their status."""
    server_times = (_server_time(urljoin(page, "/robots.txt"), user_agent) for page in pages)
    return [at for at in server_times if at is not None]


def _server_time(url: str, user_agent: str) -> datetime | None:
    request = Request(url, headers={"User-Agent": user_agent})  # noqa: S310 - the registry takes http and https only
    try:
        with build_opener(NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as answer:
            header = answer.headers.get("Date")
    except HTTPError as error:
        header = error.headers.get("Date")
        error.close()
    except (OSError, HTTPException, ssl.SSLError, ValueError):
        return None
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None
