"""Where we may connect to: the site's own hosts, and no private address unless its row allows that.

Both are asked again at every redirect. A name is judged by all the addresses that it resolves to, and the connection
goes to one of the addresses judged, so that no name can lead inside, whatever it answers next.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.internet._resolver import GAIResolver, HostResolution
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from archive.captures.reasons import CaptureReason, Reason, because
from crawler.fetch import site_hosts
from crawler.runtime import session
from crawler.runtime.config import Config, load
from crawler.runtime.sites import covering
from spiders.walk.errand import Errand

log = logging.getLogger("nianbao")

SCHEMES = {"http", "https"}
DOCUMENTS = {"report", "attachment", "robots"}
"""Kinds of request that may go to the site's own other hosts, too: documents lead nowhere else."""

Twisted = Any
"""A value of an interface of Twisted's, which no checker of types can follow."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Where NAT64 shows IPv4 addresses (RFC 6052)."""


class Refused(IgnoreRequest):
    """A request that our own rules forbid; the reason says which rule."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class GuardMiddleware:
    """Refuses requests to hosts off the site's list and to addresses inside private networks.

    Outside of a site run (`scrapy shell`, `scrapy fetch`) an address is held to the row that covers it; one that no
    row covers may lie on any public host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._site = session.site_of(crawler)
        self._config = None if self._site else _configuration(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refused for what may not be fetched."""
        site = self._site or (covering(self._config, request.url) if self._config else None)
        hosts = frozenset(site.hosts) if site else frozenset({urlsplit(request.url).hostname or ""})
        document = Errand.of(request).kind in DOCUMENTS
        reason = forbidden(request.url, hosts, bool(site and site.private_addresses), document=document)
        if reason:
            raise Refused(reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say outside of a site run what was refused, as no capture tells it."""
        if self._site is None and isinstance(exception, Refused):
            log.warning("%s is not fetched: %s", request.url, exception)


def _configuration(crawler: Crawler) -> Config:
    """The configuration by which a command of Scrapy's fetches. Raises ConfigError where it names no contact."""
    config = load(Path(crawler.settings["NIANBAO_CONFIG"]))
    _ = config.user_agent
    return config


def forbidden(url: str, listed: frozenset[str], private_allowed: bool, *, document: bool = False) -> Reason | None:
    """Why an address may not be fetched, or None. `listed` are names, or `name:port` for one port only.

    A `document` may also come from a host that is the site's own by its name.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in SCHEMES:
        return because(CaptureReason.SCHEME_REFUSED, scheme=parts.scheme)
    if host not in listed and parts.netloc.lower() not in listed and not (document and site_hosts.own(host, listed)):
        return because(CaptureReason.HOST_NOT_LISTED, host=parts.netloc)
    if not private_allowed and is_private(host):
        return because(CaptureReason.PRIVATE_ADDRESS, host=host)
    return None


def is_private(host: str) -> bool:
    """Whether a host given as a number lies outside the public internet; a name is judged after it resolved."""
    address = _number(host.strip("[]"))
    if address is None:
        return False
    carried = _carried(address) if isinstance(address, IPv6Address) else None
    judged = carried or address
    return not judged.is_global or judged.is_multicast or judged.is_reserved


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is, in any form that a system's resolver takes for one: `127.1`, `0x7f000001`, too."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver: refuses a name if one of its addresses is private, and asks for each name once a run."""

    def __init__(self, reactor: Twisted, private_allowed: bool, resolver: Twisted = None) -> None:
        self._reactor = reactor
        self._private_allowed = private_allowed
        self._resolver: Twisted = resolver or GAIResolver(reactor)
        self._known: dict[str, Sequence[Twisted]] = {}
        self.refusals: dict[str, Reason] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Twisted) -> Self:
        """As Scrapy builds it, once a process and before it knows a site; so the worker says whether its site may."""
        return cls(reactor, crawler.settings.getbool("NIANBAO_PRIVATE_ADDRESSES"))

    def install_on_reactor(self) -> None:
        """As Scrapy installs it."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Twisted,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Sequence[type] | None = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> Twisted:
        """Resolve; a name that is refused has no addresses, and `refusals` says why."""
        if hostName not in self._known:
            gathering = _Gathering(self, resolutionReceiver, hostName, portNumber)
            return self._resolver.resolveHostName(gathering, hostName, 0, addressTypes, transportSemantics)
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        self._tell(resolutionReceiver, hostName, portNumber)
        return resolution

    def found(self, receiver: Twisted, name: str, port: int, addresses: Sequence[Twisted]) -> None:
        """Take a name's addresses, judge them, and tell those that may be connected to."""
        private = [address.host for address in addresses if is_private(address.host)]
        if private and not self._private_allowed:
            self.refusals[name] = because(CaptureReason.RESOLVES_TO_PRIVATE_ADDRESS, host=name, address=private[0])
        elif addresses:
            self._known[name] = addresses
        self._tell(receiver, name, port)

    def _tell(self, receiver: Twisted, name: str, port: int) -> None:
        for address in self._known.get(name, ()):
            kind = type(address)
            receiver.addressResolved(kind(address.type, address.host, port))
        receiver.resolutionComplete()


@implementer(IResolutionReceiver)
class _Gathering:
    """Gathers all the addresses of a name before anyone may connect to the first."""

    def __init__(self, resolver: GuardedResolver, receiver: Twisted, name: str, port: int) -> None:
        self._resolver = resolver
        self._receiver = receiver
        self._name = name
        self._port = port
        self._addresses: list[Twisted] = []

    def resolutionBegan(self, resolution: Twisted) -> None:  # noqa: N802 - Twisted's name
        """A resolution has begun."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Twisted) -> None:  # noqa: N802 - Twisted's name
        """One address of several."""
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        """No address follows."""
        self._resolver.found(self._receiver, self._name, self._port, self._addresses)
