"""The parts of drawn lists, by the names of their kinds, as `parts.toml` holds them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def parts(kind: str) -> tuple[str, ...]:
    """The parts of one kind."""
    found: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(found[kind])
