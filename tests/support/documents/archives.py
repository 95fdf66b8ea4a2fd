"""RAR and 7-Zip files as the tests need them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import pytest

_SIGNATURE = b"Rar!\x1a\x07\x01\x00"
_MAIN, _FILE, _END = 1, 2, 5
_HAS_DATA, _HAS_CRC = 2, 4


def rar(parts: Mapping[str, bytes]) -> bytes:
    """A RAR file of version 5 with parts that are stored without compression (RAR 5.0 archive format, rarlab.com)."""
    files = b"".join(_file(name.encode(), data) for name, data in parts.items())
    return _SIGNATURE + _block(_number(_MAIN) + b"\0\0") + files + _block(_number(_END) + b"\0\0")


def _file(name: bytes, data: bytes) -> bytes:
    size = _number(len(data))
    head = _number(_FILE) + _number(_HAS_DATA) + size + _number(_HAS_CRC) + size + _number(0o100644)
    head += zlib.crc32(data).to_bytes(4, "little") + _number(0) + _number(1) + _number(len(name)) + name
    return _block(head) + data


def _block(head: bytes) -> bytes:
    sized = _number(len(head)) + head
    return zlib.crc32(sized).to_bytes(4, "little") + sized


def _number(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def seven_zip(parts: Mapping[str, bytes]) -> bytes:
    """A 7-Zip file, written by libarchive."""
    libarchive: Any = pytest.importorskip("libarchive")
    chunks: list[bytes] = []

    def store(data: Any) -> int:
        chunks.append(bytes(data))
        return len(data)

    with libarchive.custom_writer(store, "7zip") as writer:
        for name, data in parts.items():
            writer.add_file_from_memory(name, len(data), data)
    return b"".join(chunks)
