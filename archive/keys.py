"""Keys of captures: 45 bits of time in milliseconds, so that keys sort by it, and 30 bits of chance; in base 32."""

from __future__ import annotations

import secrets
from datetime import datetime

from archive import clock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TIME = 9
"""Characters that tell the instant; the rest is chance."""


def mint(at: datetime) -> str:
    """A new key for something that happened at this instant."""
    number = clock.milliseconds(at) << 30 | secrets.randbits(30)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(70, -1, -5))


def milliseconds(key: str) -> int:
    """The instant of a key, in milliseconds since 1970."""
    number = 0
    for character in key[:TIME]:
        number = number << 5 | ALPHABET.index(character)
    return number
