"""Which words of a text another text has, too: runs of characters, as near-copies are found by them. Pure.

As there, numbers, white space and the names of both places are passed over. Phrases of the law and of the form, which
many reports share and which the share of a near-copy leaves out, are the same words here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.reports.near_copies import LENGTH


@dataclass(frozen=True, slots=True)
class _Characters:
    """A text without what is passed over: its characters, and where each stands in the text; None for a number."""

    text: str
    places: tuple[int | None, ...]

    def runs(self) -> Iterator[str]:
        """All runs of `LENGTH` characters, in order."""
        return (self.text[start : start + LENGTH] for start in range(len(self.text) - LENGTH + 1))


def marked(text: str, other: str, names: Iterable[str]) -> list[tuple[bool, str]]:
    """The text in pieces: whether the other text has these words, and the words. `names` are those of both places.

    Numbers and names within the same words are not marked, since the other text may have others there.
    """
    passed = _passed_over(names)
    mine, theirs = _characters(text, passed), set(_characters(other, passed).runs())
    shared = {
        place
        for start, run in enumerate(mine.runs())
        if run in theirs
        for place in mine.places[start : start + LENGTH]
        if place is not None
    }
    pieces = groupby(range(len(text)), lambda place: place in shared)
    return [(same, "".join(text[place] for place in places)) for same, places in pieces]


def _passed_over(names: Iterable[str]) -> re.Pattern[str]:
    """White space and names, which are dropped, or a number, which stands for any."""
    known = "".join(f"|{re.escape(name)}" for name in sorted(set(names), key=len, reverse=True) if name)
    return re.compile(rf"(?P<dropped>\s+{known})|(?P<number>[0-9０-９.．,，%％]+)")


def _characters(text: str, passed: re.Pattern[str]) -> _Characters:
    characters: list[str] = []
    places: list[int | None] = []
    at = 0
    for found in passed.finditer(text):
        characters += text[at : found.start()]
        places += range(at, found.start())
        if found["number"]:
            characters.append("0")
            is_comma = not any(character.isdigit() for character in found["number"])  # which near-copies pass over, too
            places.append(found.start() if is_comma else None)
        at = found.end()
    return _Characters("".join(characters) + text[at:], (*places, *range(at, len(text))))
