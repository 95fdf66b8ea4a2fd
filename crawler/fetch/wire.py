"""HTTP/1.1 as servers write it: what browsers read, beyond what Twisted reads.

Blanks behind the size of a chunk are read (RFC 9112, 7.1, allows them before an extension, and old servers pad with
them), and header lines up to the length that Chromium reads. What is broken otherwise fails with words that say how.
"""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HTTP11ClientProtocol, ParseError, Request
from twisted.web.http import _ChunkedTransferDecoder
from twisted.web.iweb import IResponse

LONGEST_HEAD = 256 * 1024
"""Bytes of all header lines of an answer together, as in Chromium."""


class HeadTooLongError(ParseError):
    """The header lines of an answer are longer than browsers read."""


class _Chunks(_ChunkedTransferDecoder):
    """Chunks whose sizes may have blanks behind them."""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 - Twisted's name
        end = self._buffer.find(b"\r\n")
        if end > 0:
            size, semicolon, extension = self._buffer[:end].partition(b";")
            self._buffer[:end] = size.rstrip(b" \t") + semicolon + extension
            self._start = 0
        return super()._dataReceived_CHUNK_LENGTH()


class _Parser(_LenientHTTPClientParser):
    """Reads an answer's head; its attributes are Twisted's."""

    MAX_LENGTH = LONGEST_HEAD
    _transferDecoders = {b"chunked": _Chunks}  # noqa: N815, RUF012 - Twisted's declaration

    _head_length = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Read a line of the head, unless all lines together are too long."""
        self._head_length += len(line)
        if self._head_length > LONGEST_HEAD:
            self.lineLengthExceeded(line)
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Say why the answer is given up; Twisted would only close the connection."""
        raise HeadTooLongError(f"the header lines have more than {LONGEST_HEAD} bytes", line[:100])  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    """A connection whose answers are read by `_Parser`."""

    def request(self, request: Request) -> Deferred[IResponse]:
        """Send a request; the parser that was made for its answer becomes ours, as Scrapy makes it its own."""
        answer: Deferred[IResponse] = super().request(request)
        self._parser.__class__ = _Parser
        return answer


class WireFactory(_LenientHTTP11ClientFactory):
    """Makes the connections of the pool."""

    def buildProtocol(self, _addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802 - Twisted's name
        """As Twisted calls it."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
