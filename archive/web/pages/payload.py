"""Archived bytes as a download, and as nothing else: they are hostile input and never shown on this origin."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from types import MappingProxyType

from archive.storage.database import payload_path
from archive.storage.errors import LostError
from archive.storage.payloads import Payloads


async def read(archive: Path, digest: str) -> bytes | None:
    """The payload under a SHA-256 in hexadecimal; None where it, or the payload file, is not here."""
    return await asyncio.to_thread(_read, payload_path(archive), bytes.fromhex(digest))


def headers(digest: str) -> MappingProxyType[str, str]:
    """What makes a browser save the bytes and do nothing with them. `digest` is 64 hexadecimal digits."""
    return MappingProxyType(
        {
            "Content-Disposition": f'attachment; filename="{digest}.bin"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, max-age=31536000, immutable",
        }
    )


def _read(path: Path, digest: bytes) -> bytes | None:
    payloads = Payloads.read(path)
    try:
        return payloads.get(digest)
    except (LostError, sqlite3.OperationalError):
        return None
    finally:
        payloads.close()
