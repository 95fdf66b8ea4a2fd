"""Keys of captures: 45 bits of time in milliseconds, so that keys sort by it, and 30 bits of chance; in base 32.

What was written down later within the same millisecond has the greater key, so that keys tell the order too.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from archive import clock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TIME = 9
"""Characters that tell the instant; the rest is chance."""

_CHANCE = 30
_ROOM = 1 << 16
"""Keys that may follow one another within a millisecond."""


def mint(at: datetime, after: str | None = None) -> str:
    """A new key for something that happened at this instant; `after` is the last key there is of its millisecond."""
    if after is not None:
        return _write(_read(after) + 1)
    return _write(clock.milliseconds(at) << _CHANCE | secrets.randbelow((1 << _CHANCE) - _ROOM))


def span(at: datetime) -> tuple[str, str]:
    """The least and the greatest key that an instant can have."""
    least = clock.milliseconds(at) << _CHANCE
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
