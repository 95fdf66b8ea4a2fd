"""Which line, column or group of the forms a printed label means.

Wordings of all generations count at once, because reports mix them. A label that fits two lines means none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from archive import patterns
from archive.extract.report import forms
from archive.extract.report.model import TableName
from archive.extract.report.numbers import normalise

Fit = Literal["exact", "short", "misprint"]

# such as (四) or 四、 or 2.
_NUMBERING: Final = patterns.lazy(
    r"(?:第[一二三四五六七八九十]+(?:部分|章)|[(\[【][一二三四五六七八九十\d]{1,3}[)\]】]|[一二三四五六七八九十]{1,3}[、.,:]|\d{1,2}[、.,:)]?)+"
)
_NOISE: Final = patterns.lazy(r"[^\w/]|_")
_NUMERAL: Final = frozenset("一二三四五六七八九十")
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table, with the label of the form for messages."""

    table: TableName
    key: str
    label: str
    group: str = ""
    only_in_group: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A line that a printed label means, and how well the label fits it."""

    line: Line
    fit: Fit


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A label without numbering, white space, punctuation and full-width forms: what labels are compared by."""
    bare = normalise(text)
    match = _NUMBERING.match(bare)
    stripped = bare[match.end() :] if match else bare
    return _NOISE.sub("", stripped)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All wordings of all forms, by their keys."""

    lines: dict[str, tuple[Line, ...]]
    applicants: dict[str, str]
    results: dict[str, str]
    blocks: dict[str, str]
    disclosure: dict[str, tuple[str, str]]
    groups: dict[str, str]
    subtotals: frozenset[str]

    def exact(self, label: str) -> tuple[Line, ...]:
        """The lines with this wording; a numeral glued to the front is overlooked."""
        found = self.lines.get(label, ())
        return found or (self.lines.get(label[1:], ()) if label[:1] in _NUMERAL else ())

    def group(self, label: str) -> str | None:
        """The key of the group of lines that a label opens."""
        return self.groups.get(label) or (self.groups.get(label[1:]) if label[:1] in _NUMERAL else None)

    def find(self, label: str, group: str) -> Found | None:
        """The line that a label means in a group: by wording, short form or misprint; None where not just one fits."""
        lines = self.exact(label)
        chosen = [line for line in lines if line.group == group] or [line for line in lines if not line.only_in_group]
        if chosen:
            return Found(chosen[0], "exact")
        return None if lines else _near(label)


@cache
def lexicon() -> Lexicon:
    """The wordings of all forms with tables."""
    lines: dict[str, dict[Line, None]] = {}
    disclosure: dict[str, tuple[str, str]] = {}
    for form in reversed(forms.generations()):
        for name, table in form.tables.items():
            for line in table.lines if name != "review" else ():
                entry = Line(name, line.key, line.label, line.group, line.only_in_group)
                for wording in line.wordings:
                    lines.setdefault(key(wording), {})[entry] = None
        for column in form.tables["disclosure"].columns:
            disclosure |= {key(wording): (form.name, column.key) for wording in column.wordings}
    applications, review = forms.present().tables["applications"], forms.present().tables["review"]
    return Lexicon(
        lines={wording: _one_per_key(entries) for wording, entries in lines.items()},
        applicants=_by_wording(applications.columns),
        results=_by_wording(review.columns),
        blocks=_with_what_they_are_of(_by_wording(review.lines)),
        disclosure=disclosure,
        groups=_by_wording(applications.groups),
        subtotals=frozenset(key(wording) for wording in applications.subtotal),
    )


def _one_per_key(entries: Iterable[Line]) -> tuple[Line, ...]:
    return tuple({(entry.table, entry.key): entry for entry in entries}.values())


def _by_wording(labels: Iterable[forms.Label]) -> dict[str, str]:
    return {key(wording): label.key for label in labels for wording in label.wordings}


def _with_what_they_are_of(blocks: dict[str, str]) -> dict[str, str]:
    """The blocks of lawsuits with their head before them as well: 行政诉讼（复议后起诉）."""
    lawsuits = {key(f"行政诉讼{wording}"): block for wording, block in blocks.items() if "起诉" in wording}
    return {**blocks, **lawsuits}


@cache
def review_block() -> re.Pattern[str]:
    """A block of the review table by any of its wordings, and not the heading over the table."""
    others = sorted((wording for wording in lexicon().blocks if wording != "行政复议"), key=len, reverse=True)
    return re.compile("|".join([*others, "行政复议(?!后|[、和]?行政诉讼情况)"]))


@lru_cache(maxsize=2048)
def _near(label: str) -> Found | None:
    if len(label) < _SHORTEST:
        return None
    known = [(wording, entries[0]) for wording, entries in lexicon().lines.items() if len(wording) >= _SHORTEST]
    inside = {line for wording, line in known if label in wording}
    if len(inside) == 1:
        return Found(inside.pop(), "short")
    return _misprint(label, known)


def _misprint(label: str, known: list[tuple[str, Line]]) -> Found | None:
    best: dict[Line, int] = {}
    for wording, line in known:
        limit = max(1, int(0.34 * min(len(wording), len(label))))
        if abs(len(wording) - len(label)) <= limit and (apart := distance(label, wording)) <= limit:
            best[line] = min(apart, best.get(line, apart))
    ranked = sorted(best.items(), key=lambda item: item[1])
    if not ranked or (len(ranked) > 1 and ranked[1][1] - ranked[0][1] < 2):
        return None
    return Found(ranked[0][0], "misprint")


def distance(left: str, right: str) -> int:
    """The Levenshtein distance: insertions, deletions and substitutions that turn `left` into `right`."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
