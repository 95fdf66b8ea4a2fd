"""Which generation of the form a report follows, and its document number.

The printed lines and columns decide; what the text cites counts only where no table was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from archive.extract.layout.document import Block, Meta, Paragraph
from archive.extract.report import forms
from archive.extract.report.model import FormName, Section
from archive.extract.tables.sheet import Printed, Sheet

_COLUMNS_OF_2019: Final = frozenset({"made", "published", "items_last_year", "change", "projects"})
_OPEN: Final = "〔﹝\\[【（(［〈"
_CLOSE: Final = "〕﹞\\]】）)］〉"
# such as 冢政【2024】 7 号 or 优政〔2024〕5号
_NUMBER: Final = re.compile(
    rf"\s*(?P<organ>[\u4e00-\u9fff]{{1,12}})\s*[{_OPEN}]\s*(?P<year>(?:19|20)\d\d)\s*[{_CLOSE}]\s*第?\s*(?P<serial>\d{{1,5}})\s*号\s*"
)
_LABELS: Final = frozenset({"文号", "发文字号", "文件编号", "发文文号", "公文文号", "文件文号"})


def form_of(sheet: Sheet, sections: Sequence[Section], *, pictures: bool) -> FormName | None:
    """The form, by the tables where there are any; `narrative` for text alone; None for a picture or nothing."""
    found = {
        name
        for name in (
            of_disclosure(sheet.tables.get("disclosure", {})),
            of_applications(sheet.tables.get("applications", {})),
        )
        if name
    }
    if len(found) > 1:
        return "mixed"
    if found:
        return found.pop()
    if sheet.statistics:
        return "statistics"
    if not sections:
        return None
    cited = cited_forms(sections)
    if sheet.tables or pictures:
        return cited.pop() if len(cited) == 1 else None
    return "narrative"


def cited_forms(sections: Sequence[Section]) -> set[FormName]:
    """The generations whose founding document the text cites."""
    return {
        _name(form) for form in forms.both() if any(_citing(form.cited).search(section.text) for section in sections)
    }


@cache
def _citing(cited: str) -> re.Pattern[str]:
    """The end of a document's number, 2021〕30号, with whatever bracket is printed in it."""
    year, _, number = cited.partition("〕")
    return re.compile(rf"{year}[{_CLOSE}]{number}")


def document_number(blocks: Sequence[Block], metadata: Sequence[Meta], start: int | None) -> str | None:
    """The report's document number: alone on a line before the first section, or in the page's table of metadata."""
    for block in blocks[:start]:
        if isinstance(block, Paragraph) and (match := _NUMBER.fullmatch(block.text)):
            return _document_number(match)
    for meta in metadata:
        if meta.key.strip(" :：[]【】") in _LABELS and (match := _NUMBER.fullmatch(meta.value)):
            return _document_number(match)
    return None


def _document_number(match: re.Match[str]) -> str:
    return f"{match['organ']}〔{match['year']}〕{match['serial']}号"


def _name(form: forms.Form) -> FormName:
    return "2019" if form.name == "2019" else "2021"


def of_disclosure(printed: Printed) -> FormName | None:
    """The generation that the columns of a disclosure table belong to."""
    columns = {column for cells in printed.values() for column in cells}
    is_2019 = bool(columns & _COLUMNS_OF_2019)
    is_2021 = bool(columns & {"issued", "repealed"}) or any(set(cells) == {"decisions"} for cells in printed.values())
    return "mixed" if is_2019 and is_2021 else "2019" if is_2019 else "2021" if is_2021 else None


def of_applications(printed: Printed) -> FormName | None:
    """The generation that the lines of an applications table belong to."""
    is_2019 = "other" in printed
    is_2021 = any(line.startswith("other_") for line in printed)
    return "mixed" if is_2019 and is_2021 else "2019" if is_2019 else "2021" if is_2021 else None
