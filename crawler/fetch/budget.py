"""What a site may cost in one night: requests and bytes, as its row allows.

Calendars, pagers without an end and addresses that a page makes up anew can keep a crawler busy for ever. What the
budget refuses is recorded as such, so that the lists concerned are incomplete and nothing is concluded from them.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.captures.reasons import CaptureReason, Reason, because
from spiders.registry import Site

_MEGABYTE = 1_000_000


@dataclass(slots=True)
class Budget:
    """The requests and bytes of a site's night so far; `bytes` are those of bodies and header lines as received."""

    requests: int = 0
    bytes: int = 0

    def reached(self, site: Site) -> Reason | None:
        """Why no further request may be made; None where one may."""
        if self.requests >= site.requests_a_night:
            return _reached(f"{self.requests} requests", "requests_a_night")
        if self.bytes >= site.megabytes_a_night * _MEGABYTE:
            return _reached(f"{self.bytes // _MEGABYTE} MB", "megabytes_a_night")
        return None


def _reached(used: str, key: str) -> Reason:
    return because(CaptureReason.SITE_BUDGET_REACHED, used=used, key=key)
