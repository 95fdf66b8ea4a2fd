"""Every regular expression of the project, and texts on which it would take longest.

The expressions are those that are compiled while all
modules are imported and all sample documents are read, so `python -m tests.support.patterns` has to begin afresh: it
prints one JSON object an expression.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from archive import patterns
from tests.support.paths import FILES, ROOT
from tests.support.pattern_uses import SEARCH, ways

PACKAGES: Final = ("archive", "spiders", "crawler")
_MANY: Final = 100
"""A repetition of more than this counts as one without an end."""
_SIGNS: Final = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}
_OTHERS: Final = "文a1 \n<>\"'（，。、-=:;&/#\\"
_ENOUGH: Final = 0.001
"""Seconds of processor time below which nothing is compared, as a clock is not exact."""
_LONGEST: Final = 16_000
_SHORTEST: Final = 60
STEEP: Final = 9.0
"""A growth between that of the length (4) and that of its square (16), as a clock is not exact."""
_PATIENCE: Final = 1.0
"""Seconds of processor time after which a search is given up: what grows with the text takes milliseconds."""
_MOST: Final = 12
_STEP: Final = 4
_TRIES: Final = 3
"""How often a text that looks too slow is tried again, as a busy machine slows a search down now and then."""


class Expression(NamedTuple):
    """A regular expression, its flags, the file and line that compile it, and the methods by which it is used."""

    pattern: str | bytes
    flags: int
    where: str
    ways: frozenset[str] = frozenset({SEARCH})


class Growth(NamedTuple):
    """How the time of one search grows when the text becomes four times as long: 4 for a time that grows with it."""

    ratio: float
    characters: int
    begins: str


def compiled() -> Iterator[Expression]:
    """The expressions that are compiled from here on by the project's own code."""
    seen: dict[tuple[object, int], str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def remember(pattern: Any, flags: int) -> Any:
        made = original(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back and "/re/" in frame.f_code.co_filename:
            frame = frame.f_back
        name = frame.f_code.co_filename
        if any(name.startswith(f"{ROOT / package}/") for package in PACKAGES):
            seen.setdefault((made.pattern, made.flags), f"{name.removeprefix(f'{ROOT}/')}:{frame.f_lineno}")
        return made

    re._compile = remember  # type: ignore[attr-defined]
    lazy, patterns.lazy = patterns.lazy, re.compile  # at once, from where it is written
    try:
        _use_everything()
    finally:
        patterns.lazy = lazy
        re._compile = original  # type: ignore[attr-defined]
    for (pattern, flags), where in seen.items():
        yield Expression(pattern, flags, where, ways(where, PACKAGES))  # type: ignore[arg-type]


def _use_everything() -> None:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    from archive.extract.parser import Order, parse
    from archive.extract.report.model import Context

    for file in sorted(FILES.glob("report.*")):
        parse(Order(file.read_bytes(), Context()), double=True)


def growth(expression: Expression) -> Growth:
    """The fastest growth of the time that a search takes, over the texts made for this expression."""
    made = re.compile(expression.pattern, expression.flags)
    worst = Growth(0, 0, "")
    for way, (begin, unit) in product(expression.ways, list(attacks(made))):
        found = _growth(made, way, begin, unit)
        for _ in range(_TRIES):
            if found.ratio > STEEP:
                found = min(found, _growth(made, way, begin, unit))
        worst = max(worst, found)
        if worst.ratio > STEEP:
            break
    return worst


def _growth(made: re.Pattern[Any], way: str, begin: str, unit: str) -> Growth:
    length, before = _SHORTEST, 0.0
    worst = Growth(0, length, "")
    while length <= _LONGEST:
        took = _seconds(made, way, begin, unit, length)
        if took == float("inf"):
            return Growth(took, length, begin[-12:] + unit[:12])
        if before >= _ENOUGH:
            worst = max(worst, Growth(took / before, length, begin[-12:] + unit[:12]))
            if worst.ratio > STEEP:
                return worst
        length, before = length * _STEP, took
    return worst


def _seconds(made: re.Pattern[Any], way: str, begin: str, unit: str, length: int) -> float:
    """The processor time of a search in `begin`, then `unit` over and over, then a sign that ends no match.

    Infinite where it does not end within `_PATIENCE`.
    """
    text: Any = begin + unit * (length // len(unit) + 1) + "\x00"
    text = text if isinstance(made.pattern, str) else text.encode("utf-8", "replace")
    try:
        return _timed(made, way, text)
    except TimeoutError:
        return float("inf")


def _timed(made: re.Pattern[Any], way: str, text: Any) -> float:
    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE)
    try:
        began = time.process_time()
        if way == SEARCH:
            deque(made.finditer(text), maxlen=0)
        else:
            getattr(made, way)(text)
        return time.process_time() - began
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def attacks(made: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Texts made of the expression's own repetitions: what stands before one, and what it repeats."""
    pattern = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
    tree = parser.parse(pattern, made.flags & ~re.DEBUG & (re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE))
    found = dict.fromkeys(_repeated(list(tree), ""))
    for before, unit in list(found)[:_MOST]:
        yield before, unit
        if before:
            yield "", before + unit
            yield "", before


def _repeated(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for op, value in items:
        for inside in _inside(op, value):
            yield from _repeated(list(inside), before)
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] > _MANY:
            yield from ((before, unit) for unit in _samples(list(value[2])) if unit)
        before += next(iter(_samples([(op, value)])), "")


def _inside(op: Any, value: Any) -> list[Any]:
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is codes.SUBPATTERN:
        return [value[3]]
    if op is codes.BRANCH:
        return list(value[1])
    if op is codes.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in (codes.ASSERT, codes.ASSERT_NOT) else []


def _samples(items: list[Any]) -> list[str]:
    """A few short texts that these parts of an expression match, looking at nothing around them."""
    made = [""]
    for op, value in items:
        choices = _choices(op, value)
        made = [text + choice for text in made for choice in choices][:30]
    return made


def _choices(op: Any, value: Any) -> list[str]:
    if op is codes.LITERAL:
        return [chr(value)]
    if op in (codes.ANY, codes.NOT_LITERAL, codes.IN):
        return _signs(op, value)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [text * max(1, min(value[0], 20)) for text in _samples(list(value[2]))]
    if op is codes.BRANCH:
        return [text for branch in value[1] for text in _samples(list(branch))[:1]][:30]
    if op in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
        return _samples(list(value[3] if op is codes.SUBPATTERN else value))
    return [""]


def _signs(op: Any, value: Any) -> list[str]:
    """Up to three single characters of a class, the likeliest to be in other classes as well."""
    if op is codes.ANY:
        return ["文", "1", " "]
    single = re.compile(_class(op, value), re.DOTALL)
    found = [sign for sign in _OTHERS if single.fullmatch(sign)]
    return [*found[:3], *([] if found else _listed(value))] or [""]


def _class(op: Any, value: Any) -> str:
    if op is codes.NOT_LITERAL:
        return f"[^{re.escape(chr(value))}]"
    negated = bool(value) and value[0][0] is codes.NEGATE
    return f"[{'^' if negated else ''}{''.join(map(_part, value[negated:]))}]"


def _part(part: tuple[Any, Any]) -> str:
    kind, value = part
    if kind is codes.LITERAL:
        return re.escape(chr(value))
    if kind is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return _categories()[value]


@cache
def _categories() -> dict[Any, str]:
    names = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}
    return {
        getattr(codes, f"CATEGORY_{not_}{name}"): rf"\{sign.upper() if not_ else sign}"
        for name, sign in names.items()
        for not_ in ("", "NOT_")
    }


def _listed(value: list[tuple[Any, Any]]) -> list[str]:
    return [chr(inside if kind is codes.LITERAL else inside[0]) for kind, inside in value if kind is not codes.NEGATE][
        :1
    ]


def main() -> None:
    """Print the expressions, each with its growth."""
    for expression in compiled():
        found = growth(expression)
        pattern = expression.pattern if isinstance(expression.pattern, str) else expression.pattern.decode("latin-1")
        row = {"where": expression.where, "pattern": pattern, **found._asdict()}
        print(json.dumps(row), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
