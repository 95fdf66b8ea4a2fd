"""Which headings open sections and which are sub-headings: by the level of their number first, then by their words.

（一）主动公开政府信息情况 inside 一、 is a sub-heading, though its words name section two. A number misprinted at
another level (（三） among 二、 and 四、) is recognised by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from archive.extract.text.headings import Heading, Level

_FEWEST: Final = 2
_NEARLY_ALL: Final = 5
"""Sections whose headings have no numbers from which numbered ones are sub-headings."""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line that begins with a number: the index of its block, the number's level and value."""

    block: int
    level: Level
    value: int | None


def chain(
    candidates: Sequence[Heading], lines: Sequence[NumberedLine], chapters: Sequence[Heading] = ()
) -> list[Heading]:
    """The headings that open sections, in order; their section numbers rise.

    `lines` are all numbered lines of the document, `chapters` those that count 一、二、三 in their order.
    """
    candidates = _without_contents(candidates)
    level = _outermost(candidates, chapters)
    if level is None:
        return _heaviest(candidates)
    found = _heaviest([heading for heading in candidates if heading.level in (level, Level.UNNUMBERED)])
    for heading in candidates:
        if heading.strong and heading.level not in (level, Level.UNNUMBERED):
            found = _inserted(found, heading, lines)
    return found


def _without_contents(candidates: Sequence[Heading]) -> Sequence[Heading]:
    """The headings without a list of contents: nearly all of them line after line, each of which comes again below."""
    run: list[Heading] = []
    for heading in candidates:
        follows = bool(run) and heading.block == run[-1].block + 1 and heading.number > run[-1].number
        if not follows and len(run) >= _NEARLY_ALL:
            break
        run = [*run, heading] if follows else [heading]
    below = {heading.number for heading in candidates if run and heading.block > run[-1].block and heading.strong}
    if len(run) < _NEARLY_ALL or not {heading.number for heading in run} <= below:
        return candidates
    return [heading for heading in candidates if heading not in run]


def _outermost(candidates: Sequence[Heading], chapters: Sequence[Heading]) -> Level | None:
    """The level that opens sections: that which begins first, has several headings, and is no list of contents.

    None where no level has several headings.
    """
    unnumbered = {heading.number for heading in candidates if heading.strong and heading.level is Level.UNNUMBERED}
    if len(unnumbered) >= _NEARLY_ALL:
        return Level.UNNUMBERED
    numbered = [heading for heading in (*candidates, *chapters) if heading.level is not Level.UNNUMBERED]
    first = {heading.level: heading.block for heading in sorted(numbered, key=lambda h: h.block, reverse=True)}
    several = [level for level in sorted(first, key=first.__getitem__) if _count(numbered, level) >= _FEWEST]
    for level, inner in pairwise(several):
        if not _is_list_of_contents(candidates, level, inner):
            return level
    return several[-1] if several else None


def _count(candidates: Sequence[Heading], level: Level) -> int:
    return len({heading.number for heading in candidates if heading.level is level})


def _is_list_of_contents(candidates: Sequence[Heading], level: Level, other: Level) -> bool:
    """Whether all headings of a level come before those of another level, which has as many."""
    last = max((heading.block for heading in candidates if heading.level is level), default=-1)
    behind = [heading for heading in candidates if heading.level is other and heading.block > last]
    numbers = {heading.number for heading in behind if heading.strong}
    return len(numbers) >= _NEARLY_ALL and len(numbers) >= _count(candidates, level)


def _inserted(found: Sequence[Heading], heading: Heading, lines: Sequence[NumberedLine]) -> list[Heading]:
    """The headings with one of another level, where its section has none, its place fits, and it has no siblings."""
    before = [known for known in found if (known.block, known.row) < (heading.block, heading.row)]
    after = found[len(before) :]
    fits = (not before or before[-1].number < heading.number) and (not after or heading.number < after[0].number)
    start, end = before[-1].block if before else -1, after[0].block if after else None
    siblings = [
        line
        for line in lines
        if line.level is heading.level and line.block != heading.block and start < line.block and _before(line, end)
    ]
    return [*before, heading, *after] if fits and not siblings else list(found)


def _before(line: NumberedLine, end: int | None) -> bool:
    return end is None or line.block < end


class _Chain(NamedTuple):
    """Headings whose numbers rise, by the last of them: its place among all, the chain before it, and their weight."""

    weight: int
    place: int
    last: Heading
    before: _Chain | None

    def headings(self) -> Iterator[Heading]:
        """From the last to the first."""
        chain: _Chain | None = self
        while chain:
            yield chain.last
            chain = chain.before


def _heaviest(candidates: Sequence[Heading]) -> list[Heading]:
    """The heaviest chain of headings whose numbers rise; of equal ones the later: a list of contents comes first."""
    best: dict[int, _Chain] = {}
    heaviest: _Chain | None = None
    for place, heading in enumerate(candidates):
        lower = (chain for number, chain in best.items() if number < heading.number)
        before = max(lower, key=lambda chain: (chain.weight, -chain.place), default=None)
        chain = _Chain((before.weight if before else 0) + heading.weight, place, heading, before)
        if heading.number not in best or chain.weight > best[heading.number].weight:
            best[heading.number] = chain
        if heaviest is None or chain.weight >= heaviest.weight:
            heaviest = chain
    return [*heaviest.headings()][::-1] if heaviest else []
