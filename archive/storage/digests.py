"""Short digests of texts, where a whole SHA-256 would be longer than needed."""

from __future__ import annotations

from hashlib import sha256


def of_text(text: str) -> bytes:
    """The first 16 bytes of the text's SHA-256."""
    return sha256(text.encode()).digest()[:16]
