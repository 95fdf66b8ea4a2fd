"""A remark on a draft: by which rule, how much it matters, the arguments of its sentences, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CellRef = tuple[str, str, str]
"""A table, a line, and a column; the column is "" for the whole line, the line is "" for the whole table."""


Fix = tuple[CellRef, int]
"""A cell, and the count that it should hold for all sums to come out."""


class Weight(StrEnum):
    """What a remark asks of the writer, the most urgent first."""

    CORRECT = "correct"
    """The draft contradicts itself or its form: it has to be corrected."""
    CONFIRM = "confirm"
    """Most likely a slip: the writer has to look and decide."""
    IMPROVE = "improve"
    """A suggestion."""
    UNREAD = "unread"
    """The program is not sure that it read this right: a person has to look, and nothing may be wrong."""


WEIGHTS = tuple(Weight)
"""The weights in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a remark stands.

    `section` is 1 to 6, 0 for what stands before the first section, None where no part of the text is meant. `quotes`
    are passages of the draft, word for word.
    """

    section: int | None = None
    cells: tuple[CellRef, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to correct, to look at or to improve.

    `rule` is the name as a finding or a drafting rule has it (`applications.new.row_sum`, `half_width`); `code` names
    its sentences in the catalogue, `args` are what these are filled in with; `fix` is the one
    change that would put this and other sums right.
    """

    rule: str
    code: str
    weight: Weight
    args: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    fix: Fix | None = None
