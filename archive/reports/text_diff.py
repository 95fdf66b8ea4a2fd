"""Readable differences of Chinese text: by characters, since there are no spaces to go by. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 12
"""Unchanged characters shown on each side of a change."""

LONG = 4000
"""Texts longer than this (characters) are compared by sentences first, then by characters within."""

Op = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of unchanged, removed or added characters."""

    op: Op
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The unchanged, removed and added pieces, in order. White space is ignored.

    Unchanged and removed pieces joined give the text before, unchanged and added ones the text after.
    """
    old, new = "".join(before.split()), "".join(after.split())
    if max(len(old), len(new)) <= LONG:
        return _joined(_compare(old, new))
    return _joined(_by_sentences(_sentences(old), _sentences(new)))


def shown(found: list[Piece]) -> str:
    """The pieces as one line: `…某镇主动公开[-213-]{+231+}条…`, long unchanged runs cut short."""
    marks = {"removed": "[-{}-]", "added": "{{+{}+}}"}
    last = len(found) - 1
    return "".join(
        marks[piece.op].format(piece.text) if piece.op != "same" else _short(piece.text, number == 0, number == last)
        for number, piece in enumerate(found)
    )


def by_section(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[Piece]]:
    """Sections that differ, by their heading, in the order of the later text; removed sections come last."""
    headings = [*after, *(heading for heading in before if heading not in after)]
    found = {heading: pieces(before.get(heading, ""), after.get(heading, "")) for heading in headings}
    return {heading: parts for heading, parts in found.items() if any(piece.op != "same" for piece in parts)}


def _compare(old: str, new: str) -> Iterator[Piece]:
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            yield Piece("same", old[a:b])
            continue
        yield Piece("removed", old[a:b])
        yield Piece("added", new[c:d])


def _by_sentences(old: list[str], new: list[str]) -> Iterator[Piece]:
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        if max(len(gone), len(came)) <= LONG:
            yield from _compare(gone, came)
        else:
            yield from (Piece("removed", gone), Piece("added", came))


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for position, character in enumerate(text, 1):
        if character in "。；！？":
            found.append(text[start:position])
            start = position
    return [*found, text[start:]] if text[start:] else found


def _joined(found: Iterator[Piece]) -> list[Piece]:
    """Adjacent pieces of one kind joined; within a change removed before added; empty pieces dropped."""
    joined: list[Piece] = []
    for piece in found:
        if not piece.text:
            continue
        if joined and joined[-1].op == piece.op:
            joined[-1] = Piece(piece.op, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _short(text: str, first: bool, last: bool) -> str:
    if len(text) <= 2 * CONTEXT + 1:
        return text
    head, tail = "" if first else text[:CONTEXT], "" if last else text[-CONTEXT:]
    return f"{head}…{tail}"
