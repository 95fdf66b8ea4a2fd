"""A violation of a consistency rule, before it is decided whose fault it is."""

from __future__ import annotations

from dataclasses import dataclass

LineRef = tuple[str, str]
"""A table and one of its lines; the line is "" where the whole table is meant."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Which rule (by its pattern) under which name, what was seen, and the lines it was seen in.

    `certain` is False where the rule rests on an interpretation of the text and not on printed numbers alone.
    """

    rule: str
    name: str
    detail: str
    places: tuple[LineRef, ...] = ()
    certain: bool = True
