"""The value of one printed cell: a number, or a state with the raw text.

Nothing is repaired or rescaled, and a blank is not zero.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.layout.document import Spot
from archive.extract.report.model import Number, State
from archive.extract.report.numbers import normalise, number

_DASHES: Final = frozenset(
    [
        *("/", "//", "\\", "-", "--", "---", "—", "——", "———", "―", "─", "ー", "~"),
        *("无", "空", "没有", "暂无", "不涉及", "不适用", "无此项", "无数据"),
        *("N/A", "n/a", "NA", "NULL", "null", "None"),
    ]
)
DASH_NUMERALS: Final = frozenset(["一", "一一", "一一一"])
"""Numerals typed for a dash, unless the sums of their line prove a number (`archive.extract.tables.numeral_one`)."""
_UNIT: Final = r"(?P<unit>亿元|万元|千元|元|件|条|项|个|次|份|宗|人次|人|起|例|篇|%)"
_NUMBER: Final = r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)"
# such as 3万件 or 三十 or 7。
_ANNOTATED: Final = patterns.lazy(
    rf"(?:约|共|计|共计|合计)?{_NUMBER}(?P<myriad>万(?!元))?{_UNIT}?(?:[(\[【].*[)\]】]|[。.,;、:]|注.*)?"
)
# such as (0.05)
_NEGATIVE: Final = patterns.lazy(r"\((?P<number>\d[\d,]*(?:\.\d+)?)\)")
_WITH_NOTE_MARK: Final = patterns.lazy(r"(?P<number>.*\d[件条项个]?)\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[①-⑳]|[*＊※]{1,3}|注)")
"""A number with the mark of a note behind it, which must not be taken for a digit of its own."""
_NOTE_MARKS: Final = patterns.lazy("[⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳⑴-⒛㈠-㈩½¼¾₀-₉]")
_PARTED_DIGITS: Final = patterns.lazy(r"^(?:[^(（]|^[(（])*?\d\s+\d")
"""Digits separated by a blank or a line end, except in a remark in brackets, which may be wrapped anywhere."""


class CellValue(NamedTuple):
    """A cell's number as printed (None where there is none), its state (None for a plain number), and its text.

    `unit` is the unit printed in the cell itself. A number in a cell `annotated` is the printed one, never rescaled; it
    has a remark beside it or is a Chinese numeral. `spot` is where it stands in the document; it does not count in
    comparisons.
    """

    number: Number | None
    state: State | None
    raw: str
    unit: str = ""
    spot: Spot | None = None

    def at(self, spot: Spot | None) -> CellValue:
        """The same value at this spot."""
        # CellValue(…) takes half as long again
        return self if spot is None else tuple.__new__(CellValue, (*self[:4], spot))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellValue) and self[:4] == other[:4]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:4])


BLANK: Final = CellValue(None, "blank", "")


@lru_cache(maxsize=8192)
def read(text: str) -> CellValue:
    """Parse the text of a cell."""
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return CellValue(int(text), None, text)
    raw = text.strip()
    if (with_note := _WITH_NOTE_MARK.fullmatch(raw)) and (before := read(with_note["number"])).number is not None:
        return CellValue(before.number, "annotated", raw, before.unit)
    if _NOTE_MARKS.search(raw.partition("(")[0].partition("（")[0]):
        return CellValue(None, "unreadable", raw)
    bare = normalise(text)
    if not bare:
        return CellValue(None, "blank", raw)
    if bare in _DASHES or bare in DASH_NUMERALS:
        return CellValue(None, "dash", raw)
    if _PARTED_DIGITS.search(raw):
        return CellValue(None, "unreadable", raw)
    value = number(bare)
    if value is None:
        return _annotated(bare, raw)
    return CellValue(value, None if bare.isascii() else "annotated", raw)


def as_count(cell: CellValue) -> CellValue:
    """The cell as a count: a number with a fraction cannot be right there and becomes unreadable."""
    return CellValue(None, "unreadable", cell.raw, cell.unit, cell.spot) if isinstance(cell.number, float) else cell


def unreadable(raw: str) -> CellValue:
    """A cell with this text whose value is not known."""
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
