"""What one printed cell says: a plain number, or a state with the raw text.

Knows the vocabulary of cells; refuses to repair, to rescale units, or to take a blank for zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from archive.extract.report.model import Number, State
from archive.extract.report.numbers import number, plain

_DASHES: Final = frozenset(
    [
        *("/", "//", "\\", "-", "--", "---", "—", "——", "———", "―", "─", "ー", "~"),
        *("无", "空", "没有", "暂无", "不涉及", "不适用", "无此项", "无数据"),
        *("N/A", "n/a", "NA", "NULL", "null", "None"),
    ]
)
ONES: Final = frozenset(["一", "一一", "一一一"])
"""A numeral that stands for a dash unless the sums of its line take it for a number (`ones`)."""
_UNIT: Final = r"(?P<unit>亿元|万元|千元|元|件|条|项|个|次|份|宗|人次|人|起|例|篇|%)"
_NUMBER: Final = r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)"
# such as 3万件 or 三十 or 7。
_ANNOTATED: Final = re.compile(
    rf"(?:约|共|计|共计|合计)?{_NUMBER}(?P<myriad>万(?!元))?{_UNIT}?(?:[(\[【].*[)\]】]|[。.,;、:]|注.*)?"
)
# such as (0.05)
_NEGATIVE: Final = re.compile(r"\((?P<number>\d[\d,]*(?:\.\d+)?)\)")
_NOTED: Final = re.compile(r"(?P<number>.*\d[件条项个]?)\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[①-⑳]|[*＊※]{1,3}|注)")
"""A number with the mark of a note behind it, which must not be taken for a digit of its own."""
_MARKS: Final = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳⑴-⒛㈠-㈩½¼¾₀-₉]")
_BROKEN: Final = re.compile(r"^(?:[^(（]|^[(（])*?\d\s+\d")
"""Digits that a blank or a line end parts, but for those of a remark in brackets: it may be wrapped anywhere."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell's number as printed (None where there is none), its state (None for a plain number), and its text.

    `unit` is the unit printed in the cell itself. A number in a cell `annotated` is the printed one, never rescaled; it
    stands beside a remark or is a Chinese numeral.
    """

    number: Number | None
    state: State | None
    raw: str
    unit: str = ""


BLANK: Final = CellValue(None, "blank", "")


@lru_cache(maxsize=8192)
def read(text: str) -> CellValue:
    """What a cell with this text says."""
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return CellValue(int(text), None, text)
    raw = text.strip()
    if (noted := _NOTED.fullmatch(raw)) and (before := read(noted["number"])).number is not None:
        return CellValue(before.number, "annotated", raw, before.unit)
    if _MARKS.search(raw.partition("(")[0].partition("（")[0]):
        return CellValue(None, "unreadable", raw)
    bare = plain(text)
    if not bare:
        return CellValue(None, "blank", raw)
    if bare in _DASHES or bare in ONES:
        return CellValue(None, "dash", raw)
    if _BROKEN.search(raw):
        return CellValue(None, "unreadable", raw)
    value = number(bare)
    if value is None:
        return _annotated(bare, raw)
    return CellValue(value, None if bare.isascii() else "annotated", raw)


def whole(cell: CellValue) -> CellValue:
    """The cell for a line that counts things: a number with a fraction cannot be right there and is not taken."""
    return CellValue(None, "unreadable", cell.raw, cell.unit) if isinstance(cell.number, float) else cell


def unreadable(raw: str) -> CellValue:
    """A cell whose text is kept though its value could not be told."""
    return CellValue(None, "unreadable", raw)


def _annotated(bare: str, raw: str) -> CellValue:
    if match := _NEGATIVE.fullmatch(bare):
        value = number(match["number"])
        return CellValue(-value if value is not None else None, "annotated", raw)
    match = _ANNOTATED.fullmatch(bare)
    value = number(match["number"]) if match else None
    if match is None or value is None:
        return CellValue(None, "unreadable", raw)
    unit = match["unit"] or ""
    return CellValue(value * 10_000 if match["myriad"] else value, "annotated", raw, unit)
