"""Which addresses may be connected to: the site's hosts, and private addresses only if its row allows that.

Both are checked again at every redirect. A name is judged by all addresses that it resolves to, and the connection goes
to one of these addresses, so that no name can lead into a private network by resolving differently later.
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
from spiders.registry import hosts_of
from spiders.walk.errand import Errand

log = logging.getLogger("nianbao")

SCHEMES = {"http", "https"}
DOCUMENTS = {"report", "attachment", "robots"}
"""Kinds of request that may also go to hosts that belong to the site by name: no link is followed from there."""

Twisted = Any
"""A value of a Twisted interface, which type checkers cannot follow."""

LONGEST_ADDRESS = 4096
"""Characters of an address that is asked for; servers accept about 8,000 bytes, and Chinese takes three a character."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""The prefix of IPv4 addresses embedded for NAT64 (RFC 6052)."""

_RESERVED = tuple(map(ipaddress.ip_network, ("fec0::/10", "192.88.99.0/24", "192.0.0.0/24", "3fff::/20")))
"""Site-local addresses (RFC 3879), the relays of 6to4 (RFC 7526), those of protocols (RFC 6890) and of documentation
(RFC 9637): some versions of Python take them for global ones."""


class Refused(IgnoreRequest):
    """A request that our rules forbid; the reason says which rule."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class GuardMiddleware:
    """Refuses requests to hosts off the site's list and to addresses inside private networks.

    Outside of a site run (`scrapy shell`, `scrapy fetch`) the row that covers an address applies; an address that no
    row covers may be on any public host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._site = session.site_of(crawler)
        self._config = None if self._site else _configuration(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refused for an address that may not be fetched."""
        site = self._site or (covering(self._config, request.url) if self._config else None)
        hosts = frozenset(site.hosts) if site else frozenset({urlsplit(request.url).hostname or ""})
        errand = Errand.of(request)
        if site and (errand.witness == "collection" or errand.kind == "robots"):
            hosts |= frozenset(hosts_of(site.collections))
        document = errand.kind in DOCUMENTS
        reason = forbidden(request.url, hosts, bool(site and site.private_addresses), document=document)
        if reason:
            raise Refused(reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Log what was refused outside of a site run, where no capture records it."""
        if self._site is None and isinstance(exception, Refused):
            log.warning("%s is not fetched: %s", request.url, exception)


def _configuration(crawler: Crawler) -> Config:
    """The configuration for Scrapy's own commands. Raises ConfigError where it names no contact."""
    config = load(Path(crawler.settings["NIANBAO_CONFIG"]))
    _ = config.user_agent
    return config


def forbidden(url: str, listed: frozenset[str], private_allowed: bool, *, document: bool = False) -> Reason | None:
    """Why an address may not be fetched, or None. `listed` are host names, or `name:port` for a single port.

    A `document` may also come from a host that belongs to the site by its name.
    """
    if len(url) > LONGEST_ADDRESS:
        return because(CaptureReason.ADDRESS_TOO_LONG, limit=LONGEST_ADDRESS)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if "@" in parts.netloc:
        return because(CaptureReason.ADDRESS_WITH_CREDENTIALS)
    if parts.scheme not in SCHEMES:
        return because(CaptureReason.SCHEME_REFUSED, scheme=parts.scheme)
    if (
        host not in listed
        and parts.netloc.lower() not in listed
        and not (document and site_hosts.is_own_host(host, listed))
    ):
        return because(CaptureReason.HOST_NOT_LISTED, host=parts.netloc)
    if not private_allowed and is_private(host):
        return because(CaptureReason.PRIVATE_ADDRESS, host=host)
    return None


def is_private(host: str) -> bool:
    """Whether a host given as an IP address is not public; False for a name, which is judged once resolved."""
    address = _number(host.strip("[]"))
    if address is None:
        return False
    embedded = _embedded_ipv4(address) if isinstance(address, IPv6Address) else None
    judged = embedded or address
    reserved = any(judged.version == network.version and judged in network for network in _RESERVED)
    return reserved or not judged.is_global or judged.is_multicast or judged.is_reserved


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """The host's IP address in any notation that system resolvers accept (such as `127.1`); None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address embedded in an IPv6 address (NAT64, mapped, 6to4, Teredo)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver: refuses a name if any of its addresses is private, and resolves each name once a run."""

    def __init__(self, reactor: Twisted, private_allowed: bool, resolver: Twisted = None) -> None:
        self._reactor = reactor
        self._private_allowed = private_allowed
        self._resolver: Twisted = resolver or GAIResolver(reactor)
        self._known: dict[str, Sequence[Twisted]] = {}
        self.refusals: dict[str, Reason] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Twisted) -> Self:
        """As Scrapy builds it, once a process before the site is known; so the worker passes its site's permission."""
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
        """Resolve a name; a refused name has no addresses, and `refusals` says why."""
        if hostName not in self._known:
            collector = _AddressCollector(self, resolutionReceiver, hostName, portNumber)
            return self._resolver.resolveHostName(collector, hostName, 0, addressTypes, transportSemantics)
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        self._pass_addresses(resolutionReceiver, hostName, portNumber)
        return resolution

    def judge_addresses(self, receiver: Twisted, name: str, port: int, addresses: Sequence[Twisted]) -> None:
        """Judge a name's addresses, and pass on those that may be connected to."""
        private = [address.host for address in addresses if is_private(address.host)]
        if private and not self._private_allowed:
            self.refusals[name] = because(CaptureReason.RESOLVES_TO_PRIVATE_ADDRESS, host=name, address=private[0])
        elif addresses:
            self._known[name] = addresses
        self._pass_addresses(receiver, name, port)

    def _pass_addresses(self, receiver: Twisted, name: str, port: int) -> None:
        for address in self._known.get(name, ()):
            kind = type(address)
            receiver.addressResolved(kind(address.type, address.host, port))
        receiver.resolutionComplete()


@implementer(IResolutionReceiver)
class _AddressCollector:
    """Collects all addresses of a name before a connection to the first may begin."""

    def __init__(self, resolver: GuardedResolver, receiver: Twisted, name: str, port: int) -> None:
        self._resolver = resolver
        self._receiver = receiver
        self._name = name
        self._port = port
        self._addresses: list[Twisted] = []

    def resolutionBegan(self, resolution: Twisted) -> None:  # noqa: N802 - Twisted's name
        """Pass on that a resolution has begun."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Twisted) -> None:  # noqa: N802 - Twisted's name
        """Collect an address."""
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        """Judge the addresses, now that no further address follows."""
        self._resolver.judge_addresses(self._receiver, self._name, self._port, self._addresses)
