"""Writes the configuration's reference pages, in both languages, from the dataclasses that read it.

Used by `make modules`; with --check (`make lint`) it only says whether they are stale. What a key means stands in
`archive/messages/*/configuration.ftl`; its type, its range and its default are the code's own.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from archive.messages import text
from crawler.notify.channel import Channel
from crawler.runtime.config import Config
from spiders.registry import Deadline, Site

DOCS = Path(__file__).resolve().parent
PAGES = {"en": DOCS / "operating" / "configuration.md", "zh": DOCS / "zh" / "configuration.md"}
BEGIN, END = "<!-- keys: begin -->\n", "<!-- keys: end -->"
WORDS = {
    "en": ("| key | what may stand there | default | meaning |", "needed", "one of", "to", "a list"),
    "zh": ("| 键 | 可填写的内容 | 默认 | 含义 |", "必填", "之一：", "至", "列表"),
}
KINDS: dict[str, dict[Any, str]] = {
    "en": {str: "text", bool: "true or false", int: "whole number", float: "number", date: "day", Path: "path"},
    "zh": {str: "文本", bool: "true 或 false", int: "整数", float: "数", date: "日期", Path: "路径"},
}
DEFAULTS = {"archive": "`nianbao.db`", "sites": "`sites.toml`"}
"""Defaults that the configuration has before it is read."""
DERIVED = ("hosts", "name")
"""What has a default that other keys make."""
NOT_WRITTEN = ("path",)
"""What is a value of the program's own."""


def tables(language: str) -> Iterator[str]:
    """The lines of all tables of keys."""
    yield from _table(Config, "nianbao.toml", "", language)
    for part in fields(Config):
        kind = _hints(Config)[part.name]
        if is_dataclass(kind):
            yield from _table(kind, f"[{part.name}]", f"{part.name}-", language)
    yield from _table(Channel, "[alerts] channels", "channel-", language)
    yield from _table(Site, "[[site]]", "site-", language)


def _table(kind: Any, title: str, prefix: str, language: str) -> Iterator[str]:
    yield from (f"## `{title}`", "", WORDS[language][0], "| --- | --- | --- | --- |")
    for part in fields(kind):
        hint = _hints(kind)[part.name]
        if part.name in NOT_WRITTEN or (is_dataclass(hint) and hint is not Deadline):
            continue
        key = part.metadata.get("key", part.name)
        meaning = text(f"config-{prefix}{key}", language)
        yield f"| `{key}` | {_wanted(hint, language)} | {_default(part, language)} | {meaning} |"
    yield ""


def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _wanted(hint: Any, language: str) -> str:
    """The type in words, with the range of a number: a bound is asked of the check itself."""
    _, _, one_of, to, a_list = WORDS[language]
    match get_origin(hint):
        case origin if origin is Annotated:
            kind, *checks = get_args(hint)
            bounds = [_bounds(check, to) for check in checks] if kind in (int, float) else []
            return f"{_wanted(kind, language)}{''.join(bounds)}"
        case origin if origin in (Union, UnionType):
            return _wanted(next(each for each in get_args(hint) if each is not type(None)), language)
        case origin if origin is Literal:
            return f"{one_of} {', '.join(f'`{value}`' for value in get_args(hint))}"
        case origin if origin is tuple:
            return a_list
    return KINDS[language].get(hint, "table" if language == "en" else "表")


def _bounds(check: Any, to: str) -> str:
    """Of a check for numbers made by `between`: its bounds, from what it says of a number that is none."""
    said = check(math.nan)
    bounds = said["args"] if isinstance(said, Mapping) else {}
    return f", {float(bounds['least']):,.10g} {to} {float(bounds['most']):,.10g}" if "least" in bounds else ""


def _default(part: Field[Any], language: str) -> str:
    if part.name in DEFAULTS:
        return DEFAULTS[part.name]
    if part.default is MISSING:
        return WORDS[language][1] if part.default_factory is MISSING and part.name not in DERIVED else "-"
    if part.default in (None, (), ""):
        return "-"
    return f"`{str(part.default).lower() if isinstance(part.default, bool) else part.default}`"


def written(page: str, language: str) -> str:
    """The page with its tables as they should be."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n".join(tables(language)).rstrip() + "\n" + END + rest.partition(END)[2]


def main() -> None:
    """Write the pages, or say that one is stale."""
    for language, path in PAGES.items():
        before = path.read_text(encoding="utf-8")
        after = written(before, language)
        if "--check" not in sys.argv:
            path.write_text(after, encoding="utf-8")
        elif before != after:
            sys.exit(f"{path.name}: the reference is stale; run `make modules`")


if __name__ == "__main__":
    main()
