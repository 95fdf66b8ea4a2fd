"""Reads and checks TOML files that people write, as frozen dataclasses, with one style of message.

A table becomes a frozen dataclass: its fields are the keys, with their types and defaults. A field whose name differs
from its key says so by `field(metadata={"key": "from"})`, and what to write where it is missing by `"missing"`. What
more a value has to be is a `Check` in its annotation, `Annotated[int, at_least(1)]`; what values have to be together is
the dataclass's method `problem`, which returns a key and what is wrong with it:

    >>> @dataclass(frozen=True)
    ... class Politeness:
    ...     delay: float = 3.0
    ...     workers: Annotated[int, at_least(1)] = 8
    >>> build(Politeness, {"workers": 0}, Place(Path("nianbao.toml"), ValueError, prefix="politeness."))
    Traceback (most recent call last):
    ValueError: nianbao.toml: `politeness.workers` is 0, but at least 1 is wanted

Every message is one line: the file, the row, the key with its value, and what is wanted there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

Check = Callable[[Any], str | None]
"""Returns what is wrong with a value, as the continuation of “`key` is 0,”; None where it is valid."""

_NAMES: Mapping[Any, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    tuple: "a list",
    date: "a date",
    Path: "a path",
}
_EXPLAINED: Mapping[Any, str] = {date: " (YYYY-MM-DD)"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table is, for messages: its file, its row in the file, and the keys that lead to it (`politeness.`).

    `error` is the exception that is raised; `quote` surrounds a key.
    """

    path: Path
    error: type[Exception]
    row: str = ""
    prefix: str = ""
    quote: str = "`"

    def key(self, name: str) -> str:
        """A key of the table as messages show it."""
        return f"{self.quote}{self.prefix}{name}{self.quote}"

    def failed(self, what: str) -> Exception:
        """The error to raise for a problem in this table."""
        return self.error(": ".join(filter(None, (str(self.path), self.row, what))))


def at_least(least: float) -> Check:
    """A check for numbers."""
    return lambda value: None if value >= least else f"but at least {least} is wanted"


def between(least: float, most: float) -> Check:
    """A check for numbers, the bounds included."""
    return lambda value: None if least <= value <= most else f"but a number from {least:g} to {most:g} is wanted"


def read(path: Path, error: type[Exception], purpose: str, *, missing: str) -> dict[str, Any]:
    """The top table of a file. Raises `error`: the file cannot be read as `purpose`, and why.

    `missing` is what to do where there is no such file.
    """
    place = Place(path, error)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise place.failed(f"cannot be read as {purpose}: no such file; {missing}") from cause
    except OSError as cause:
        raise place.failed(f"cannot be read as {purpose}: {cause.strerror}; check its permissions") from cause
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise place.failed(f"cannot be read as {purpose}: not valid TOML ({cause}); correct that line") from cause


def tables(table: Mapping[str, Any], name: str, place: Place) -> Sequence[Any]:
    """The `[[name]]` tables of a file that may hold nothing else."""
    for key in table:
        if key != name:
            raise place.failed(f"unknown key {place.key(key)}; known here: [[{name}]], once for each row")
    found = table.get(name, [])
    if not isinstance(found, list):
        raise place.failed(f"{place.key(name)} has to be written [[{name}]], once for each row")
    return found


def build(kind: type[T], table: object, place: Place, **given: Any) -> T:
    """A dataclass out of a table. Raises the place's error at the first key that is wrong.

    `given` are values for fields that have no key.
    """
    if not isinstance(table, Mapping):
        raise place.failed(f"is {table!r}, but a table is wanted")
    parts = {part.metadata.get("key", part.name): part for part in _fields(kind) if part.name not in given}
    for key in table:
        if key not in parts:
            raise place.failed(_unknown(key, parts, place))
    hints, values = _hints(cast("Hashable", kind)), dict(given)
    for key, part in parts.items():
        if key in table:
            values[part.name] = _value(hints[part.name], table[key], key, place)
        elif part.default is MISSING and part.default_factory is MISSING:
            remedy = part.metadata.get("missing")
            raise place.failed(f"{place.key(key)} is missing" + (f"; {remedy}" if remedy else ""))
    return _checked(kind(**values), place)


