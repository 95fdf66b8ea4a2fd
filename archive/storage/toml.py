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

Every message is one line: the file, the row, the key with its value, and what is wanted there. Where the error is a
`CodedError`, it is a code with its arguments; a check that returns text instead of a reason is shown in its own words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache, reduce
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from archive.messages import Argument
from archive.messages.coded import CodedError, Sentence, reason
from archive.messages.printable import without_user

T = TypeVar("T")

Check: TypeAlias = "Callable[[Any], Argument | None]"
"""Returns what is wrong with a value, as the continuation of “`key` is 0,”; None where it is valid."""

_LONGEST = 300
"""Characters of a value that a message shows."""

_NAMES: Mapping[Any, str] = {
    str: "kind-string",
    bool: "kind-boolean",
    int: "kind-integer",
    float: "kind-number",
    tuple: "kind-list",
    date: "kind-date",
    Path: "kind-path",
}
"""The codes by which messages call a type; any other is a table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table is, for messages: its file, its row in the file, and the keys that lead to it (`politeness.`).

    `error` is the exception that is raised; `quote` surrounds a key.
    """

    path: Path
    error: type[Exception]
    row: Argument = ""
    prefix: str = ""
    quote: str = "`"

    def key(self, name: str) -> str:
        """A key of the table as messages show it."""
        return f"{self.quote}{self.prefix}{name}{self.quote}"

    def failed(self, what: Argument) -> Exception:
        """The error to raise for a problem in this table."""
        if self.row:
            said = Sentence.of("wrong-in-row", path=self.path, row=self.row, what=what)
        else:
            said = Sentence.of("wrong-in-file", path=self.path, what=what)
        return self.error(said.code, said.args) if issubclass(self.error, CodedError) else self.error(str(said))


def at_least(least: float) -> Check:
    """A check for numbers."""
    return lambda value: None if value >= least else reason("wrong-below", least=f"{least}")


def between(least: float, most: float) -> Check:
    """A check for numbers, the bounds included."""
    wanted = reason("wrong-not-between", least=f"{least:.10g}", most=f"{most:.10g}")
    return lambda value: None if least <= value <= most else wanted


def read(path: Path, error: type[Exception], purpose: Argument, *, missing: Argument) -> dict[str, Any]:
    """The top table of a file. Raises `error`: the file cannot be read as `purpose`, and why.

    `missing` is what to do where there is no such file.
    """
    place = Place(path, error)
    try:
        if path.exists() and not path.is_file():
            raise place.failed(reason("wrong-toml-no-file", purpose=purpose))
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as cause:
        raise place.failed(reason("wrong-toml-missing", purpose=purpose, remedy=missing)) from cause
    except OSError as cause:
        raise place.failed(reason("wrong-toml-unreadable", purpose=purpose, error=cause.strerror)) from cause
    except UnicodeDecodeError as cause:
        line = cause.object[: cause.start].count(b"\n") + 1
        raise place.failed(reason("wrong-toml", purpose=purpose, error=reason("wrong-not-utf-8", line=line))) from cause
    except tomllib.TOMLDecodeError as cause:
        raise place.failed(reason("wrong-toml", purpose=purpose, error=cause)) from cause
    except (RecursionError, ValueError) as cause:  # lists in lists by the thousand; an integer of 5,000 digits
        raise place.failed(reason("wrong-toml", purpose=purpose, error=reason("wrong-toml-huge"))) from cause


def tables(table: Mapping[str, Any], name: str, place: Place) -> Sequence[Any]:
    """The `[[name]]` tables of a file that may hold nothing else."""
    for key in table:
        if key != name:
            raise place.failed(reason("wrong-key-beside-rows", key=place.key(key), name=name))
    found = table.get(name, [])
    if not isinstance(found, list):
        raise place.failed(reason("wrong-rows", key=place.key(name), name=name))
    return found


