"""What a report has to say and a draft may leave out: parts of its title, its basis, subjects of sections five and six.

Regulations on Open Government Information (国令第711号), articles 49 and 50; the form of 国办公开办函〔2021〕30号,
whose section six asks for the fees charged for processing requests (国办函〔2020〕109号, in force from 2021).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive import patterns
from archive.drafts.draft import Draft
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark
from archive.extract.identity.title import read_title
from archive.extract.report import forms
from archive.extract.report.model import NoReportReason
from archive.gazetteer.naming import normalise, without_organ

_PROBLEMS: Final = 5
_OTHER_MATTERS: Final = 6
_FIRST_YEAR_OF_FEES: Final = 2021
_OPENING_SIZE: Final = 20
_TITLE_SIZE: Final = 40
# such as 2023年 or ２０２３年 or 二〇二三年
_YEAR: Final = patterns.lazy(r"(?:20|２０)\s*[\d０-９]\s*[\d０-９]\s*年|二[〇○零]")
# such as （单位全称）2025年 or ××镇
_PLACEHOLDER: Final = patterns.lazy(r"全称|[×XxＸ]{2}|\*{2}|_{2}")
_REPLACED: Final = (
    (2019, patterns.lazy(r"(?:国务院令|国令|令)第?\s*492\s*号"), "国令第711号"),
    (2021, patterns.lazy(r"国办公开办函\s*[〔\[【（(]\s*2019\s*[〕\]】）)]\s*60\s*号"), "国办公开办函〔2021〕30号"),
)
"""From which reporting year on a document is out of force, how it is cited, and what is in force instead."""
_PROBLEM: Final = patterns.lazy(
    r"问题|不足|短板|差距|弱|有待|不够|欠缺|缺乏|缺失|单一|有限|困难|滞后|(?<![减不至])少(?!年)|慢|不高|不强|不全|不及时|不规范|不到位|[仍尚还]需"
)
_IMPROVEMENT: Final = patterns.lazy(r"改进|整改|加强|提升|提高|完善|强化|优化|措施|下一步|健全|落实")


@drafting("not_a_report")
def _not_a_report(draft: Draft) -> Iterator[Remark]:
    if draft.report.kind in ("lookalike", "other"):
        yield remark(because=_because(draft))


@drafting("unreadable")
def _unreadable(draft: Draft) -> Iterator[Remark]:
    if draft.report.kind == "unreadable":
        yield remark(because=_because(draft))


def _because(draft: Draft) -> str:
    """Why it is no report, as a code; its sentence is made with the remark's own."""
    return draft.report.reason_code or NoReportReason.NO_TITLE


@drafting("title_year")
def _title_year(draft: Draft) -> Iterator[Remark]:
    title = draft.report.title
    named = "yes" if draft.is_year_impossible else "no"
    if draft.report.kind == "report" and (not title or not _YEAR.search(title) or named == "yes"):
        yield remark(Place(0, quotes=(title,) if title else ()), title=title or "", named=named)


@drafting("title_unit")
def _title_unit(draft: Draft) -> Iterator[Remark]:
    report = draft.report
    nameless = report.issuer.name is None or _PLACEHOLDER.search(report.title or "") or not _names_unit(draft)
    if report.kind == "report" and nameless:
        yield remark(Place(0, quotes=(report.title,) if report.title else ()), title=report.title or "")


def _names_unit(draft: Draft) -> bool:
    """Whether the title, or a line beside it, names somebody: the unit that signs is no part of the title."""
    title = read_title(draft.report.title or "")
    own = without_organ(normalise(draft.report.issuer.name or ""))
    beside = (line for line in draft.opening if len(line) <= _TITLE_SIZE)
    return bool(title.issuer_text) or any(own in normalise(line) for line in beside)


@drafting("basis")
def _basis(draft: Draft) -> Iterator[Remark]:
    if draft.report.kind != "report" or draft.report.form == "statistics" or not draft.opening:
        return
    text = "".join(draft.opening) + (draft.text_of(1) or "")
    if "条例" not in text:
        yield remark(Place(0))


@drafting("older_basis")
def _older_basis(draft: Draft) -> Iterator[Remark]:
    """Documents that were replaced: 国令第492号 by 国令第711号 of 2019, 〔2019〕60号 by 〔2021〕30号."""
    text = "\n".join((*draft.opening, *(section.text for section in draft.report.sections)))
    for first_year, pattern, due in _REPLACED:
        match = pattern.search(text) if (draft.year or 0) >= first_year else None
        if match:
            yield remark(Place(quotes=(match[0],)), quote=match[0], due=due)


@drafting("processing_fee")
def _processing_fee(draft: Draft) -> Iterator[Remark]:
    text = draft.text_of(_OTHER_MATTERS)
    with_fees = [form.name for form in forms.generations() if form.first_year >= _FIRST_YEAR_OF_FEES]
    asked = (draft.year or 0) >= _FIRST_YEAR_OF_FEES and draft.report.form in (*with_fees, "mixed")
    if asked and text is not None and "处理费" not in text and "收费" not in text:
        yield remark(Place(_OTHER_MATTERS))


@drafting("problems_and_improvements")
def _problems_and_improvements(draft: Draft) -> Iterator[Remark]:
    text = draft.text_of(_PROBLEMS)
    if text is None or len(text) < _OPENING_SIZE:
        return
    lacks = [what for what, words in (("problems", _PROBLEM), ("improvements", _IMPROVEMENT)) if not words.search(text)]
    for what in lacks:
        yield remark(Place(_PROBLEMS), lacks=what)


@drafting("last_year_file")
def _last_year_file(draft: Draft) -> Iterator[Remark]:
    """What is given as last year's and is of another year or unit is compared with nothing."""
    if draft.previous is not None and draft.report.kind == "report" and not draft.follows_previous:
        yield remark(title=draft.previous.title or "")