def _checked(built: T, place: Place) -> T:
    """The value itself; raises where its fields do not fit together."""
    problem = getattr(built, "problem", lambda: None)()
    if problem is not None:
        key, what = problem
        raise place.failed(f"{place.key(key)} {what}" if key else what)
    return built


def _unknown(key: str, parts: Mapping[str, object], place: Place) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, parts, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"unknown key {place.key(key)}{meant}; known here: {', '.join(sorted(parts))}"


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _fields(kind: Any) -> Sequence[Field[Any]]:
    return fields(kind)


def _value(hint: Any, value: Any, key: str, place: Place, is_or_holds: str = "is") -> Any:
    """A value as its type wants it, checked; `key` is its key, or that of the list that holds it."""
    kinds = list(_alternatives(hint))
    shown = f"{place.key(key)} {is_or_holds} {value!r},"
    for kind, checks in kinds:
        converted = _converted(kind, value, key, place)
        if converted is not MISSING:
            for wrong in filter(None, (check(converted) for check in checks)):
                raise place.failed(f"{shown} {wrong}")
            return converted
    raise place.failed(f"{shown} but {_wanted([kind for kind, _ in kinds if kind is not NoneType])}")


def _alternatives(hint: Any, checks: Sequence[Check] = ()) -> Iterator[tuple[Any, Sequence[Check]]]:
    """The types that a value may have, each with its checks."""
    if get_origin(hint) is Annotated:
        bare_type, *own_checks = get_args(hint)
        yield from _alternatives(bare_type, own_checks)
    elif get_origin(hint) in (Union, UnionType):
        for kind in get_args(hint):
            yield from _alternatives(kind, checks)
    else:
        yield hint, checks


def _converted(kind: Any, value: Any, key: str, place: Place) -> Any:
    """The value as one type wants it; MISSING where it is none of that type."""
    origin = get_origin(kind) or kind
    if origin is Literal:
        return value if value in get_args(kind) else MISSING
    if origin is tuple:
        return _items(get_args(kind), value, key, place)
    if isinstance(value, Mapping):
        return _table(kind, value, key, place)
    if origin is Path:
        return place.path.parent / Path(value).expanduser() if isinstance(value, str) else MISSING
    if origin is date:
        return _day(value)
    if origin is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    fits = isinstance(value, origin) and isinstance(value, bool) == (origin is bool)
    return value if fits else MISSING


def _table(kind: Any, value: Mapping[str, Any], key: str, place: Place) -> Any:
    """A table as a dataclass, or as a mapping whose values are all of one type."""
    if isinstance(kind, type) and is_dataclass(kind):
        return build(kind, value, replace(place, prefix=f"{place.prefix}{key}."))
    if get_origin(kind) is not Mapping:
        return MISSING
    _, hint = get_args(kind)
    return {name: item if hint is Any else _value(hint, item, f"{key}.{name}", place) for name, item in value.items()}


def _items(kinds: Sequence[Any], value: Any, key: str, place: Place) -> Any:
    """A list as a tuple, of any length where its type ends in `...`."""
    if not isinstance(value, list):
        return MISSING
    if kinds[-1] is Ellipsis:
        kinds = [kinds[0]] * len(value)
    if len(kinds) != len(value):
        raise place.failed(f"{place.key(key)} is {value!r}, but a list of {len(kinds)} is wanted")
    return tuple(_value(kind, item, key, place, "holds") for kind, item in zip(kinds, value, strict=True))


def _day(value: Any) -> Any:
    """A date, which may be written as a string."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return MISSING
    return value if isinstance(value, date) and not isinstance(value, datetime) else MISSING


def _wanted(kinds: Sequence[Any]) -> str:
    """The message for a value that is of none of these types: what is wanted instead."""
    if get_origin(kinds[0]) is Literal:
        return f"one of {', '.join(map(str, get_args(kinds[0])))} is wanted"
    names = " or ".join(_NAMES.get(get_origin(kind) or kind, "a table") for kind in kinds)
    return f"{names} is wanted{_EXPLAINED.get(kinds[0], '')}"
