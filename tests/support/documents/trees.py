"""Nested tables of a reading as one flat mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def leaves(tree: Mapping[Any, Any], path: str = "") -> dict[str, Any]:
    """Each value by the keys that lead to it, joined with dots."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        flat |= leaves(value, f"{path}{key}.") if isinstance(value, Mapping) else {path + key: value}
    return flat
