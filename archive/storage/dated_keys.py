"""Keys that people read and type: a date or an instant, and random characters after it, such as `20260203-4f7q0xk2mw`.

A key is drawn again where the archive has it already; between archives that are merged later, 50 random bits keep
them apart: two archives that draw 50,000 keys each for one day share one with a chance of two in a million.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from archive.storage.capture_keys import ALPHABET

RANDOM = 10
"""Random characters in a key, of five bits each."""


def draw(dated: str, is_taken: Callable[[str], object], random: int = RANDOM) -> str:
    """A key that begins with `dated` and is not taken.

    Call it within the transaction that stores the key. It ends only where a key is free: with the default, always.
    """
    while True:
        key = f"{dated}-{''.join(secrets.choice(ALPHABET) for _ in range(random))}"
        if not is_taken(key):
            return key
