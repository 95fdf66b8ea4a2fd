"""Which generation of the form a report follows, and its document number.

The printed lines and columns decide; what the text cites counts only where no table was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Meta, Paragraph
from archive.extract.report import forms
from archive.extract.report.model import FormName, Section, TableName
from archive.extract.tables.sheet import Printed, Sheet

_OPEN: Final = "〔﹝\\[【（(［〈"
_CLOSE: Final = "〕﹞\\]】）)］〉"
# such as 冢政【2024】 7 号 or 优政〔2024〕5号
_NUMBER: Final = patterns.lazy(
    rf"\s*+(?P<organ>[\u4e00-\u9fff]{{1,12}})\s*+[{_OPEN}]\s*+(?P<year>(?:19|20)\d\d)\s*+[{_CLOSE}]\s*+第?+\s*+(?P<serial>\d{{1,5}})\s*+号\s*+"
)
_LABELS: Final = frozenset({"文号", "发文字号", "文件编号", "发文文号", "公文文号", "文件文号"})


def form_of(sheet: Sheet, sections: Sequence[Section], *, pictures: bool) -> FormName | None:
    """The form, by the tables where there are any; `narrative` for text alone; None for a picture or nothing."""
    found = [
        names
        for names in (
            of_disclosure(sheet.tables.get("disclosure", {})),
            of_applications(sheet.tables.get("applications", {})),
        )
        if names is not None
    ]
    if found:
        return _closest(sheet, frozenset.intersection(*found)) or "mixed"
    if sheet.statistics:
        return "statistics"
    if not sections:
        return None
    cited = cited_forms(sections)
    if sheet.tables or pictures:
        return cited.pop() if len(cited) == 1 else None
    return "narrative"


def _closest(sheet: Sheet, names: frozenset[FormName]) -> FormName | None:
    """Of several forms the one that has the fewest lines which are not printed, else the newest."""
    return max(names, key=lambda name: (-_not_printed(sheet, forms.load(name)), name), default=None)


def _not_printed(sheet: Sheet, form: forms.Form) -> int:
    return sum(line not in printed for table, printed in sheet.tables.items() for line in _lines(form, table))


def _lines(form: forms.Form, table: TableName) -> tuple[str, ...]:
    return form.tables[table].line_keys if table in form.tables else ()


def cited_forms(sections: Sequence[Section]) -> set[FormName]:
    """The generations whose founding document the text cites."""
    return {
        form.name
        for form in forms.generations()
        if any(_citing(form.cited).search(section.text) for section in sections)
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


def of_disclosure(printed: Printed) -> frozenset[FormName] | None:
    """The forms that the columns of a disclosure table allow; None where all do, empty where they contradict."""
    columns = {column for cells in printed.values() for column in cells}
    by_column = [{name for name in forms.names() if column in _columns(name)} for column in columns]
    by_line = [
        {name for name in forms.names() if (line, frozenset(cells)) in _shapes(name)} for line, cells in printed.items()
    ]
    return _allowed([*by_column, *filter(None, by_line)])


@cache
def _columns(form: FormName) -> frozenset[str]:
    """The columns of a form's table on disclosure."""
    return frozenset(forms.load(form).tables["disclosure"].column_keys)


@cache
def _shapes(form: FormName) -> frozenset[tuple[str, frozenset[str]]]:
    """The lines of that table, each with its columns."""
    return frozenset((line.key, frozenset(line.columns)) for line in forms.load(form).tables["disclosure"].lines)


def of_applications(printed: Printed) -> frozenset[FormName] | None:
    """The forms that the lines of an applications table allow; None where all do, empty where they contradict."""
    tables = {form.name: form.tables["applications"].line_keys for form in forms.generations()}
    return _allowed([{name for name, lines in tables.items() if line in lines} for line in printed])


def _allowed(evidence: Iterable[set[FormName]]) -> frozenset[FormName] | None:
    telling = [names for names in evidence if names != forms.names()]
    return frozenset(forms.names()).intersection(*telling) if telling else None
