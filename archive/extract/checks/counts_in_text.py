"""Counts of applications in the text, and how one is held against the table of applications.

Only counts directly behind the statutory words are used; where the text states two counts for one thing, neither is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from archive import patterns
from archive.extract.report import forms
from archive.extract.report.model import Number, Report
from archive.extract.report.violation import Violation

UNIT: Final = r"(?:件|条|份|宗|起|次|人次)"
COUNT: Final = (
    r"(?:的|公开申请|政府信息|信息|申请|答复|情形|类|共|共计|合计|总计|计|为|有|是)*+\s*(\d{1,6})\s*"
    rf"(?:{UNIT}|(?=[，,。；;、）)\n]|$))"
)
_STOPS: Final = "。；;\n"
_SECTIONS: Final = (1, 3)
_OF_OTHERS: Final = patterns.lazy(r"复议|诉讼|结转")
"""Words of a sentence whose counts are not those of all applications, or of none."""


def text_of(report: Report) -> str:
    """The sections that tell of applications: 一、 and 三、."""
    return "\n".join(section.text for section in report.sections if section.number in _SECTIONS)


def section(report: Report, number: int) -> str:
    """One of those sections; "" for any other."""
    sections = (section for section in report.sections if section.number == number and number in _SECTIONS)
    return next((section.text for section in sections), "")


def sentence_before(text: str, end: int) -> str:
    """The part of a sentence that stands before a position."""
    return text[max([text.rfind(stop, 0, end) for stop in _STOPS]) + 1 : end]


def is_of_others(match: re.Match[str], text: str) -> bool:
    """Whether a count stands in a sentence on reviews, or on applications carried over."""
    return bool(_OF_OTHERS.search(sentence_before(text, match.start())))


def lines_of(group: str, table: object) -> tuple[str, ...]:
    """The printed lines that make up an outcome, in the one shape of the form or the other."""
    printed = table.keys() if isinstance(table, dict) else set()
    return next((keys for keys in _lines_by_form(group) if keys and printed >= set(keys)), ())


@cache
def _lines_by_form(group: str) -> tuple[tuple[str, ...], ...]:
    lines_of_forms = (form.tables["applications"].lines for form in forms.generations())
    return tuple(tuple(line.key for line in lines if group in (line.key, line.group)) for lines in lines_of_forms)


def differing(
    rule: str, counts: Iterable[re.Match[str]], printed: set[Number | None], touched: tuple[str, ...]
) -> Iterator[Violation]:
    """A violation where the only count that the text states is none of `printed`."""
    stated = {int(next(filter(None, match.groups()))): match[0] for match in counts}
    if None in printed or len(stated) != 1 or set(stated) & printed:
        return
    (quote,) = stated.values()
    shown = " or ".join(str(number) for number in sorted(number for number in printed if number is not None))
    touched_lines = tuple(("applications", line) for line in touched)
    general = f"{rule.rpartition('.')[0]}.<what>"
    yield Violation(general, rule, f"The text says “{quote}”, the table {shown}.", touched_lines, certain=False)
