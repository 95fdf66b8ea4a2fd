"""Keys of captures: 45 bits of time in milliseconds, so that keys sort by it, and 30 bits of chance; in base 32.

What was written down later within the same millisecond has the greater key, so that keys tell the order too.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from archive.storage import instants

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TIME = 9
"""Characters that tell the instant; the rest is chance."""

_CHANCE = 30
_STEP = 1 << 20
"""How far one key of a millisecond lies from the one before it, at most: by chance, as archives may be copies."""


def mint(at: datetime, after: str | None = None) -> str:
    """A new key for something that happened at this instant; `after` is the last key there is of its millisecond.

    A millisecond has room for a thousand keys in order and more; what comes then has its place by chance.
    """
    least = instants.milliseconds(at) << _CHANCE
    if after is not None and (number := _read(after) + 1 + secrets.randbelow(_STEP)) < least + (1 << _CHANCE):
        return _write(number)
    return _write(least | secrets.randbits(_CHANCE - 1))


def span(at: datetime) -> tuple[str, str]:
    """The least and the greatest key that an instant can have."""
    least = instants.milliseconds(at) << _CHANCE
    return _write(least), _write(least | (1 << _CHANCE) - 1)


def milliseconds(key: str) -> int:
    """The instant of a key, in milliseconds since 1970."""
    return _read(key[:TIME])


def _write(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(70, -1, -5))


def _read(written: str) -> int:
    number = 0
    for character in written:
        number = number << 5 | ALPHABET.index(character)
    return number
