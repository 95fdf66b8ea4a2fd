"""What is not there: statutory tables and lines that a report should hold and its text does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.form import forms
from archive.form.numbers import number
from archive.form.reading import Finding
from archive.form.sections import Layout
from archive.form.sheet import Printed, Sheet
from archive.reading.document import Block, Picture

_PARTS = re.compile(r"([一二三四五六七八九十]|\d{1,2})\s*个?(?:部分|章节)(?:组成|构成)?")
_FIRST_YEAR_OF_TABLES = 2019
_NAMES = {"disclosure": "主动公开", "applications": "申请办理", "review": "复议诉讼"}


def has_pictures(blocks: Sequence[Block], layout: Layout) -> bool:
    """Whether a picture stands in the report, after its first heading where it has one."""
    return any(isinstance(block, Picture) for block in blocks[layout.start or 0 :])


def missing(sheet: Sheet, layout: Layout, year: int | None, *, pictures: bool) -> tuple[Finding, ...]:
    """A finding where tables are missing from a report that follows a form with tables."""
    expected = layout.statutory or bool(sheet.tables) or (pictures and (year or 0) >= _FIRST_YEAR_OF_TABLES)
    absent = [table for table in forms.TABLES if table not in sheet.tables]
    if not expected or not absent or sheet.statistics:
        return ()
    names = ", ".join(f"{table} ({_NAMES[table]})" for table in absent)
    if pictures:
        return (
            Finding(
                "tables.picture", "warning", "source", f"Not in the text: {names}; a picture stands in the report."
            ),
        )
    return (Finding("tables.missing", "warning", "source", f"Not in the text: {names}."),)


def parts_missing(lead: str, layout: Layout) -> tuple[Finding, ...]:
    """A finding where the opening says how many parts the report has, and it has another number of headings."""
    told = _PARTS.search(lead)
    count = number(told[1]) if told else None
    present = len(layout.sections)
    if told is None or count is None or not present or count == present:
        return ()
    detail = f"The opening says “{told[0]}”, headings of {present} were found."
    return (Finding("text.parts", "info", "unknown", detail),)


def lines_missing(sheet: Sheet) -> tuple[Finding, ...]:
    """A finding where lines of the applications table were not found in either shape of the form."""
    printed: Printed = sheet.tables.get("applications", {})
    if not printed:
        return ()
    shapes = [
        [line.label for line in form.tables["applications"].lines if line.key not in printed] for form in forms.both()
    ]
    fewest = min(shapes, key=len)
    if not fewest:
        return ()
    detail = f"{len(fewest)} lines were not found: {'；'.join(fewest)}."
    return (Finding("applications.lines_missing", "warning", "reading", detail),)