def build(kind: type[T], table: object, place: Place, **given: Any) -> T:
    """A dataclass out of a table. Raises the place's error at the first key that is wrong.

    `given` are values for fields that have no key.
    """
    if not isinstance(table, Mapping):
        raise place.failed(reason("wrong-no-table", value=_shown(table)))
    parts = {part.metadata.get("key", part.name): part for part in _fields(kind) if part.name not in given}
    for key in table:
        if key not in parts:
            raise place.failed(_unknown(key, parts, place))
    hints, values = _hints(cast("Hashable", kind)), dict(given)
    for key, part in parts.items():
        if key in table:
            values[part.name] = _value(hints[part.name], table[key], key, place)
        elif part.default is MISSING and part.default_factory is MISSING:
            raise place.failed(_missing(place.key(key), part.metadata.get("missing")))
    return _checked(kind(**values), place)


def _checked(built: T, place: Place) -> T:
    """The value itself; raises where its fields do not fit together."""
    problem = getattr(built, "problem", lambda: None)()
    if problem is not None:
        key, what = problem
        raise place.failed(reason("wrong-together", key=place.key(key), what=what) if key else what)
    return built


def _missing(key: str, remedy: Argument | None) -> Argument:
    return reason("wrong-key-missing-so", key=key, remedy=remedy) if remedy else reason("wrong-key-missing", key=key)


def _unknown(key: str, parts: Mapping[str, object], place: Place) -> Argument:
    from difflib import get_close_matches

    near = get_close_matches(key, parts, n=1)
    known = {"key": place.key(key), "known": ", ".join(sorted(parts))}
    return reason("wrong-key-near", **known, near=near[0]) if near else reason("wrong-key", **known)


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _fields(kind: Any) -> Sequence[Field[Any]]:
    return fields(kind)


def _value(hint: Any, value: Any, key: str, place: Place, code: str = "wrong-value") -> Any:
    """A value as its type wants it, checked; `key` is its key, or that of the list that holds it."""
    kinds = list(_alternatives(hint))
    shown: dict[str, Argument] = {"key": place.key(key), "value": _shown(value)}
    for kind, checks in kinds:
        converted = _converted(kind, value, key, place)
        if converted is not MISSING:
            for check in checks:
                if (wrong := check(converted)) is not None:
                    raise place.failed(reason(code, **shown, wrong=wrong))
            return converted
    raise place.failed(reason(code, **shown, wrong=_wanted([kind for kind, _ in kinds if kind is not NoneType])))


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
        return _path(value, place)
    if origin is date:
        return _day(value)
    if origin is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    fits = isinstance(value, origin) and isinstance(value, bool) == (origin is bool)
    return value if fits else MISSING


def _path(value: Any, place: Place) -> Any:
    """A path, beside the file where it is no whole one. An empty one would be the file's own folder."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return MISSING
    try:
        return place.path.parent / Path(value).expanduser()
    except RuntimeError:  # ~nobody, whose folder is not known
        return MISSING


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
        wrong = reason("wrong-length", length=len(kinds))
        raise place.failed(reason("wrong-value", key=place.key(key), value=_shown(value), wrong=wrong))
    return tuple(_value(kind, item, key, place, "wrong-item") for kind, item in zip(kinds, value, strict=True))


def _day(value: Any) -> Any:
    """A date, which may be written as a string."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return MISSING
    return value if isinstance(value, date) and not isinstance(value, datetime) else MISSING


def _wanted(kinds: Sequence[Any]) -> Argument:
    """The reason for a value that is of none of these types: what is wanted instead."""
    if get_origin(kinds[0]) is Literal:
        return reason("wrong-none-of", known=", ".join(map(str, get_args(kinds[0]))))
    if kinds[0] is date:
        return reason("wrong-no-date")
    first, *others = (reason(_NAMES.get(get_origin(kind) or kind, "kind-table")) for kind in kinds)
    return reason(
        "wrong-kind", kind=reduce(lambda one, other: reason("kind-either", one=one, other=other), others, first)
    )


def _shown(value: object) -> str:
    """A value in a message: without what stands before the `@` of an address, and no longer than a line or two."""
    text = without_user(_literal(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _literal(value: object) -> str:
    """A value as people write it in TOML; text in the quotes that hold it."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return repr(value)
        case list():
            return f"[{', '.join(map(_literal, value))}]"
        case Mapping():
            items = ", ".join(f"{key} = {_literal(item)}" for key, item in value.items())
            return f"{{ {items} }}" if items else "{}"
        case _:  # dates and times
            return str(value)
