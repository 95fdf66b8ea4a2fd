"""Numbers of sub-headings and of points within a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive import patterns
from archive.drafts.draft import Draft
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark

_NUMERALS: Final = "一二三四五六七八九十"
# such as （三）政府信息管理
_SUBHEADING: Final = patterns.lazy(r"\s*[（(]\s*([一二三四五六七八九十])\s*[）)]")
# such as ；三是 or 。三是加强; not 这一是
_POINT: Final = patterns.lazy(r"(?:^|[。；;：:，,、\s])([一二三四五六七八九十])是")


@drafting("subheading_numbers")
def _subheading_numbers(draft: Draft) -> Iterator[Remark]:
    for section in draft.report.sections:
        found = [match[1] for line in section.text.splitlines() if (match := _SUBHEADING.match(line))]
        yield from _out_of_order(section.number, found, "（{}）")


@drafting("points_numbers")
def _points_numbers(draft: Draft) -> Iterator[Remark]:
    for section in draft.report.sections:
        yield from _out_of_order(section.number, _POINT.findall(section.text), "{}是")


def _out_of_order(section: int, found: Sequence[str], shape: str) -> Iterator[Remark]:
    """The first number that neither follows the one before nor starts a new row; a row begins with 一."""
    expected = 1
    for numeral in found:
        number = _NUMERALS.index(numeral) + 1
        if number not in (1, expected) or (number == 1 and expected == 2):
            printed, due = shape.format(numeral), shape.format(_NUMERALS[min(expected, 10) - 1])
            yield remark(Place(section, quotes=(printed,)), printed=printed, due=due)
            return
        expected = number + 1
