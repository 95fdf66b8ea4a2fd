"""Names of provinces, prefectures and counties, full and short, and where they stand in a text.

A place is its code: 2 digits a province, 4 a prefecture, 6 a county. One name may be many places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from archive.gazetteer.naming import ETHNIC

Scope = frozenset[str]
ANYWHERE: Scope = frozenset({""})

# such as 景东彝族自治县
_AUTONOMOUS = re.compile(rf"(?:(?:(?:{ETHNIC})族|蒙古|哈萨克|柯尔克孜|鄂温克|鄂伦春)+)?自治([县州旗区])$")
_REGION = re.compile(r"(?:壮族|回族|维吾尔)?自治区$")
_KIND = re.compile(r"(?:地区|[省市县区旗盟])$")
_BEFORE_UNIT = re.compile(r"[城镇乡街]")


def within(code: str, scope: Iterable[str]) -> bool:
    """Whether the code lies in one of the places."""
    return any(code.startswith(place) for place in scope)


class Places:
    """An index of names; `names` maps each code of a province, prefecture or county to its full name."""

    def __init__(self, names: Mapping[str, str], also: Mapping[str, tuple[str, ...]]) -> None:
        full: defaultdict[str, set[str]] = defaultdict(set)
        for code, name in names.items():
            for spelling in (name, *also.get(code, ())):
                full[spelling].add(code)
        self._full = full
        self._all: defaultdict[str, set[str]] = defaultdict(set, {name: set(codes) for name, codes in full.items()})
        for code, name in names.items():
            for short in _shorter(name, len(code)):
                if short not in full:
                    self._all[short].add(code)
        self._ends = re.compile(f"[{''.join(sorted({name[-1] for name in full}))}]")
        self._tails = frozenset(name[-2:] for name in full)
        self._widest = max(map(len, full), default=0)
        self._longest: dict[str, int] = {}
        for name in self._all:
            self._longest[name[0]] = max(len(name), self._longest.get(name[0], 0))

    def splits(self, text: str, scope: Scope = ANYWHERE) -> Iterator[tuple[Scope, str]]:
        """Every way to read places off the front of the text: the places that remain possible, and what follows."""
        yield scope, text
        for size in range(min(self._longest.get(text[:1], 0), len(text)), 1, -1):
            codes = self._all.get(text[:size], ())
            if inner := frozenset(code for code in codes if within(code, scope)):
                yield from self.splits(text[size:], inner)

    def named(self, name: str) -> Scope:
        """The places with exactly this name, full or short."""
        return frozenset(self._all.get(name, ()))

    def find(self, text: str) -> tuple[str, ...]:
        """Codes of the counties and prefectures named in full in the text, each once, in order of appearance."""
        found: dict[str, None] = {}
        taken = 0
        for mark in self._ends.finditer(text):
            end = mark.end()
            if text[end - 2 : end] not in self._tails:
                continue
            for size in range(min(self._widest, end - taken), 1, -1):
                codes = self._full.get(text[end - size : end])
                if codes and not (size == 2 and _BEFORE_UNIT.match(text, end)):
                    found.update(dict.fromkeys(sorted(code for code in codes if len(code) > 2)))
                    taken = end
                    break
        return tuple(found)


def _shorter(name: str, level: int) -> Iterator[str]:
    """Short names, and the names a county had before it became a district or a city."""
    if found := _AUTONOMOUS.search(name):
        body = name[: found.start()]
        if not body:
            body = name[: name.index("族")] if "族" in name else name[:2]
        if len(body) > 1:
            yield body
        yield body + found[1]
        return
    body = _REGION.sub("", name) if level == 2 else name
    body = _KIND.sub("", body)
    if len(body) > 1:
        yield body
    if level == 6 and name[-1] in "区市":
        yield from (body + word for word in "县市" if word != name[-1])
