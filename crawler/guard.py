"""Where we may connect to: the site's own hosts, and no private address unless its row allows that.

Both are asked again at every redirect, and the address at connect time, after DNS, so that no name can lead inside.
"""

from __future__ import annotations

import ipaddress
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

from crawler import session

SCHEMES = {"http", "https"}


class Refused(IgnoreRequest):
    """A request that our own rules forbid; the message says which rule."""


class GuardMiddleware:
    """Refuses requests to hosts off the site's list and to addresses inside private networks."""

    def __init__(self, crawler: Crawler) -> None:
        site = session.of(crawler).site
        self._hosts = frozenset(site.hosts)
        self._private_allowed = site.private_addresses

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refused for what may not be fetched."""
        reason = forbidden(request.url, self._hosts, self._private_allowed)
        if reason:
            raise Refused(reason)


def forbidden(url: str, hosts: frozenset[str], private_allowed: bool) -> str | None:
    """Why an address may not be fetched, or None. `hosts` are names, or `name:port` for one port only."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        return f"the scheme {parts.scheme} is not http or https"
    if parts.hostname not in hosts and parts.netloc not in hosts:
        return f"the host {parts.netloc} is not on the site's list"
    if not private_allowed and is_private(parts.hostname or ""):
        return f"{parts.hostname} is a private address"
    return None


def is_private(host: str) -> bool:
    """Whether a host given as a number lies outside the public internet; a name is judged after it resolved."""
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing answers that lead into private networks."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, private_allowed: bool) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._private_allowed = private_allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """As Scrapy builds it, once a process and before it knows a site; so the worker says whether its site may."""
        settings = crawler.settings
        allowed = settings.getbool("NIANBAO_PRIVATE_ADDRESSES")
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), settings.getfloat("DNS_TIMEOUT"), allowed)

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Resolve, and refuse what is private."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not self._private_allowed and is_private(address):
            raise Refused(f"{name} resolves to the private address {address}")
        return address
