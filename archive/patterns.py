"""Regular expressions that are compiled when they are first used.

Compiling all of the project's takes a fifth of the time in which `nianbao check` reads a draft, and one document uses a
quarter of them. Python's `re` keeps nothing between two runs.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
_written: Final[list[_LazyPattern]] = []
"""All of them: constants of modules, which last as long as the program."""


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` would give, compiled at its first use; that of a wrong expression raises `re.error`."""
    made = _LazyPattern(pattern, flags)
    _written.append(made)
    return cast("re.Pattern[AnyStr]", made)


def compile_all() -> None:
    """Compile what modules have written so far: for a process from which others are forked, which then need not."""
    for made in _written:
        made.compile()


class _LazyPattern:
    """Has the methods of a compiled expression in slots, which are filled all at once."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: Any, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.compile(), name)

    def compile(self) -> Any:
        """The compiled expression, whose methods this one has from now on."""
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return compiled

    def __reduce__(self) -> Any:
        return lazy, (self.pattern, self._flags)
