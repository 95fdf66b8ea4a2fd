"""Texts and questions as the search compares them: simplified, of one width, without spaces, in pairs of characters.

Chinese has no spaces to cut words at, and most of its words have two characters: a text is known by the pairs that it
holds, and a word is looked for by its own. Whether the pairs stand in order only the text can say. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive import patterns
from archive.gazetteer.traditional import simplified

PLACE = "@"
"""Before the pairs of the names of a document's place, so that a text that names a place is told from a text of it."""

MOST_WORDS, LONGEST = 8, 100
"""Words of a question that count, and characters of one."""

_SPACE = patterns.lazy(r"\s+")
_BREAK = patterns.lazy(r"[\W_]+")  # "〔2021〕30号" and "(2021) 30号" are both " 2021 30号"


def fold(text: str) -> str:
    """The text simplified, of normal width, in small letters, without spaces; punctuation as one space."""
    return _BREAK.sub(" ", _SPACE.sub("", simplified(unicodedata.normalize("NFKC", text)).casefold()))


def pairs(folded: str) -> Iterator[str]:
    """Each two neighbouring characters of a folded text that no punctuation parts."""
    for run in folded.split(" "):
        for start in range(len(run) - 1):
            yield run[start : start + 2]


def words(question: str) -> tuple[str, ...]:
    """The folded words of what somebody typed, in its order."""
    folded = (fold(word).strip() for word in question.split())
    return tuple(dict.fromkeys(word[:LONGEST] for word in folded if word))[:MOST_WORDS]


def tokens(texts: Iterable[str], places: Iterable[str]) -> str:
    """What the index is given of a document: the pairs of its texts, and those of its place's names, marked."""
    of_texts = {pair for text in texts for pair in pairs(fold(text))}
    return " ".join((*of_texts, *(PLACE + pair for name in places for pair in pairs(fold(name)))))


def expression(asked: Sequence[str], county: str = "") -> str | None:
    """The question in FTS5's language: each word in the text or the place. None where no word has two characters.

    `county` is a county's code, or what it begins with at a province: six or two digits, or blank.
    """
    known = [both for word in asked if (both := _either(word, alone=len(asked) == 1))]
    if not known:
        return None
    return " AND ".join([*known, f'"{county_token(county)}"'] if county.isdecimal() else known)


def county_token(code: str) -> str:
    """The token of all documents of a county (six digits) or a province (two)."""
    return f"{PLACE}c{code}"


def _either(word: str, *, alone: bool) -> str:
    found = [f'"{pair}"' for pair in dict.fromkeys(pairs(word))]
    if not found:
        return ""
    text = f"({' AND '.join(found)})"
    place = " AND ".join(f'"{PLACE}{pair[1:]}' for pair in found)
    return text if alone else f"({text} OR ({place}))"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text: runs of it, each with whether it is what was asked for; `times` it is found in the whole."""

    runs: tuple[tuple[bool, str], ...]
    times: int

    def __str__(self) -> str:
        return "".join(run for _, run in self.runs)


BEFORE, LENGTH = 24, 110
"""Characters of a passage before the first word found, and in all."""


def passage(text: str, asked: Iterable[str], *, whole: bool = False) -> Passage | None:
    """The part of a text around the first of these folded words in it, or all of it, with all of them marked.

    None where it has none of them.
    """
    folded, places = _folded_with_places(text)
    spans = sorted(span for word in asked for span in _spans(folded, word))
    if not spans:
        return None
    found = [(places[start], places[end - 1] + 1) for start, end in spans]
    begin = 0 if whole else max(0, found[0][0] - BEFORE)
    end = len(text) if whole else min(len(text), begin + LENGTH)
    return Passage(tuple(_runs(text, found, begin, end)), len(spans))


def _runs(text: str, found: Iterable[tuple[int, int]], begin: int, end: int) -> Iterator[tuple[bool, str]]:
    at = begin
    if begin:
        yield False, "…"
    for start, stop in found:
        start, stop = max(at, start), min(stop, end)
        if start < stop:
            if at < start:
                yield False, text[at:start]
            yield True, text[start:stop]
            at = stop
    if at < end:
        yield False, text[at:end]
    if end < len(text):
        yield False, "…"


def _spans(folded: str, word: str) -> Iterator[tuple[int, int]]:
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + len(word))


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """A text folded character by character, with the place in the text of each character of the result."""
    made: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in simplified(unicodedata.normalize("NFKC", character)).casefold():
            if one.isspace():
                continue
            one = one if one.isalnum() else " "  # what `_BREAK` matches, without a pattern for each
            if one != " " or made[-1:] != [" "]:
                made.append(one)
                places.append(place)
    return "".join(made), places
