"""Connections: exactly one request on the wire for each attempt, and old TLS only for a site whose row allows it.

Every failure becomes an exception that says what failed and, if there is a remedy, the remedy; so each failed attempt
reaches the ledger in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.contextfactory import _get_creator_context, _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from twisted.internet.error import ConnectError
from twisted.web.client import ResponseFailed
from twisted.web.http import _MalformedChunkedDataError

from crawler.fetch import content_codings
from crawler.fetch.guard import GuardedResolver, Refused
from crawler.fetch.wire import LONGEST_HEAD, HeadTooLongError, WireFactory
from crawler.runtime import session

_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT: servers without secure renegotiation."""


# such as /upload/2024.tar.gz, /down?name=nb.gz&id=1 or attachment; filename="nb.tgz"
_PACKED_FILE = re.compile(r"\.t?gz(?:[\"';&?#\s]|$)", re.IGNORECASE)


class TlsError(DownloadFailedError):
    """No secure connection could be made; the message says why, and what can be done."""


class MalformedChunksError(DownloadFailedError):
    """The chunks of an answer break the rules of HTTP (RFC 9112, 7.1)."""


class HeadTooLargeError(DownloadFailedError):
    """A header line of an answer is longer than browsers read."""


class Transport(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1, without Twisted's silent retry of a request on a broken connection."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
        self._pool._factory = WireFactory  # noqa: SLF001 - as Scrapy's handler does
        self._pace = session.pace_of(crawler)
        self._strict = crawler.settings["DOWNLOAD_TLS_MIN_VERSION"] is None

    async def download_request(self, request: Request) -> Response:
        """The response with its body decoded; raises Scrapy's download exceptions, Refused or TlsError.

        Raises IgnoreRequest, which makes no capture, for a host that is no longer requested tonight: its failures are
        recorded already.
        """
        left_alone_because = self._pace.left_alone.get(urlsplit(request.url).netloc)
        if left_alone_because:  # checked here, as a request may have waited in the queue meanwhile
            raise IgnoreRequest(f"not asked for: {left_alone_because}")
        request.headers.setdefault("Accept-Encoding", content_codings.ASKED_FOR)
        try:
            response = await super().download_request(request)
        except CannotResolveHostError as error:
            raise _refusal(urlsplit(request.url).hostname or "") or error from error
        except ResponseDataLossError as error:
            raise _explain_malformed_chunks(error) or error from error.__cause__
        except DownloadFailedError as error:
            raise _explain_tls_failure(error, strict=self._strict) or _explain_failure(error) from error
        except ConnectError as error:
            raise DownloadFailedError(f"no connection: {error}") from error
        return self._decoded(response)

    def _decoded(self, response: Response) -> Response:
        codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        try:
            body = content_codings.decode_body(response.body, codings, self._default_maxsize)
            if not _is_packed_file(response):
                body = content_codings.unpack_unannounced(body, self._default_maxsize)
        except content_codings.SizeError as error:
            raise DownloadCancelledError(str(error)) from error
        except content_codings.CodingError as error:
            raise ResponseDataLossError(str(error)) from error
        response.headers.pop("Content-Encoding", None)
        return response if body is response.body else response.replace(body=body)


class LegacyTls(_ScrapyClientContextFactory):
    """Allows TLS 1.0, weak ciphers and unsafe renegotiation; certificates are still checked."""

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        """The options of one connection."""
        creator = super().creatorForNetloc(hostname, port)
        context: SSL.Context = _get_creator_context(creator)
        context.set_options(_LEGACY_SERVER_CONNECT)
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        return creator


def _is_packed_file(response: Response) -> bool:
    """Whether an answer is a gzip file by its address or by the name under which it is to be saved."""
    named = (response.headers.get("Content-Disposition") or b"").decode("latin-1")
    return any(_PACKED_FILE.search(name) for name in (response.url, named))


def _refusal(host: str) -> Refused | None:
    """The refusal where the guarded resolver withheld a host's addresses; None where it did not."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    why = resolver.refusals.get(host) if isinstance(resolver, GuardedResolver) else None
    return Refused(why) if why else None


def _explain_tls_failure(error: DownloadFailedError, *, strict: bool) -> TlsError | None:
    """A failure of TLS in words, with its remedy; None where the connection broke for another reason."""
    for cause in _causes(error.__cause__):
        if isinstance(cause, VerificationError | CertificateError):
            return TlsError(f"its certificate is not for this host; {_CERTIFICATE}")
        if isinstance(cause, SSL.Error):
            messages = ", ".join(str(part[-1]) for part in (cause.args[0] if cause.args else ())) or "broken off"
            if "certificate verify failed" in messages:
                weak = f"; {_LEGACY} where only its key is too short" if strict else ""
                return TlsError(f"its certificate does not hold ({messages}); {_CERTIFICATE}{weak}")
            return TlsError(
                f"no secure connection ({messages})" + (f"; {_LEGACY} where the site is old" if strict else "")
            )
    return None


def _explain_malformed_chunks(error: ResponseDataLossError) -> DownloadFailedError | None:
    """The failure of an answer whose chunks break the rules of HTTP; None for one that was only cut short."""
    malformed = [str(cause) for cause in _causes(error.__cause__) if isinstance(cause, _MalformedChunkedDataError)]
    return MalformedChunksError(malformed[0]) if malformed else None


def _explain_failure(error: DownloadFailedError) -> DownloadFailedError:
    """The same failure with the messages of its causes."""
    causes = list(_causes(error.__cause__))
    if any(isinstance(cause, HeadTooLongError) for cause in causes):
        return HeadTooLargeError(f"the header lines have more than {LONGEST_HEAD} bytes")
    messages = [str(cause) for cause in causes if not isinstance(cause, ResponseFailed)]
    return DownloadFailedError("; ".join(dict.fromkeys(messages)) or str(error))


_LEGACY = '`tls = "legacy"` in its row may help'
_CERTIFICATE = "certificates are checked for every row, so tell the site, or start from its http address"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception of Twisted and, recursively, its causes."""
    if error is not None:
        yield error
        if isinstance(error, ResponseFailed):
            for reason in error.reasons:
                yield from _causes(reason.value)
