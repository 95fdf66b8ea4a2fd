"""The tables of docs/hostile.md: how readers grow with hostile documents, and how many documents were tried on each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from tests.support.paths import ROOT

PAGE: Final = ROOT / "docs" / "hostile.md"
_HEAD: Final = "| target | documents | places reached | found |\n|---|---|---|---|"
_SHORT: Final = ("address", "title", "robots", "sniffed")
"""Targets whose inputs are lines, or of which only the beginning is looked at: tried much faster than documents."""
_ROW: Final = re.compile(r"^\| ([a-z_]+) \| ([\d,]+) \| ([\d,]+) \| ([^|]*) \|$", re.MULTILINE)


class Hunt(NamedTuple):
    """What came of hunting one target: documents tried, places of the code that they reached, what was found."""

    target: str
    documents: int
    reached: int
    found: tuple[str, ...]


def add(hunt: Hunt) -> None:
    """Add a hunt to those of the page."""
    before = {row[1]: row for row in _ROW.finditer(_between(PAGE.read_text(encoding="utf-8"), "fuzz"))}
    rows = {name: (_number(row[2]), _number(row[3]), row[4]) for name, row in before.items()}
    documents, reached, found = rows.get(hunt.target, (0, 0, "nothing"))
    named = ", ".join(hunt.found) or found
    rows[hunt.target] = (documents + hunt.documents, max(reached, hunt.reached), named)
    lines = [f"| {name} | {tried:,} | {most:,} | {what} |" for name, (tried, most, what) in rows.items()]
    total = sum(tried for tried, _, _ in rows.values())
    read = sum(tried for name, (tried, _, _) in rows.items() if name not in _SHORT)
    head = f"**{total:,} documents, {len(rows)} targets; {read:,} documents beside {', '.join(_SHORT)}.**\n"
    write("fuzz", [head, _HEAD, *lines])


def write(mark: str, lines: Iterable[str]) -> None:
    """Put lines between the marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    written = "\n".join((begin, *lines, end))
    PAGE.write_text(text.replace(f"{begin}{_between(text, mark)}{end}", written), encoding="utf-8")


def _between(text: str, mark: str) -> str:
    return text.partition(f"<!-- {mark} -->")[2].partition(f"<!-- /{mark} -->")[0]


def _number(text: str) -> int:
    return int(text.replace(",", ""))
