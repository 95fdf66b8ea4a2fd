"""Content codings: decodes response bodies in the codings that we accept, within a limit of bytes. Pure.

A body that cannot be decoded to its end was cut short, whatever the headers say. Servers put other words into the
header, and forget it for what they packed.
"""

from __future__ import annotations

import zlib

ASKED_FOR = b"gzip, deflate"
_GZIP = {"gzip", "x-gzip"}
_DEFLATE = {"deflate"}
_OTHERS = {"aes128gcm", "br", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "zstd"}
"""The other codings that IANA registers. All other words in the header (`utf-8`, `none`, `binary`) name no coding."""

_PACKED = b"\x1f\x8b\x08"
"""The first bytes of gzip with its only method."""
_CHUNK = 64 * 1024


class SizeError(Exception):
    """More bytes than the limit; decoding stopped there."""


class CodingError(Exception):
    """A body that is not in the coding that its headers state, or is cut short."""


def decode_body(body: bytes, codings: str, limit: int) -> bytes:
    """Undo the content codings that a header lists (`gzip`, `deflate, gzip`; the coding applied last comes last).

    Words that name no coding are passed over. Raises SizeError beyond `limit` bytes, CodingError where a coding cannot
    be undone or was not accepted.
    """
    applied = [coding.strip().lower() for coding in codings.split(",")]
    for coding in reversed([coding for coding in applied if coding in _GZIP | _DEFLATE | _OTHERS]):
        if coding in _OTHERS:
            raise CodingError(f"the content coding {coding} was not asked for")
        if body:
            body = _inflate(body, coding, limit)
    return body


def unpack_unannounced(body: bytes, limit: int) -> bytes:
    """Undo gzip that no header announced; a body that only begins like it stays as it is.

    Raises as `decode_body` does, for a body that unpacks but was cut short.
    """
    if not body.startswith(_PACKED) or not _begins_as_gzip(body):
        return body
    return _inflate(body, "gzip", limit)


def _begins_as_gzip(body: bytes) -> bool:
    try:
        zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body[:_CHUNK], _CHUNK)
    except zlib.error:
        return False
    return True


def _inflate(body: bytes, coding: str, limit: int) -> bytes:
    """Undo one coding. Servers send `deflate` with and without the zlib header, so its first bytes decide."""
    if coding in _GZIP:
        bits = 16 + zlib.MAX_WBITS
    else:
        bits = zlib.MAX_WBITS if body[0] & 0x0F == 8 and (body[0] * 256 + (body[1:2] or b"\0")[0]) % 31 == 0 else -15
    decoded = bytearray()
    while body:
        engine = zlib.decompressobj(bits)
        try:
            while body and not engine.eof:
                decoded += engine.decompress(body, _CHUNK)
                body = engine.unconsumed_tail
                if len(decoded) > limit:
                    raise SizeError(f"more than the limit of {limit} bytes once unpacked")
            decoded += engine.flush()
        except zlib.error as error:
            raise CodingError(f"does not unpack as {coding} ({error})") from error
        if not engine.eof:
            raise CodingError(f"its {coding} body was cut short")
        body = engine.unused_data if coding in _GZIP and engine.unused_data[:2] == b"\x1f\x8b" else b""
    return bytes(decoded)
