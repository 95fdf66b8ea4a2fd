"""One printed cell for the table readers: a value, a blank, or a label with everything that it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from archive.extract.layout.document import IN_TEXT, Spot
from archive.extract.report import labels
from archive.extract.report.cells import CellValue, read


@dataclass(frozen=True, slots=True)
class Token:
    """A cell's text with its value, and what it means as a label; `label` is "" for values and blanks."""

    text: str
    value: CellValue
    label: str = ""
    applicant: str | None = None
    result: str | None = None
    block: str | None = None
    disclosure: tuple[str, str] | None = None
    group: str | None = None
    subtotal: bool = False
    blank: bool = field(init=False)
    """Whether nothing is printed."""
    filled: bool = field(init=False)
    """Whether a value is printed: a number, a dash, or what should be one."""

    def __post_init__(self) -> None:
        blank = self.value.state == "blank"
        object.__setattr__(self, "blank", blank)
        object.__setattr__(self, "filled", not self.label and not blank)


@lru_cache(maxsize=8192)
def token(text: str) -> Token:
    """Classify a cell by its text."""
    value = read(text)
    if value.state != "unreadable":
        return Token(text, value)
    label = labels.key(text)
    if not any("\u4e00" <= char <= "\u9fff" for char in label):
        return Token(text, value)
    lexicon = labels.lexicon()
    return Token(
        text,
        value,
        label,
        lexicon.applicants.get(label),
        lexicon.results.get(label),
        lexicon.blocks.get(label),
        lexicon.disclosure.get(label),
        lexicon.group(label),
        label in lexicon.subtotals,
    )


def token_at(text: str, spot: Spot | None) -> Token:
    """The same, of a cell that stands at this spot."""
    cell = token(text)
    return cell if spot is None or cell.label else replace(cell, value=cell.value.at(spot))


def tokens_in(text: str, pieces: Sequence[str], block: int) -> list[Token]:
    """The pieces into which a line of text was taken apart, in order; `block` is the number of its paragraph."""
    tokens, end = [], 0
    for piece in pieces:
        start = text.find(piece.strip(), end)
        end = start + len(piece.strip())
        tokens.append(token_at(piece, Spot(block, IN_TEXT, 0, start, end)))
    return tokens
