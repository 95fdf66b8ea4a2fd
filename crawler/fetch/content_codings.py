"""Bodies as they travel, unpacked: the content codings that we ask for, within a limit of bytes. Pure.

A body that does not unpack to its end was cut short, whatever the headers say.
"""

from __future__ import annotations

import zlib

ASKED_FOR = b"gzip, deflate"
_GZIP = {"gzip", "x-gzip"}
_PIECE = 64 * 1024


class SizeError(Exception):
    """More bytes than the limit; nothing beyond it was unpacked."""


class CodingError(Exception):
    """A body that is not in the coding that its headers tell, or ends before its end."""


def unpacked(body: bytes, codings: str, limit: int) -> bytes:
    """The body without its content codings, as a header lists them (`gzip`, `deflate, gzip`, the last applied last).

    Raises SizeError beyond `limit` bytes, CodingError where it does not unpack or has a coding that nobody asked for.
    """
    named = [coding.strip().lower() for coding in codings.split(",")]
    for coding in reversed([coding for coding in named if coding not in ("", "identity")]):
        if coding not in _GZIP and coding != "deflate":
            raise CodingError(f"the content coding {coding} was not asked for")
        if body:
            body = _inflated(body, coding, limit)
    return body


def _inflated(body: bytes, coding: str, limit: int) -> bytes:
    """One coding taken off. Servers send `deflate` with and without zlib's head, so its first bytes decide."""
    if coding in _GZIP:
        bits = 16 + zlib.MAX_WBITS
    else:
        bits = zlib.MAX_WBITS if body[0] & 0x0F == 8 and (body[0] * 256 + (body[1:2] or b"\0")[0]) % 31 == 0 else -15
    whole = bytearray()
    while body:
        engine = zlib.decompressobj(bits)
        try:
            while body and not engine.eof:
                whole += engine.decompress(body, _PIECE)
                body = engine.unconsumed_tail
                if len(whole) > limit:
                    raise SizeError(f"more than the limit of {limit} bytes once unpacked")
            whole += engine.flush()
        except zlib.error as error:
            raise CodingError(f"does not unpack as {coding} ({error})") from error
        if not engine.eof:
            raise CodingError(f"its {coding} body was cut short")
        body = engine.unused_data if coding in _GZIP and engine.unused_data[:2] == b"\x1f\x8b" else b""
    return bytes(whole)
