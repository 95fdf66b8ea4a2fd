"""Two texts side by side: what only one of them has is marked, sentence by sentence and within a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from archive import patterns

Run = tuple[str, str]
"""`equal`, `cut`, `delete` or `insert`, and the text; of `cut` how many characters are left out."""

Sides = tuple[list[Run], list[Run]]

_SENTENCE: Final = patterns.lazy(r"[^。；！？\n]*[。；！？\n]+|[^。；！？\n]+")
_KEPT: Final = 160
"""Characters of a passage that did not change, from which its middle is left out."""
_AROUND: Final = 60
_ALIKE: Final = 0.5
"""How alike two passages have to be, for what differs within them to be marked instead of the whole of both."""
_LONGEST: Final = 3000
"""Characters of a passage beyond which it is marked as a whole: comparing takes time by the square of it."""
_SCRAP: Final = 2
"""Characters that two sides share between changes, and that are taken for a part of these."""


def sections(old: Mapping[int, Mapping[str, Any]], new: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each section by its number with its runs on both sides, and whether they differ beyond white space."""
    found = []
    for number in sorted(old.keys() | new.keys()):
        a, b = (side[number]["text"] if number in side else "" for side in (old, new))
        before, after = sides(a, b)
        heading = (new.get(number) or old[number])["heading"]
        found.append({"heading": heading, "before": before, "after": after, "differs": _bare(a) != _bare(b)})
    return found


def sides(before: str, after: str) -> Sides:
    """The runs of both texts."""
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    left: list[Run] = []
    right: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            left += _kept(gone)
            right += _kept(came)
        else:
            for kind_within, gone_within, came_within in _within(gone, came):
                left += [(kind_within if kind_within == "equal" else "delete", gone_within)] if gone_within else []
                right += [(kind_within if kind_within == "equal" else "insert", came_within)] if came_within else []
    return left, right


def _within(gone: str, came: str) -> Iterator[tuple[str, str, str]]:
    """What is equal and what is not of two passages: kind, the text of the one, and that of the other."""
    if max(len(gone), len(came)) > _LONGEST:
        yield "replace", gone, came
        return
    matcher = SequenceMatcher(None, gone, came, autojunk=False)
    if matcher.quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        yield "replace", gone, came
        return
    yield from _without_scraps([(kind, gone[a:b], came[c:d]) for kind, a, b, c, d in matcher.get_opcodes()])


def _without_scraps(found: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """The same with one or two equal characters between changes made a part of them, and neighbours joined."""
    waiting = ("", "", "")
    for number, (kind, gone, came) in enumerate(found):
        inner = 0 < number < len(found) - 1
        taken = "equal" if kind == "equal" and not (inner and len(gone) <= _SCRAP) else "replace"
        if taken == waiting[0]:
            waiting = (taken, waiting[1] + gone, waiting[2] + came)
            continue
        if waiting[0]:
            yield waiting
        waiting = (taken, gone, came)
    if waiting[0]:
        yield waiting


def _kept(text: str) -> list[Run]:
    """A passage that did not change, without its middle where it is long."""
    if len(text) <= _KEPT:
        return [("equal", text)]
    return [("equal", text[:_AROUND]), ("cut", str(len(text) - 2 * _AROUND)), ("equal", text[-_AROUND:])]


def _bare(text: str) -> str:
    return "".join(text.split())
