"""The statistics sheets of years before 2019 as data: their lines, in which wordings, and what adds up to what.

Knows the files `statistics*.toml` beside it and nothing of documents; a sheet is added by adding a file. Equal keys of
several sheets count the same thing, so that a report's lines may be those of any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Final

from archive.extract.report import forms
from archive.extract.report.labels import distance, key
from archive.storage import toml
from archive.storage.toml import Place

_HERE = Path(__file__).parent
_SHORT, _LONG = 5, 9
"""Characters from which a label may differ from a wording in one character, and from which in two."""
_TELLING, _TELLING_UP_TO = 2, 6
"""The first characters of a label tell short ones apart: 信访申请数 is no misprint of 信函申请数."""

_NEW_WORD: Final = 2
"""Characters side by side that make another word and no misprint: 历年 in front, or 公民 for 政府."""
_MEANINGFUL: Final = frozenset("未不非无拟应已待将上去往历累民企县村镇乡市省部免减补撤延逾超重前半季月党财")
"""Characters by which a label means another thing than one without them: 上年 and 本年, 公民 and 公开."""


@dataclass(frozen=True, slots=True)
class StatisticsForm:
    """A sheet: its lines in order with their labels, and what adds up to what.

    `also` are lines that some print beside those that a line adds up. From the reporting year `complete_since` on a
    report that follows the sheet has all of its lines; 0 where few have.
    """

    name: str
    lines: tuple[forms.Label, ...]
    sums: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    complete_since: int = 0

    @property
    def order(self) -> tuple[str, ...]:
        """The lines' keys, in order."""
        return tuple(line.key for line in self.lines)

    @property
    def labels(self) -> dict[str, str]:
        """Key of a line -> its label."""
        return {line.key: line.label for line in self.lines}


@cache
def every() -> tuple[StatisticsForm, ...]:
    """All sheets, that of 2014 to 2018 first."""
    return tuple(_load(path) for path in sorted(_HERE.glob("statistics*.toml")))


def form() -> StatisticsForm:
    """The sheet of 2014 to 2018, which is the same in the whole country."""
    return every()[0]


def _load(path: Path) -> StatisticsForm:
    return toml.build(StatisticsForm, toml.read(path, ValueError, "a form", missing="add it"), Place(path, ValueError))


@cache
def labels() -> dict[str, str]:
    """Key of a line -> its label in the first sheet that has it, over all sheets, in an order that holds for each."""
    order: list[str] = []
    for sheet in every():
        for previous, line in zip(("", *sheet.order), sheet.order, strict=False):
            if line not in order:
                order.insert(order.index(previous) + 1 if previous else 0, line)
    by_key = {line: label for sheet in reversed(every()) for line, label in sheet.labels.items()}
    return {line: by_key[line] for line in order}


def parts_of(line: str, printed: Mapping[str, object]) -> tuple[str, ...]:
    """The printed lines that a line adds up; () where no sheet's parts of it are all printed.

    Sheets divide a count differently; where one division is printed whole, every printed part of the others belongs to
    the count as well.
    """
    divisions = [sheet.sums[line] for sheet in every() if line in sheet.sums]
    if not any(all(part in printed for part in parts) for parts in divisions):
        return ()
    added = [sheet.also.get(line, ()) for sheet in every()]
    return tuple(dict.fromkeys(part for parts in (*divisions, *added) for part in parts if part in printed))


@cache
def totals() -> tuple[str, ...]:
    """The lines that add up others, in any sheet."""
    return tuple(dict.fromkeys(line for sheet in every() for line in sheet.sums))


def sheet_of(printed: Mapping[str, object]) -> StatisticsForm:
    """The sheet that most of the printed lines belong to."""
    return max(every(), key=lambda sheet: sum(line in printed for line in sheet.order))


@cache
def _wordings() -> dict[str, tuple[forms.Label, ...]]:
    """Wording -> the lines that it can mean, one for each key."""
    found: dict[str, dict[str, forms.Label]] = {}
    for sheet in every():
        for line in sheet.lines:
            for wording in line.wordings:
                found.setdefault(key(wording), {}).setdefault(line.key, line)
    return {wording: tuple(lines.values()) for wording, lines in found.items()}


def lines_of(label: str) -> tuple[forms.Label, ...]:
    """The lines that a label, stripped of numbering and unit, means by its very wording."""
    return _wordings().get(label, ())


@cache
def _characters() -> dict[str, frozenset[str]]:
    """The characters of each wording that is long enough to be misprinted; each that a label lacks is a misprint."""
    return {wording: frozenset(wording) for wording in _wordings() if len(wording) >= _SHORT}


@lru_cache(maxsize=1024)
def misprinted(label: str) -> tuple[forms.Label, ...]:
    """The lines of the wording that a label misprints by a character or two; none where two wordings are as near."""
    allowed = 0 if len(label) < _SHORT else 1 if len(label) < _LONG else 2
    present = set(label)
    distances = {
        wording: distance(wording, label)
        for wording, characters in _characters().items()
        if abs(len(wording) - len(label)) <= allowed
        and len(characters - present) <= allowed
        and (len(label) > _TELLING_UP_TO or wording[:_TELLING] == label[:_TELLING])
        and not _has_another_word(wording, label)
    }
    smallest = min(distances.values(), default=allowed + 1)
    nearest = {_wordings()[wording] for wording, apart in distances.items() if apart == smallest}
    return nearest.pop() if 0 < smallest <= allowed and len(nearest) == 1 else ()


def _has_another_word(wording: str, label: str) -> bool:
    """Whether a label differs from a wording by a word, and not by characters mistyped, doubled or left out."""
    front = _alike(wording, label)
    back = _alike(wording[front:][::-1], label[front:][::-1])
    end = len(wording) - back
    meant, printed = wording[front:end], label[front : len(label) - back]
    beside = wording[max(front - _NEW_WORD, 0) : end + _NEW_WORD]
    if _MEANINGFUL & (set(printed) ^ set(meant)):
        return True
    return len(printed) >= _NEW_WORD and not set(printed) & set(beside)


def _alike(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
