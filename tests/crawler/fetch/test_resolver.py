"""The resolver between a name and a connection: the connection goes to an address that was judged, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twisted.internet._resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from twisted.python.failure import Failure
from zope.interface import implementer  # type: ignore[import-untyped]

from archive.captures.reasons import CaptureReason, because
from crawler.fetch.guard import GuardedResolver


@implementer(IHostnameResolver)
class Turning:
    """A name server that answers otherwise each time, at once."""

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        self._answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: object) -> HostResolution:  # noqa: N802
        resolution = HostResolution(name)
        receiver.resolutionBegan(resolution)
        for address in self._answers.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return resolution


def connected(answers: Sequence[Sequence[str]], *, private_allowed: bool = False, times: int = 1) -> list[str]:
    """Where connections to a name went, over several requests; `-` for each that was given no address."""
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    GuardedResolver(reactor, private_allowed, Turning(answers)).install_on_reactor()
    went: list[str] = []
    for _ in range(times):
        before = len(reactor.tcpClients)
        asked = HostnameEndpoint(reactor, "www.langao.gov.cn", 80).connect(Factory())  # type: ignore[arg-type]
        failed: list[Failure] = []
        asked.addErrback(failed.append)
        went += [str(client[0]) for client in reactor.tcpClients[before:]] or ["-"]
        assert all(isinstance(failure.value, DNSLookupError) for failure in failed)
        asked.cancel()
    return went


def test_a_public_address_is_connected_to() -> None:
    assert connected([["1.2.3.4"]]) == ["1.2.3.4"]
    assert connected([["2400:3200::1"]]) == ["2400:3200::1"]


def test_a_name_is_resolved_once_so_that_no_later_answer_is_private() -> None:
    assert connected([["1.2.3.4"], ["127.0.0.1"]], times=2) == ["1.2.3.4", "1.2.3.4"]


def test_a_refused_name_is_judged_again_each_time() -> None:
    assert connected([["127.0.0.1"], ["169.254.169.254"], ["1.2.3.4"]], times=3) == ["-", "-", "1.2.3.4"]


def test_one_private_address_of_several_refuses_the_name() -> None:
    assert connected([["1.2.3.4", "10.0.0.1"]]) == ["-"]
    assert connected([["1.2.3.4", "::1"]]) == ["-"]
    assert connected([["1.2.3.4", "::ffff:10.0.0.1"]]) == ["-"]


def test_no_address_at_all() -> None:
    assert connected([[]]) == ["-"]


def test_a_row_may_allow_private_addresses() -> None:
    assert connected([["127.0.0.1"]], private_allowed=True) == ["127.0.0.1"]


def test_a_refusal_names_the_private_address_of_each_name() -> None:
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    guard = GuardedResolver(reactor, False, Turning([["1.2.3.4", "10.0.0.1", "127.0.0.1"]]))
    guard.install_on_reactor()
    HostnameEndpoint(reactor, "www.langao.gov.cn", 80).connect(Factory()).addErrback(lambda _: None)  # type: ignore[arg-type]
    assert guard.refusals == {
        "www.langao.gov.cn": because(
            CaptureReason.RESOLVES_TO_PRIVATE_ADDRESS, host="www.langao.gov.cn", address="10.0.0.1"
        )
    }


def test_a_permission_is_no_refusal() -> None:
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    guard = GuardedResolver(reactor, True, Turning([["10.0.0.1"]]))
    guard.install_on_reactor()
    HostnameEndpoint(reactor, "www.langao.gov.cn", 80).connect(Factory()).addErrback(lambda _: None)  # type: ignore[arg-type]
    assert guard.refusals == {}
