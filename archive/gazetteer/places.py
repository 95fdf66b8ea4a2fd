"""Names of provinces, prefectures and counties, full and short, and where a text names them.

A place is identified by its code: 2 digits for a province, 4 for a prefecture, 6 for a county. Several places may have
the same name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from archive import patterns
from archive.gazetteer.naming import ETHNIC

Scope = frozenset[str]
ANYWHERE: Scope = frozenset({""})

# such as 景东彝族自治县
_AUTONOMOUS = patterns.lazy(rf"(?:(?:(?:{ETHNIC})族|蒙古|哈萨克|柯尔克孜|鄂温克|鄂伦春){{1,9}})?自治([县州旗区])$")
# such as 内蒙古自治区 or 新疆维吾尔自治区
_REGION = patterns.lazy(r"(?:壮族|回族|维吾尔)?自治区$")
_PROVINCE = 2
_KIND = patterns.lazy(r"(?:地区|[省市县区旗盟])$")
# such as 科尔沁右翼前旗, 阿拉善右旗 or 额济纳旗, which people call 科右前旗, 阿右旗 and 额旗
_BANNER = patterns.lazy(r"(.)(.).+?(?:([左右])翼)?([左右前中后]?)旗")
_BEFORE_UNIT = patterns.lazy(r"[城镇乡街]")


def within(code: str, scope: Iterable[str]) -> bool:
    """Whether a code is one of these places or lies in one of them."""
    return any(code.startswith(place) for place in scope)


class Places:
    """An index of names; `names` maps the code of each place to its full name, `aliases` some codes to more names."""

    def __init__(self, names: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]]) -> None:
        full: defaultdict[str, set[str]] = defaultdict(set)
        for code, name in names.items():
            for spelling in (name, *aliases.get(code, ())):
                full[spelling].add(code)
        self._full = full
        self._full_and_short: defaultdict[str, set[str]] = defaultdict(
            set, {name: set(codes) for name, codes in full.items()}
        )
        for code, name in names.items():
            for short in _short_names(name, len(code)):
                if short not in full:
                    self._full_and_short[short].add(code)
        self._ends = re.compile(f"[{''.join(sorted({name[-1] for name in full}))}]")
        self._tails = frozenset(name[-2:] for name in full)
        self._longest_full = max(map(len, full), default=0)
        self._known_splits = lru_cache(maxsize=4096)(self._splits)
        self._longest_by_first: dict[str, int] = {}
        for name in self._full_and_short:
            self._longest_by_first[name[0]] = max(len(name), self._longest_by_first.get(name[0], 0))

    def splits(self, text: str, scope: Scope = ANYWHERE) -> tuple[tuple[Scope, str], ...]:
        """Every way to split place names off the beginning of a text: the places they may mean, and the rest."""
        return self._known_splits(text, scope)

    def _splits(self, text: str, scope: Scope) -> tuple[tuple[Scope, str], ...]:
        found = [(scope, text)]
        for size in range(min(self._longest_by_first.get(text[:1], 0), len(text)), 1, -1):
            codes = self._full_and_short.get(text[:size], ())
            if inner := frozenset(code for code in codes if within(code, scope)):
                found += self._splits(text[size:], inner)
        return tuple(found)

    def named(self, name: str) -> Scope:
        """The places with exactly this full or short name."""
        return frozenset(self._full_and_short.get(name, ()))

    def find(self, text: str) -> tuple[str, ...]:
        """The codes of counties and prefectures that a text names in full, each once, in order of appearance."""
        found: dict[str, None] = {}
        done = 0
        for match in self._ends.finditer(text):
            end = match.end()
            if text[end - 2 : end] not in self._tails:
                continue
            for size in range(min(self._longest_full, end - done), 1, -1):
                codes = self._full.get(text[end - size : end])
                if codes and not (size == 2 and _BEFORE_UNIT.match(text, end)):
                    found.update(dict.fromkeys(sorted(code for code in codes if len(code) > 2)))
                    done = end
                    break
        return tuple(found)


def _short_names(name: str, level: int) -> Iterator[str]:
    """Short names of a place, and the names that a county had before it became a district or a city."""
    if level == _PROVINCE and name.endswith("自治区"):
        yield _REGION.sub("", name)
        return
    if "自治" in name and (found := _AUTONOMOUS.search(name)):
        body = name[: found.start()]
        if not body:
            body = name[: name.index("族")] if "族" in name else name[:2]
        if len(body) > 1:
            yield body
        yield body + found[1]
        return
    if name[-1] == "旗" and (found := _BANNER.fullmatch(name)):
        side = (found[3] or "") + found[4]
        yield f"{found[1]}{side}旗"
        yield f"{found[1]}{found[2]}{side}旗"
    body = _KIND.sub("", name)
    if len(body) > 1:
        yield body
    if level == 6 and name[-1] in "区市":
        yield from (body + kind for kind in "县市" if kind != name[-1])
