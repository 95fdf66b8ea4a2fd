"""Keys of captures: 45 bits of time in milliseconds, by which they sort, and 30 random bits; in base 32.

Of two captures recorded within the same millisecond the later has the greater key.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from archive.storage import instants

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TIME = 9
"""Characters that encode the instant; the others are random."""

_RANDOM_BITS = 30
_STEP = 1 << 20
"""The most by which a key exceeds the previous one of its millisecond; random, as an archive may have copies."""


def mint(at: datetime, after: str | None = None) -> str:
    """A new key for this instant; `after` is the last key of its millisecond, None where there is none.

    A millisecond has room for about a thousand keys in order; beyond that their order is random.
    """
    least = instants.milliseconds(at) << _RANDOM_BITS
    if after is not None and (number := _decode(after) + 1 + secrets.randbelow(_STEP)) < least + (1 << _RANDOM_BITS):
        return _encode(number)
    return _encode(least | secrets.randbits(_RANDOM_BITS - 1))


def span(at: datetime) -> tuple[str, str]:
    """The least and the greatest key that an instant can have."""
    least = instants.milliseconds(at) << _RANDOM_BITS
    return _encode(least), _encode(least | (1 << _RANDOM_BITS) - 1)


def milliseconds(key: str) -> int:
    """The instant of a key, in milliseconds since 1970."""
    return _decode(key[:TIME])


def _encode(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(70, -1, -5))


def _decode(text: str) -> int:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    return number
