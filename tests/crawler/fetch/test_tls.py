"""TLS against real servers: certificates hold for every row; old protocols only where the row says `tls = "legacy"`."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.crawler.certificates import Authority
from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Outpost, answer

HOST = "127.0.0.1"
STRICT = {"private_addresses": True}
LEGACY = {**STRICT, "tls": "legacy"}
REMEDY = '`tls = "legacy"` in its row may help'
CERTIFICATE = "certificates are checked for every row"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """(verdict, detail) of the last attempt at each server's list, by the server's name and the row's profile."""
    authority = Authority.found(tmp_path_factory.mktemp("tls"))
    with ExitStack() as stack:
        served = {
            "sound": _serve(stack, authority.server(HOST)),
            "expired": _serve(stack, authority.server(HOST, lasts=timedelta(days=-3))),
            "self-signed": _serve(stack, authority.server(HOST, own=True)),
            "other host": _serve(stack, authority.server("www.example.gov.cn")),
            "TLS 1.0": _serve(stack, _old(authority.server(HOST, lasts=timedelta(days=2)), ssl.TLSVersion.TLSv1)),
            "TLS 1.1": _serve(stack, _old(authority.server(HOST, lasts=timedelta(days=3)), ssl.TLSVersion.TLSv1_1)),
            "short key": _serve(stack, authority.server(HOST, key=rsa.generate_private_key(65537, 1024))),
            "no renegotiation": stack.enter_context(_without_renegotiation()),
        }
        cases = {f"{name}, {row.get('tls', 'strict')}": Case(url, row)
                 for name, url in served.items() for row in (STRICT, LEGACY)}  # fmt: skip
        ended = fetch(list(cases.values()), SSL_CERT_FILE=str(authority.folder / "ca.pem"))
    return {name: _last(one) for name, one in zip(cases, ended, strict=True)}


@pytest.mark.parametrize("profile", ["strict", "legacy"])
def test_a_certificate_of_a_known_authority_holds(seen: dict[str, tuple[str, str]], profile: str) -> None:
    assert seen[f"sound, {profile}"] == ("ok", "")


@pytest.mark.parametrize("profile", ["strict", "legacy"])
@pytest.mark.parametrize("server", ["expired", "self-signed", "other host"])
def test_no_row_lets_a_bad_certificate_pass(seen: dict[str, tuple[str, str]], server: str, profile: str) -> None:
    verdict, detail = seen[f"{server}, {profile}"]
    assert verdict == "unreachable"
    assert CERTIFICATE in detail


@pytest.mark.parametrize("server", ["TLS 1.0", "TLS 1.1", "short key"])
def test_old_tls_only_where_the_row_says_so(seen: dict[str, tuple[str, str]], server: str) -> None:
    verdict, detail = seen[f"{server}, strict"]
    assert verdict == "unreachable"
    assert REMEDY in detail
    assert seen[f"{server}, legacy"] == ("ok", "")


def test_a_server_without_secure_renegotiation(seen: dict[str, tuple[str, str]]) -> None:
    verdict, detail = seen["no renegotiation, strict"]
    assert verdict == "unreachable"
    assert "unsafe legacy renegotiation disabled" in detail
    assert REMEDY in detail
    assert "renegotiation" not in seen["no renegotiation, legacy"][1]


def _serve(stack: ExitStack, context: ssl.SSLContext) -> str:
    server = stack.enter_context(Outpost(HOST, context))
    server.routes["/"] = answer()
    return f"{server.url}/"


def _old(context: ssl.SSLContext, version: ssl.TLSVersion) -> ssl.SSLContext:
    with pytest.deprecated_call():
        context.minimum_version = context.maximum_version = version
    return context


def _last(one: Seen) -> tuple[str, str]:
    robots = [capture for capture in one.captures if capture["kind"] == "robots"][-1]
    last = robots if robots["verdict"] == "unreachable" else one.captures[1]
    return last["verdict"], last["detail"] or ""


@contextmanager
def _without_renegotiation() -> Iterator[str]:
    """A server of TLS 1.2 that answers a ClientHello by a ServerHello without RFC 5746, and knows nothing more."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                hello = connection.recv(65536)
                offered = 43 + 1 + hello[43]
                ciphers = hello[offered + 2 : offered + 2 + struct.unpack(">H", hello[offered : offered + 2])[0]]
                old = next(pair for pair in zip(ciphers[::2], ciphers[1::2], strict=True) if pair[0] == 0xC0)
                body = b"\x03\x03" + bytes(32) + b"\x00" + bytes(old) + b"\x00"
                message = b"\x02" + struct.pack(">I", len(body))[1:] + body
                connection.sendall(b"\x16\x03\x03" + struct.pack(">H", len(message)) + message)
                connection.settimeout(0.2)
                connection.recv(65536)

    with socket.create_server((HOST, 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"https://{HOST}:{listening.getsockname()[1]}/"
        listening.shutdown(socket.SHUT_RDWR)
