"""JSON objects of which there are many at a time: held compressed, and unpacked for as long as they are looked at."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any


class PackedJson(Mapping[str, Any]):
    """The object that a JSON text holds, which is some thirty times as large where it is a dictionary."""

    __slots__ = ("_packed",)

    def __init__(self, written: str) -> None:
        self._packed = zlib.compress(written.encode(), 1)

    @property
    def text(self) -> str:
        """The text as it was given."""
        return zlib.decompress(self._packed).decode()

    def __getitem__(self, key: str) -> Any:
        return _unpacked(self._packed)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_unpacked(self._packed))

    def __len__(self) -> int:
        return len(_unpacked(self._packed))

    def __contains__(self, key: object) -> bool:
        return key in _unpacked(self._packed)


@lru_cache(maxsize=256)
def _unpacked(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found
